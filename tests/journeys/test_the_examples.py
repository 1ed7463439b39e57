"""The programs of ``examples/`` run against the marketplace."""

import sys
from pathlib import Path
from uuid import uuid4

import pytest

from local.catalogue.accounts import ADMIN
from local.catalogue.accounts import PASSWORD as DEMO_PASSWORD
from tests.journeys.conftest import Newcomer
from tests.journeys.support.people import PASSWORD, PATIENCE_SECONDS, Person
from tests.journeys.support.shop import Shop
from tests.support import clients
from tests.support.conditions import eventually


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs and the clients they are made with."""
    folder = tmp_path_factory.mktemp("examples")
    clients.typescript(folder)
    clients.python(folder)
    return folder


def test_what_the_seller_puts_up_the_customer_buys_and_the_seller_ships(
    programs: Path, town: str, shop: Shop, shopper: Person
) -> None:
    title = f"Example Mug {uuid4().hex[:8]}"
    seller = {"SOUK_URL": town, "SOUK_EMAIL": shop.keeper.email, "SOUK_PASSWORD": PASSWORD}
    buyer = {"SOUK_URL": town, "SOUK_EMAIL": shopper.email, "SOUK_PASSWORD": PASSWORD}

    with clients.begun(programs, sys.executable, "sell.py", title, **seller) as selling:
        assert selling.stdout
        for_sale = selling.stdout.readline()
        eventually(lambda: shopper.call("GET", "/api/products", q=title)["items"], within=PATIENCE_SECONDS, every=0.2)
        bought = clients.run(programs, "node", "buy.ts", title, **buyer)
        shipped, _ = selling.communicate(timeout=PATIENCE_SECONDS)

    [order] = shopper.call("GET", "/api/orders")["items"]
    assert for_sale == f"{title} is for sale\n"
    assert bought.splitlines()[-1] in {f"{order['number']} is {status}" for status in ("paid", "shipped")}
    assert shipped == f"{order['number']} is shipped\n"
    assert [line["quantity"] for line in order["lines"]] == [2]
    assert shopper.history(order) == ["placed", "paid", "last_seller_order_shipped"]


def test_the_administrator_approves_a_shop_and_learns_of_one_that_there_is_not(
    programs: Path, town: str, newcomer: Newcomer
) -> None:
    keeper = newcomer().register().log_in()
    applied = keeper.call("POST", "/api/sellers", {"name": f"Example {uuid4().hex[:8]}", "country": "GB"})
    admin = {"SOUK_URL": town, "SOUK_EMAIL": ADMIN, "SOUK_PASSWORD": DEMO_PASSWORD}

    approved = clients.run(programs, sys.executable, "approve.py", applied["id"], **admin)
    with pytest.raises(AssertionError, match="There is no such shop"):
        clients.run(programs, sys.executable, "approve.py", str(uuid4()), **admin)

    assert approved == f"{applied['name']} is approved\n"
    assert keeper.call("GET", "/api/sellers/me")["status"] == "approved"
