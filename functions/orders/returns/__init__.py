"""Goods that go back to their shop."""
