"""What becomes of a guest's cart when they sign in."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import pytest

from souk import GUEST, Caller, Role
from tests.functions.auth.conftest import Door
from tests.support import api, bus, market
from tests.support.market import Variant
from tests.support.tokens import SigningPair


@dataclass(frozen=True)
class Visit:
    """A guest with two mugs and a bowl in the cart."""

    token: str
    guest: Caller
    mug: Variant
    bowl: Variant


@pytest.fixture
def visit(door: Door) -> Visit:
    """Somebody who filled a cart before signing in."""
    welcomed, shop = door.guest(), market.open_shop()
    visit = Visit(
        welcomed.json["access_token"], door.caller(welcomed), market.put_on_sale(shop), market.put_on_sale(shop)
    )
    for variant, quantity in ((visit.mug, 2), (visit.bowl, 1)):
        assert market.add(visit.guest, variant, quantity).status == 201
    return visit


def _lines(shopper: Caller) -> dict[UUID, int]:
    return {UUID(line["variant_id"]): line["quantity"] for line in market.cart(shopper)["lines"]}


def test_a_guest_brings_their_cart_along(door: Door, ada: str, visit: Visit) -> None:
    customer = api.customer(UUID(ada))
    market.add(customer, visit.mug, 3)

    assert door.login(token=visit.token).status == 200

    assert _lines(customer) == {visit.mug.id: 5, visit.bowl.id: 1}
    assert _lines(visit.guest) == {}


def test_a_guest_who_signs_in_twice_brings_their_cart_along_once(door: Door, ada: str, visit: Visit) -> None:
    for _ in range(2):
        assert door.login(token=visit.token).status == 200

    assert _lines(api.customer(UUID(ada))) == {visit.mug.id: 2, visit.bowl.id: 1}


def test_a_guest_who_signs_in_from_two_tabs_at_once_brings_their_cart_along_once(
    door: Door, ada: str, visit: Visit
) -> None:
    with ThreadPoolExecutor(3) as tabs:
        answers = list(tabs.map(lambda _: door.login(token=visit.token), range(3)))

    assert [answer.status for answer in answers] == [200] * 3
    assert _lines(api.customer(UUID(ada))) == {visit.mug.id: 2, visit.bowl.id: 1}


def test_whoever_forges_a_guest_gets_nothing_of_theirs(door: Door, ada: str, visit: Visit) -> None:
    forged = SigningPair("stranger").token(visit.guest)

    assert door.login(token=forged).status == 200

    assert _lines(visit.guest) == {visit.mug.id: 2, visit.bowl.id: 1}
    assert _lines(api.customer(UUID(ada))) == {}


def test_a_wrong_password_leaves_the_cart_with_the_guest(door: Door, ada: str, visit: Visit) -> None:
    assert door.login(password="wrong horse", token=visit.token).status == 401

    assert _lines(visit.guest) == {visit.mug.id: 2, visit.bowl.id: 1}
    assert _lines(api.customer(UUID(ada))) == {}


@pytest.mark.parametrize("role", [role for role in Role if role is not GUEST])
def test_a_cart_that_is_somebody_s_is_left_alone(door: Door, ada: str, visit: Visit, role: Role) -> None:
    somebody = api.caller(role)
    market.add(somebody, visit.mug)

    assert door.login(token=door.world.keys.token(somebody)).status == 200

    assert _lines(somebody) == {visit.mug.id: 1}
    assert _lines(api.customer(UUID(ada))) == {}


@pytest.mark.parametrize("table", ["cart.cart_items", "souk.outbox"], ids=["merging", "telling"])
def test_carts_merge_and_a_session_begins_together_or_not_at_all(
    door: Door, ada: str, visit: Visit, table: str
) -> None:
    with door.world.tx_as("admin") as tx:
        tx.execute(f"ALTER TABLE {table} ADD CONSTRAINT nothing_more CHECK (false) NOT VALID")

    assert door.login(token=visit.token).status == 500

    assert door.count("auth.sessions", "NOT guest") == len(bus.recorded("user.logged_in")) == 0
    assert _lines(visit.guest) == {visit.mug.id: 2, visit.bowl.id: 1}
    assert _lines(api.customer(UUID(ada))) == {}
