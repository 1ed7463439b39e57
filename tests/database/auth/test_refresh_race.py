"""Two clients bring the same refresh token: with the guard off both get new ones, with it one does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from functions.auth.domain import store
from souk.ids import uuid7
from souk.token import fingerprint
from tests.support.conditions import PATIENCE
from tests.support.world import World

GUARD = "token.used_at IS NULL\n            OR"


@pytest.fixture
def token_hash(database: World) -> bytes:
    """The fingerprint of a guest's first refresh token."""
    first = fingerprint("first")
    with database.tx_as("auth") as tx:
        store.open_session(tx, uuid7(), first, 3600, guest=True)
    return first


def _renewed(database: World, token_hash: bytes, statement: str) -> int:
    """Count how many of four who come at once are given a new token."""
    together = Barrier(4)

    def rotate(number: int) -> bool:
        with database.tx_as("auth") as tx:
            together.wait(PATIENCE)
            next_hash = fingerprint(f"next {number}")
            return tx.row(statement, token_hashes=[token_hash], next_hash=next_hash, life=3600, grace=10) is not None

    with ThreadPoolExecutor(4) as clients:
        return sum(clients.map(rotate, range(4)))


def test_with_the_guard_off_everybody_gets_a_new_token(database: World, token_hash: bytes) -> None:
    assert GUARD in store.ROTATE

    assert _renewed(database, token_hash, store.ROTATE.replace(GUARD, "true OR")) == 4


def test_with_the_guard_on_one_gets_a_new_token(database: World, token_hash: bytes) -> None:
    assert _renewed(database, token_hash, store.ROTATE) == 1

    with database.tx_as("auth") as tx:
        assert tx.value("SELECT count(*) FROM refresh_tokens") == 2
