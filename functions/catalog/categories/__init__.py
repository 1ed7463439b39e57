"""The tree that products stand in."""
