"""Everybody finds what they were sent, and nothing else."""

from events.auth import UserRegistered
from functions.notifications import notify_user_registered
from functions.notifications.domain.model import NotificationView
from souk.paging import PageOf
from tests.support import api, bus, sales
from tests.support.post import Mailbox
from tests.support.world import World

ROUTE = "GET /api/notifications"


def test_a_person_pages_through_their_own_messages_the_latest_first(database: World) -> None:
    me, other = sales.person(), sales.person()
    events = [UserRegistered(user_id=user) for user in (me, me, other, me)]
    bus.deliver(notify_user_registered, *events)
    bus.drain(mail=Mailbox())

    first = api.call(ROUTE, as_=api.customer(me), query={"limit": 2})
    second = api.call(ROUTE, as_=api.customer(me), query={"limit": 2, "cursor": first.json["next_cursor"]})

    pages = [PageOf[NotificationView].model_validate_json(answer.text) for answer in (first, second)]
    assert [len(page.items) for page in pages] == [2, 1]
    assert pages[1].next_cursor is None
    ids = [item.id for page in pages for item in page.items]
    assert ids == sorted(ids, reverse=True)
    assert {item.status for page in pages for item in page.items} == {"sent"}
    assert "@example.com" in first.text
    assert me.hex not in first.text


def test_one_page_is_one_statement(database: World) -> None:
    before = database.database("notifications").statements

    answer = api.call(ROUTE, as_=api.customer())

    assert answer.json == {"items": [], "next_cursor": None}
    assert database.database("notifications").statements - before == 1


def test_guests_and_nobody_have_no_messages(database: World) -> None:
    assert api.call(ROUTE).status == 401
    assert api.call(ROUTE, as_=api.guest()).status == 403
