"""Everybody wants the same thing at the same moment."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import httpx
import pytest

from tests.journeys.support.people import NO_ANSWER, PATIENCE_SECONDS, Person
from tests.journeys.support.shop import Shop
from tests.support.conditions import eventually

BUYERS, UNITS, AT_ONCE = 50, 10, 10


@pytest.fixture
def crowd(town: str) -> Iterator[list[Person]]:
    """Fifty people with accounts."""
    people = [Person(town) for _ in range(BUYERS)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda person: person.register().log_in(), people))
    yield people
    for person in people:
        person.close()


def buy(person: Person) -> httpx.Response:
    """Order, sending the same request again while there is no answer."""
    answers: list[httpx.Response] = []

    def asked() -> bool:
        answers.append(person.try_to_order(key=f"the-order-of-{person.email}"))
        busy = answers[-1].status_code in NO_ANSWER or answers[-1].json().get("code") == "request_in_progress"
        return not busy

    eventually(asked, within=PATIENCE_SECONDS, every=0.2)
    return answers[-1]


def test_fifty_people_want_ten_units_and_ten_are_sold(crowd: list[Person], shop: Shop) -> None:
    offer = shop.offer(stock=UNITS)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda person: person.put_into_cart(offer.variant_id), crowd))

        answers = list(pool.map(buy, crowd))

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {HTTPStatus.CREATED: UNITS, HTTPStatus.CONFLICT: BUYERS - UNITS}, statuses
    assert {answer.json()["code"] for answer in answers if answer.status_code == HTTPStatus.CONFLICT} == {
        "out_of_stock"
    }
    for person, answer in zip(crowd, answers, strict=True):
        if answer.status_code == HTTPStatus.CREATED:
            person.sees(answer.json(), "paid")
    assert shop.stock(offer) == {"on_hand": 0, "reserved": 0, "available": 0}
