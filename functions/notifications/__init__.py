"""Messages to people, and what was sent."""
