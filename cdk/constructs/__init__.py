"""Constructs build one kind of thing each."""
