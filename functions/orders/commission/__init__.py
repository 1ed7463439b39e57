"""What the platform keeps of what is sold: rules of commission, and the tax on it."""
