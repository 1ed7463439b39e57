"""The demo catalogue, and the way in for real ones."""
