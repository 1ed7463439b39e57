"""Many customers at once, faults at every step, all of it written down, and judged against a model afterwards."""
