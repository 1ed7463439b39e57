"""Administrators see what they did."""

from typing import Any

from functions.ops.domain.model import AuditEntry
from souk import ADMIN, Caller
from souk.paging import PageOf
from tests.support import api
from tests.support.market import category
from tests.support.world import World

ROUTE = "GET /api/admin/audit"


def looked_up(as_: Caller | None = None, **query: Any) -> list[AuditEntry]:
    answer = api.call(ROUTE, as_=as_ or api.admin(), query=query)
    return PageOf[AuditEntry].model_validate_json(answer.text).items


def an_account(database: World, email: str) -> Caller:
    with database.tx_as("auth") as tx:
        user_id = tx.value(
            "INSERT INTO accounts (email, password_hash, role) VALUES (:email, 'x', 'admin') RETURNING id", email=email
        )
    return api.caller(ADMIN, user_id)


def test_a_change_is_listed_with_who_made_it_and_the_row_before_and_after(database: World) -> None:
    ada, home = an_account(database, "ada@example.com"), category("Home")
    path = {"category_id": home}
    api.made("PUT /api/categories/{category_id}", path=path, body={"name": "House", "version": 1}, as_=ada)

    [entry] = looked_up(operation="catalog-update-category")

    assert (entry.actor, entry.actor_email, entry.subject) == (ada.user_id, "ada@example.com", path)
    renamed = [
        (one.relation, one.before["name"], one.after["name"])
        for one in entry.changes
        if one.before and one.after and one.before.get("name") != one.after.get("name")
    ]
    assert renamed == [("catalog.categories", "Home", "House")]


def test_the_trail_is_narrowed_and_goes_back_from_the_latest(database: World) -> None:
    ada, bo = (an_account(database, f"{name}@example.com") for name in ("ada", "bo"))
    for who, name in ((ada, "One"), (bo, "Two"), (ada, "Three")):
        api.made("POST /api/categories", body={"name": name}, as_=who)
    looked_up(bo)

    assert [entry.operation for entry in looked_up(bo, actor="BO@example.com")] == [
        "ops-list-audit",
        "catalog-create-category",
    ]
    assert [entry.actor for entry in looked_up(changes="true")] == [ada.user_id, bo.user_id, ada.user_id]
    assert looked_up(actor="nobody@example.com") == []
    first = api.call(ROUTE, as_=ada, query={"limit": 1, "changes": "true"}).json
    second = api.call(ROUTE, as_=ada, query={"limit": 2, "changes": "true", "cursor": first["next_cursor"]}).json
    made = [
        change["after"].get("name")
        for page in (first, second)
        for entry in page["items"]
        for change in entry["changes"]
        if change["before"] is None
    ]
    assert [name for name in made if name] == ["Three", "Two", "One"]


def test_the_trail_is_for_administrators_alone(database: World) -> None:
    for who, status in ((None, 401), (api.customer(), 403), (api.seller(), 403)):
        assert api.call(ROUTE, as_=who).status == status


def test_a_wish_that_is_none_is_refused_by_name(database: World) -> None:
    for field, value in (("actor", "ada"), ("operation", "DROP TABLE"), ("changes", "perhaps")):
        answer = api.call(ROUTE, as_=api.admin(), query={field: value})

        assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, [field])
