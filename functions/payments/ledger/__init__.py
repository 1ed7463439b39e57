"""The ledger: where the money lies, whose it is, and what moved it."""
