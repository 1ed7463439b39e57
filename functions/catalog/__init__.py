"""Products, categories, and the files that hold many products."""
