"""Warehouses and the stock in them."""
