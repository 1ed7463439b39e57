"""What those do who run the place."""

import json
from http import HTTPStatus

import pytest

from local.desk import Desk
from local.invoking import TaskFailed
from local.run import run
from tests.journeys.support.people import Person


def test_an_operator_makes_an_administrator(own_desk: Desk, shopper: Person) -> None:
    run("auth/make_admin", json.dumps({"email": shopper.email}), "local", own_desk)

    assert shopper.log_in().role == "admin"


def test_a_task_that_fails_says_why_and_changes_nothing(own_desk: Desk, shopper: Person) -> None:
    with pytest.raises(TaskFailed, match="no such account"):
        run("auth/make_admin", '{"email": "nobody@example.com"}', "local", own_desk)

    assert shopper.log_in().role == "customer"
    assert shopper.ask("POST", "/api/categories", {"name": "Mine"}).status_code == HTTPStatus.FORBIDDEN
