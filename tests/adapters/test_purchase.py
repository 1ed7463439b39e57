"""One whole purchase with every adapter pointed at LocalStack: its bus, its queues, its secrets and its mail."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.auth import rotate_signing_key
from souk import settings
from souk.cache import Cache
from souk.database import Database
from souk.resources import Resource
from tests.adapters.conftest import pointed
from tests.support import api, market
from tests.support.clouds import LocalStack, Mailed
from tests.support.deployment import Deployment
from tests.support.stock import levels
from tests.support.world import World

SIGN_IN = {"password": "a-long-password-for-tests"}


@pytest.fixture
def deployment(database: World, localstack: LocalStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    """Souk as a deployment leaves it; nothing but the database and Valkey is handed in."""

    def handed(service: str) -> dict[type[Resource], Resource]:
        return {Database: database.database(service), Cache: database.cache}

    monkeypatch.setattr(database, "resources", handed)
    with pointed(localstack, monkeypatch):
        deployed = Deployment(localstack, settings.get("SOUK_BUS"))
        for name, value in deployed.settings.items():
            monkeypatch.setenv(name, value)
        api.invoke(rotate_signing_key.handler, {})
        yield deployed


def test_a_purchase_goes_from_the_registration_to_the_receipt(
    deployment: Deployment, localstack: LocalStack, name: str
) -> None:
    email = f"{name}@example.com"
    variant = market.put_on_sale(market.open_shop(), amount=1999, stock=10, title="Blue bowl")

    def mailed(words: str) -> Mailed | None:
        return next((mail for mail in localstack.mails(email) if words in mail.subject), None)

    def ask(route: str, **request: Any) -> Any:
        answer = api.call(route, **request)
        assert answer.status in (200, 201), answer.text
        return answer.json

    person = SIGN_IN | {"email": email, "first_name": "Ada", "last_name": "Buyer"}
    ask("POST /api/auth/register", body=person)
    deployment.until(lambda: mailed("Welcome"))
    token = ask("POST /api/auth/login", body=SIGN_IN | {"email": email})["access_token"]
    ask("POST /api/cart/items", token=token, body={"variant_id": str(variant.id), "quantity": 2})
    order = ask("POST /api/orders", token=token, body=market.wish())
    receipt = deployment.until(lambda: mailed("Your receipt"))

    bought = ask("GET /api/orders/{order_id}", token=token, path={"order_id": order["id"]})
    assert (order["status"], bought["status"]) == ("pending", "paid")
    assert all(words in str(receipt.text) for words in ("Blue bowl", "£39.98"))
    assert levels(variant.id) == [(8, 0)]
    assert len(localstack.mails(email)) == 2
    assert deployment.dead_letters() == []
