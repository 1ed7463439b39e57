"""Every route with every foreign id: what is not yours answers like what does not exist, and stays as it is."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.auth.domain.passwords import Passwords
from souk.identity import Caller, Role
from souk.spec import Spec
from tests.support import aftersale, api, bus, market, promoting
from tests.support.post import Mailbox, Phones
from tests.support.world import World
from tests.support.world import registry as load_registry

SENT = {
    "name": "Van",
    "currency": "GBP",
    "days": {"least": 1, "most": 2},
    "zones": [{"countries": None, "rates": [{"price": 1}]}],
}
KEPT_METHOD = """
INSERT INTO payments.saved_methods (
    customer_id, provider, method, token, holder, brand, last4, expiry_year, expiry_month
)
VALUES (:customer_id, 'stripe', 'stripe_card', 'pm_1', 'cus_1', 'visa', '4242', 2030, 1)
RETURNING id
"""
# What anybody may read; the caller owns nothing behind these.
PUBLIC = {"provider"}
ADMINISTERED = {Role.ADMIN}


def owned_routes() -> list[Spec]:
    """The operations on one thing that belongs to somebody."""
    return [
        spec
        for spec in load_registry().operations
        if spec.path_types and spec.roles and set(spec.roles) != ADMINISTERED and not PUBLIC & set(spec.path_types)
    ]


def snapshot(database: World) -> dict[str, list[str]]:
    """Everything that is stored, but for what the kit keeps."""
    with database.tx_as("admin") as tx:
        tables = tx.rows(
            "SELECT schemaname AS schema, tablename AS name FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'souk')"
        )
        return {
            f"{table['schema']}.{table['name']}": sorted(
                row["line"]
                for row in tx.rows(f'SELECT one::text AS line FROM "{table["schema"]}"."{table["name"]}" one')
            )
            for table in tables
        }


@pytest.fixture
def things(database: World) -> dict[str, UUID]:
    """One thing of each kind, all of Alice and of the shop she buys from."""
    person = {"email": "alice@example.com", "password": "a good password", "first_name": "Alice", "last_name": "A"}
    registered = api.call("POST /api/auth/register", body=person, passwords=Passwords(cost=4))
    alice, shop = api.customer(UUID(registered.json["id"])), market.open_shop()
    variant = market.put_on_sale(shop)
    order = market.ordered(alice, (variant, 2))
    bus.drain(mail=Mailbox(), sms=Phones())
    assert market.add(alice, variant).status == 201
    address = api.call("POST /api/users/me/addresses", as_=alice, body=market.ADDRESS)
    assert address.status == 201, address.text
    warehouse = api.call("POST /api/warehouses", as_=shop.keeper, body={"name": "North", "country": "GB"})
    assert warehouse.status == 201, warehouse.text
    imported, exported = (
        api.call(f"POST /api/products/{files}", as_=shop.keeper, body={}) for files in ("imports", "exports")
    )
    assert imported.status == exported.status == 202, imported.text + exported.text
    sent = api.made("POST /api/seller/shipping-options", as_=shop.keeper, body=SENT)
    assert market.ship(shop, order).status == 201
    line = order["sellers"][0]["lines"][0]["id"]
    returned = aftersale.ask_return(alice, order, (line, 1))
    assert returned.status == 201, returned.text
    with database.tx_as("admin") as tx:
        found: dict[str, Any] = {
            "order_id": order["id"],
            "seller_order_id": tx.value("SELECT id FROM orders.seller_orders LIMIT 1"),
            "return_id": returned.json["id"],
            "transaction_id": tx.value("SELECT id FROM payments.transactions LIMIT 1"),
            "address_id": address.json["id"],
            "item_id": variant.id,
            "variant_id": variant.id,
            "product_id": variant.product_id,
            "warehouse_id": warehouse.json["id"],
            "option_id": sent["id"],
            "import_id": imported.json["id"],
            "export_id": exported.json["id"],
            "promotion_id": promoting.promote(shop)["id"],
            "method_id": tx.value(KEPT_METHOD, customer_id=alice.user_id),
        }
    return {name: UUID(str(value)) for name, value in found.items()}


def plausible(spec: Spec) -> dict[str, Any] | None:
    """A body that is right for the operation, so that only the owner can be wrong."""
    bodies: dict[str, dict[str, Any]] = {
        "PUT /api/seller/promotions/{promotion_id}": promoting.promotion(version=1),
        "PUT /api/cart/items/{item_id}": {"quantity": 1},
        "PUT /api/users/me/addresses/{address_id}": market.ADDRESS,
        "PUT /api/inventory/{variant_id}": {"on_hand": 1},
        "POST /api/inventory/{variant_id}/adjustments": {"delta": 1, "reason": "found"},
        "POST /api/warehouses": {"name": "Main"},
        "POST /api/products/imports": {},
        "POST /api/products/exports": {},
        "POST /api/products": market.offer(str(uuid4())),
        "POST /api/seller/shipping-options": SENT,
        "PUT /api/seller/shipping-options/{option_id}": SENT | {"version": 1},
        "PUT /api/warehouses/{warehouse_id}": {"name": "Mine", "country": "GB", "version": 1},
        "POST /api/seller/orders/{seller_order_id}/shipments": {"carrier": "Post", "tracking_number": "1"},
        "PUT /api/seller/orders/{seller_order_id}/cancel": {"reason": "other"},
        "POST /api/orders/{order_id}/refunds": {"reason": "other"},
        "PUT /api/orders/{order_id}/lines": {"lines": [{"line_id": str(uuid4()), "quantity": 1}]},
        "PUT /api/orders/{order_id}/address": {
            "shipping_address": {
                "name": "Ada Lovelace",
                "line1": "1 Market Street",
                "city": "London",
                "postal_code": "E1 6AN",
                "country": "GB",
            }
        },
        "POST /api/orders/{order_id}/returns": {
            "lines": [{"line_id": str(uuid4()), "quantity": 1}],
            "reason": "other",
        },
        "PUT /api/seller/returns/{return_id}": {"action": "accept"},
        "POST /api/payments/transactions/{transaction_id}/confirmation": {"code": "123456"},
        "POST /api/orders/{order_id}/payments": {"payment_method": "sandbox_visa"},
        "PUT /api/products/{product_id}": {
            "title": "Mine",
            "description": "Mine",
            "category_id": str(uuid4()),
            "version": 1,
            "variants": [{"sku": "M-1", "price": {"amount": 1, "currency": "GBP"}}],
        },
    }
    if spec.body is None:
        return None
    assert spec.route in bodies, f"say what a right body of {spec.route} is, here"
    return bodies[spec.route]


def strangers(spec: Spec) -> list[Caller]:
    """Somebody of each role the operation is for, who owns nothing; admins are everybody's."""
    roles = [role for role in Role if role is not Role.ADMIN and any(one.allows(role) for one in spec.roles)]
    return [api.seller() if role is Role.SELLER else api.caller(role) for role in roles]


def test_what_is_not_yours_is_not_there_and_stays_as_it_was(database: World, things: dict[str, UUID]) -> None:
    before = snapshot(database)
    strange = []
    for spec in owned_routes():
        for stranger in strangers(spec):
            path = {name: things[name] for name in spec.path_types}
            answer = api.call(spec.route, as_=stranger, path=path, body=plausible(spec))
            absent = api.call(spec.route, as_=stranger, path={name: uuid4() for name in path}, body=plausible(spec))
            if (answer.status, answer.code) != (404, absent.code) or absent.status != 404:
                strange.append((spec.route, stranger.role.value, answer.status, answer.text[:200], absent.status))

    assert strange == [], json.dumps(strange, indent=1)
    assert snapshot(database) == before


def test_nothing_is_made_for_a_shop_that_there_is_not(database: World) -> None:
    making = [
        spec
        for spec in load_registry().operations
        if spec.acts_for_a_shop and Role.ADMIN in spec.roles and spec.method == "POST" and not spec.path_types
    ]
    before = snapshot(database)

    answers = {
        spec.route: api.call(spec.route, as_=api.admin(), query={"seller_id": uuid4()}, body=plausible(spec)).code
        for spec in making
    }

    assert len(answers) > 3
    assert set(answers.values()) == {"seller_not_found"}, answers
    assert snapshot(database) == before


def test_a_list_shows_only_what_is_the_callers(database: World, things: dict[str, UUID]) -> None:
    known = {str(value) for value in things.values()}
    lists = [spec for spec in load_registry().operations if spec.method == "GET" and spec.roles and not spec.path_types]

    leaks = []
    for spec in lists:
        for stranger in strangers(spec):
            answer = api.call(spec.route, as_=stranger)
            leaks += [(spec.route, stranger.role.value, one) for one in known if one in answer.text]

    assert leaks == []
