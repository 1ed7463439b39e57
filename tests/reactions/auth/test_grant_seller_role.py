"""Owners of approved shops become sellers."""

from typing import Any
from uuid import UUID

import pytest

from events.sellers import SellerApproved
from souk.ids import uuid7
from tests.support import bus
from tests.support.world import World

REACTION = "auth.grant_seller_role"


def _account(database: World, role: str = "customer") -> UUID:
    with database.tx_as("auth") as tx:
        user_id: UUID = tx.value(
            "INSERT INTO accounts (email, password_hash, role) VALUES (:email, 'x', :role) RETURNING id",
            email=f"{uuid7()}@example.com",
            role=role,
        )
    return user_id


def _rights(database: World, user_id: UUID) -> tuple[Any, ...]:
    with database.tx_as("auth") as tx:
        account = tx.row("SELECT role, seller_id, updated_at FROM accounts WHERE id = :id", id=user_id)
    assert account is not None
    return tuple(account.values())


def test_the_owner_and_nobody_else_becomes_a_seller(database: World) -> None:
    owner, neighbour, seller_id = _account(database), _account(database), uuid7()

    assert bus.deliver(REACTION, SellerApproved(seller_id=seller_id, owner_id=owner, shop_name="Loom")) == []

    assert _rights(database, owner)[:2] == ("seller", seller_id)
    assert _rights(database, neighbour)[:2] == ("customer", None)


def test_twice_is_once(database: World) -> None:
    owner = _account(database)
    event = SellerApproved(seller_id=uuid7(), owner_id=owner, shop_name="Loom", sequence=2)
    bus.deliver(REACTION, event)
    once = _rights(database, owner)

    bus.deliver(REACTION, event, times=2)

    assert _rights(database, owner) == once


@pytest.mark.parametrize("order", [(2, 4), (4, 2)])
def test_approved_again_in_any_order_is_the_same(database: World, order: tuple[int, int]) -> None:
    owner, seller_id = _account(database), uuid7()
    events = [SellerApproved(seller_id=seller_id, owner_id=owner, shop_name="Loom", sequence=n) for n in order]

    assert bus.deliver(REACTION, *events, times=2) == []

    assert _rights(database, owner)[:2] == ("seller", seller_id)


def test_an_administrator_with_a_shop_stays_one(database: World) -> None:
    owner, seller_id = _account(database, "admin"), uuid7()

    bus.deliver(REACTION, SellerApproved(seller_id=seller_id, owner_id=owner, shop_name="Loom"))

    assert _rights(database, owner)[:2] == ("admin", seller_id)


def test_an_owner_who_left_is_no_reason_to_fail(database: World) -> None:
    neighbour = _account(database)

    assert bus.deliver(REACTION, SellerApproved(seller_id=uuid7(), owner_id=uuid7(), shop_name="Loom")) == []

    assert _rights(database, neighbour)[0] == "customer"
