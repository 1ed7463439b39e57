"""Files that hold many products."""
