"""Identifiers that sort by time."""

import os
import time
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT_RFC = 0x2 << 62


def uuid7() -> UUID:
    """Make a UUIDv7: 48 bits of Unix milliseconds, then 74 random bits (RFC 9562, section 5.7)."""
    random = int.from_bytes(os.urandom(10))
    value = (time.time_ns() // 1_000_000 & 0xFFFFFFFFFFFF) << 80
    value |= _VERSION_7 | (random >> 68) << 64 | _VARIANT_RFC | random & 0x3FFFFFFFFFFFFFFF
    return UUID(int=value)
