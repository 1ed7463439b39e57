"""What the performance figures are made with: budgets in process, and real orders over HTTP."""
