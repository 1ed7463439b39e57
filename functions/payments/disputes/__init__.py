"""What customers dispute with their bank, and what is said to it."""
