"""A year of real orders in process: every handler called on its own day, and one shop's account worked out again."""
