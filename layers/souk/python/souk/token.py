"""Opaque tokens: whoever holds one may do what it is for; what is kept of it does not give it away."""

import hashlib
import secrets


def new_token() -> str:
    """Make an unguessable token of 256 bits."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> bytes:
    """Give what is kept of a token; its own randomness makes salt needless."""
    return hashlib.sha256(token.encode()).digest()
