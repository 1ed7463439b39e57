"""The infrastructure: what the declarations in ``functions/`` become on a stage."""
