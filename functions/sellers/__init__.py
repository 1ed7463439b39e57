"""Shops and those who run them."""
