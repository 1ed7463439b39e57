"""How shops send what they sell."""
