"""The catalogue of events: one module per publishing service, one class per event."""
