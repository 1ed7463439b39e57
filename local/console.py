"""What the commands say while they work, and the card at the end."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from local.catalogue.accounts import ADMIN, CUSTOMER, PASSWORD, SELLER
from local.desk import PORT, Desk

ACCOUNTS = {CUSTOMER: "buys", SELLER: "sells", ADMIN: "runs the place"}


@contextmanager
def step(name: str) -> Iterator[Callable[[str], None]]:
    """Say what is being done, and afterwards what came of it and how long it took."""
    outcome = ""

    def say(words: str) -> None:
        nonlocal outcome
        outcome = words

    live = sys.stdout.isatty()
    print(f"  … {name}", end="" if live else "\n", flush=True)
    began = time.monotonic()
    try:
        yield say
    except BaseException:
        print(f"\r  ✗ {name}" if live else f"  ✗ {name}")
        raise
    line = f"  ✓ {name:<16}{time.monotonic() - began:6.1f} s  {outcome}"
    print(f"\r{line}" if live else line, flush=True)


def card(desk: Desk, port: int | None, *, was_open: bool) -> None:
    """Say where everything is and what to try, and why it is not at the port that was asked for."""
    here = desk.door.url
    if was_open and port not in (None, desk.door.port):
        print(f"\n  The desk runs already, on port {desk.door.port}; after `make down` it starts on {port}.")
    elif not was_open and desk.door.port != (port or PORT):
        print(f"\n  Port {port or PORT} is taken; the front door is on {desk.door.port}.")
    accounts = "\n".join(f"    {account:<24}{role}" for account, role in ACCOUNTS.items())
    print(f"""
  Souk is open at {here}

    {here}/               the shop
    {here}/desk           what runs on this desk
    {here}/docs           API reference
    {here}/api/products   the shops' products
    {here}/mail           every mail and SMS that was sent

  Accounts, password {PASSWORD}
{accounts}

  make logs   what the functions say      make dev    a saved file is live
  make down   stop, and keep everything   make reset  stop, and forget everything
""")
