"""What customers find and see of products."""
