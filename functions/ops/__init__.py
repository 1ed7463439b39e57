"""The state of the system, and its contract."""
