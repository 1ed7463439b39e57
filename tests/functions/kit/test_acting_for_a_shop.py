"""Who acts for which shop: closed unless somebody is named, and only by who may."""

from typing import Any
from uuid import UUID

import pytest

from souk.ids import uuid7
from tests.support import api, studio
from tests.support.pots import StallClosed
from tests.support.world import World

WARES = "GET /api/wares"
LAY_OUT = "POST /api/wares"
PRICE = "PUT /api/wares/{ware_id}"
JUG = {"name": "Jug", "price": 12}


def stored() -> list[dict[str, Any]]:
    return studio.rows("SELECT seller_id, name, price FROM pottery.wares ORDER BY id")


def lay_out(seller_id: UUID) -> str:
    made = studio.call(LAY_OUT, as_=api.seller(seller_id), body=JUG)
    assert made.status == 201, made.text
    return str(made.json["id"])


def test_a_seller_acts_for_their_own_shop(workshop: World) -> None:
    shop = uuid7()

    lay_out(shop)

    assert stored() == [{"seller_id": shop, "name": "Jug", "price": 12}]
    assert [ware["name"] for ware in studio.call(WARES, as_=api.seller(shop)).json["items"]] == ["Jug"]
    assert studio.call(WARES, as_=api.seller()).json["items"] == []


def test_what_another_shop_has_is_not_there(workshop: World) -> None:
    ware_id = lay_out(uuid7())

    answer = studio.call(PRICE, as_=api.seller(), path={"ware_id": ware_id}, body={"price": 1})

    assert (answer.status, answer.code) == (404, "ware_not_found")
    assert [ware["price"] for ware in stored()] == [12]


def test_a_seller_who_names_another_shop_is_refused(workshop: World) -> None:
    shop, other = uuid7(), uuid7()

    refused = studio.call(LAY_OUT, as_=api.seller(shop), query={"seller_id": other}, body=JUG)
    own = studio.call(WARES, as_=api.seller(shop), query={"seller_id": shop})

    assert (refused.status, refused.code) == (403, "forbidden")
    assert stored() == []
    assert own.status == 200


def test_an_administrator_names_the_shop(workshop: World) -> None:
    shop = uuid7()
    ware_id = lay_out(shop)

    priced = studio.call(
        PRICE, as_=api.admin(), path={"ware_id": ware_id}, query={"seller_id": shop}, body={"price": 9}
    )
    seen = studio.call(WARES, as_=api.admin(), query={"seller_id": shop, "limit": 5})

    assert priced.status == 204
    assert [ware["price"] for ware in seen.json["items"]] == [9]


@pytest.mark.parametrize("query", [{}, {"seller_id": ""}, {"seller_id": "mine"}, {"seller_id": [uuid7(), uuid7()]}])
def test_an_administrator_who_names_no_shop_is_told_so(workshop: World, query: dict[str, Any]) -> None:
    lay_out(uuid7())

    answer = studio.call(WARES, as_=api.admin(), query=query)

    assert (answer.status, answer.code) == (422, "validation_failed")
    assert [error["field"] for error in answer.json["errors"]] == ["seller_id"]


@pytest.mark.parametrize("caller", [api.guest(), api.customer()])
def test_nobody_else_acts_for_a_shop(workshop: World, caller: Any) -> None:
    answer = studio.call(LAY_OUT, as_=caller, query={"seller_id": uuid7()}, body=JUG)

    assert (answer.status, answer.code) == (403, "forbidden")
    assert stored() == []


def test_the_same_key_for_two_shops_is_two_requests(workshop: World) -> None:
    administrator, shops = api.admin(), (uuid7(), uuid7())

    answers = [
        studio.call(LAY_OUT, as_=administrator, query={"seller_id": shop}, body=JUG, key="one") for shop in shops
    ]

    assert [answer.status for answer in answers] == [201, 422]
    assert answers[1].code == "idempotency_key_reused"
    assert [ware["seller_id"] for ware in stored()] == [shops[0]]


def test_a_reaction_acts_for_the_shop_of_its_event(workshop: World) -> None:
    closing, staying = uuid7(), uuid7()
    lay_out(closing)
    lay_out(staying)

    assert studio.deliver("clear_stall", StallClosed(seller_id=closing), times=2) == []

    assert [ware["seller_id"] for ware in stored()] == [staying]


def test_with_nobody_named_there_is_nothing(workshop: World) -> None:
    lay_out(uuid7())

    with workshop.tx_as("pottery") as tx:
        assert tx.value("SELECT count(*) FROM wares") == 0
