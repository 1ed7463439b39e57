"""Orders, their seller orders, and where is delivered to."""
