"""No statement about accounts, profiles or shops reads a whole table that grows."""

import json
import re
from types import ModuleType
from typing import Any

import pytest

from functions.auth.domain import store as auth
from functions.sellers.domain import store as sellers
from functions.users.domain import store as users
from souk.ids import uuid7
from tests.support.world import World

FILL = """
INSERT INTO auth.accounts (email, password_hash) SELECT n || '@example.com', 'x' FROM generate_series(1, 20000) AS n;
INSERT INTO auth.sessions (user_id, guest) SELECT id, false FROM auth.accounts;
INSERT INTO auth.refresh_tokens (id, session_id, expires_at)
SELECT sha256(id::text::bytea), id, now() + interval '30 days' FROM auth.sessions;
INSERT INTO users.profiles (id, first_name, last_name) SELECT id, 'Ada', 'Lovelace' FROM auth.accounts;
INSERT INTO users.addresses (user_id, name, line1, city, postal_code, country, default_shipping, default_billing)
SELECT id, 'Ada', 'Lane', 'London', 'N1', 'GB', true, true FROM users.profiles;
INSERT INTO sellers.sellers (owner_id, shop_name, country) SELECT id, 'Loom', 'GB' FROM auth.accounts;
ANALYZE
"""

PARAMETERS: dict[str, Any] = {
    "email": "1@example.com",
    "password_hash": "x",
    "token_hash": b"x" * 32,
    "next_hash": b"y" * 32,
    "life": 60.0,
    "grace": 10.0,
    "guest": True,
    "most": 25,
    "version": 1,
    "status": "approved",
    "country": "GB",
    "locale": "en",
    "default_shipping": True,
    "default_billing": True,
}
IDS = ("user_id", "session_id", "seller_id", "owner_id", "address_id", "after", "guest_id", "customer_id")


def _explain(world: World, service: str, statement: str) -> list[str]:
    """Name the tables that a statement would read whole."""
    names = set(re.findall(r"(?<!:):([a-z_0-9]+)", statement))
    given = {name: uuid7() if name in IDS else PARAMETERS.get(name, "text") for name in names}
    with world.tx_as(service) as tx:
        (explained,) = json.loads(str(tx.value(f"EXPLAIN (FORMAT json) {statement}", **given)))
    return _scans(explained["Plan"])


def _scans(plan: dict[str, Any]) -> list[str]:
    here = [plan["Relation Name"]] if plan["Node Type"] == "Seq Scan" else []
    return here + [table for part in plan.get("Plans", []) for table in _scans(part)]


@pytest.mark.parametrize("store", [auth, users, sellers], ids=lambda store: store.__name__.split(".")[1])
def test_every_statement_finds_its_rows_by_an_index(database: World, store: ModuleType) -> None:
    with database.tx_as("admin") as tx:
        for statement in FILL.split(";"):
            tx.execute(statement)
    service = store.__name__.split(".")[1]
    statements = {
        name: text
        for name, text in vars(store).items()
        if isinstance(text, str) and name.isupper() and not name.startswith("_")
    }

    scans = {name: _explain(database, service, text) for name, text in statements.items()}

    assert len(scans) >= 6
    assert {name: tables for name, tables in scans.items() if tables} == {}


def test_a_whole_table_read_would_be_seen(database: World) -> None:
    assert _explain(database, "auth", "SELECT * FROM accounts WHERE password_hash = :password_hash") == ["accounts"]
