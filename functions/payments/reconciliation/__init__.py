"""Every day the ledger is held against what providers say that they moved."""
