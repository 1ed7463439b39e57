"""Everybody finds what they were sent, and nothing else."""

from events.auth import UserRegistered
from functions.notifications import notify_user_registered
from functions.notifications.domain.model import FoundNotification, NotificationView
from souk.ids import uuid7
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


def test_an_administrator_looks_messages_up_by_whom_they_are_for_and_how_they_stand(database: World) -> None:
    ada, other = sales.person(), sales.person()
    bus.deliver(notify_user_registered, UserRegistered(user_id=other), UserRegistered(user_id=ada))
    bus.drain(mail=Mailbox())
    bus.deliver(notify_user_registered, UserRegistered(user_id=ada))
    email = sales.email(ada)

    def looked_up(**query: str) -> list[tuple[str, str]]:
        answer = api.call("GET /api/admin/notifications", as_=api.admin(), query=query)
        items = PageOf[FoundNotification].model_validate_json(answer.text).items
        return [(str(item.user_id), item.status) for item in items]

    assert looked_up(email=email.upper()) == [(str(ada), "queued"), (str(ada), "sent")]
    assert looked_up(email=email, status="sent") == [(str(ada), "sent")]
    assert looked_up(status="sent") == [(str(ada), "sent"), (str(other), "sent")]
    assert looked_up(email="nobody@example.com") == []
    for field in ({"status": "lost"}, {"email": "ada"}):
        refused = api.call("GET /api/admin/notifications", as_=api.admin(), query=field)
        assert (refused.status, [error["field"] for error in refused.json["errors"]]) == (422, list(field))


def test_an_administrator_sees_one_message_and_that_is_kept(database: World) -> None:
    me = sales.person()
    bus.deliver(notify_user_registered, UserRegistered(user_id=me))
    bus.drain(mail=Mailbox())
    (listed,) = api.call("GET /api/admin/notifications", as_=api.admin()).json["items"]
    route, path = "GET /api/admin/notifications/{notification_id}", {"notification_id": listed["id"]}

    shown = api.call(route, path=path, as_=api.admin())

    assert (shown.status, shown.json) == (200, listed)
    with database.tx_as("admin") as tx:
        operations = [row["operation"] for row in tx.rows("SELECT operation FROM souk.audit ORDER BY id")]
    assert operations[-1] == "notifications-inspect-notification"
    assert api.call(route, path=path, as_=api.customer(me)).status == 403
    assert api.call(route, path={"notification_id": uuid7()}, as_=api.admin()).code == "notification_not_found"
