"""Invoices and credit notes: numbered without gaps, and kept as files."""
