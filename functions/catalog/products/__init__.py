"""What shops put up for sale."""
