"""A person's account data and addresses."""
