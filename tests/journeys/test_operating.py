"""What those do who run the place."""

import json
from http import HTTPStatus

import pytest

from events.auth import UserRegistered
from local.desk import Desk
from local.invoking import TaskFailed
from local.run import run
from tests.journeys.support.people import PATIENCE_SECONDS, Person
from tests.journeys.support.post import Post
from tests.support.bus import batch
from tests.support.conditions import eventually


def test_an_operator_makes_an_administrator(own_desk: Desk, shopper: Person) -> None:
    run("auth/make_admin", json.dumps({"email": shopper.email}), "local", own_desk)

    assert shopper.log_in().role == "admin"


def test_a_task_that_fails_says_why_and_changes_nothing(own_desk: Desk, shopper: Person) -> None:
    with pytest.raises(TaskFailed, match="no such account"):
        run("auth/make_admin", '{"email": "nobody@example.com"}', "local", own_desk)

    assert shopper.log_in().role == "customer"
    assert shopper.ask("POST", "/api/categories", {"name": "Mine"}).status_code == HTTPStatus.FORBIDDEN


def test_what_a_function_gave_up_is_handled_once_an_operator_sends_it_back(
    own_desk: Desk, shopper: Person, post: Post
) -> None:
    name, function = "souk-local-notifications-notify-user-registered", "notifications/notify_user_registered"
    welcome = post.arrives(shopper.email, "Welcome")
    [given_up] = batch(UserRegistered(user_id=shopper.call("GET", "/api/users/me")["id"]))["Records"]
    sqs = own_desk.emulator.client("sqs")
    dead_letters = sqs.get_queue_url(QueueName=f"{name}-dead-letters")["QueueUrl"]
    sqs.send_message(QueueUrl=dead_letters, MessageBody=given_up["body"])

    answer = run("ops/redrive", json.dumps({"function": function}), "local", own_desk)

    assert answer == {"moved": 1}
    eventually(lambda: len(post.sent_to(shopper.email)) == 2, within=PATIENCE_SECONDS, every=0.2)
    assert {message["subject"] for message in post.sent_to(shopper.email)} == {welcome["subject"]}


def test_a_function_that_has_no_queue_gave_nothing_up(own_desk: Desk) -> None:
    with pytest.raises(TaskFailed, match="no such queue"):
        run("ops/redrive", '{"function": "orders/place_order"}', "local", own_desk)
