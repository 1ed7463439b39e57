"""Stacks compose; no operation is named here."""
