"""Orders, their sellers' parts, and where is delivered to."""
