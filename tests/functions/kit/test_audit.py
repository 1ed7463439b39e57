"""What an administrator does is kept, with what it changed, and cannot be changed afterwards."""

import json
from typing import Any

import pytest
from pg8000.exceptions import DatabaseError

from souk.ids import uuid7
from tests.support import api, studio
from tests.support.world import World

LAY_OUT = "POST /api/wares"
PRICE = "PUT /api/wares/{ware_id}"
JUG = {"name": "Jug", "price": 12}


def entries() -> list[dict[str, Any]]:
    found = studio.rows(
        """
        SELECT entry.actor, entry.role, entry.operation, entry.subject, change.relation, change.before, change.after
        FROM souk.audit AS entry
        LEFT JOIN souk.audit_changes AS change ON change.audit_id = entry.id
        ORDER BY entry.id, change.id
        """,
    )
    return [
        row | {name: row[name] and json.loads(row[name]) for name in ("subject", "before", "after")} for row in found
    ]


def test_an_administrators_change_is_kept_with_the_rows_name_before_and_after(workshop: World) -> None:
    administrator, shop = api.admin(), uuid7()
    ware_id = studio.call(LAY_OUT, as_=api.seller(shop), body=JUG).json["id"]

    answer = studio.call(
        PRICE, as_=administrator, path={"ware_id": ware_id}, query={"seller_id": shop}, body={"price": 9}
    )

    assert answer.status == 204
    assert entries()[-1:] == [
        {
            "actor": administrator.user_id,
            "role": "admin",
            "operation": "pottery-price-ware",
            "subject": {"ware_id": ware_id},
            "relation": "pottery.wares",
            "before": {"id": ware_id, "name": "Jug", "price": 12},
            "after": {"id": ware_id, "name": "Jug", "price": 9},
        }
    ]


def test_what_an_administrator_makes_is_kept_whole_and_once(workshop: World) -> None:
    administrator, shop = api.admin(), uuid7()

    made = [studio.call(LAY_OUT, as_=administrator, query={"seller_id": shop}, body=JUG, key="k") for _ in range(2)]

    kept = [entry for entry in entries() if entry["actor"] == administrator.user_id]
    assert [answer.status for answer in made] == [201, 201]
    assert [(entry["before"], entry["after"]) for entry in kept] == [
        (None, {"id": made[0].json["id"], "seller_id": str(shop), **JUG})
    ]


def test_what_a_shop_does_itself_leaves_no_entry(workshop: World) -> None:
    seller = api.seller()

    assert studio.call(LAY_OUT, as_=seller, body=JUG).status == 201

    assert [entry for entry in entries() if entry["actor"] == seller.user_id] == []


def test_what_was_refused_leaves_no_entry(workshop: World) -> None:
    administrator = api.admin()

    answer = studio.call(
        PRICE, as_=administrator, path={"ware_id": uuid7()}, query={"seller_id": uuid7()}, body={"price": 9}
    )

    assert answer.status == 404
    assert [entry for entry in entries() if entry["actor"] == administrator.user_id] == []


@pytest.mark.parametrize("table", ["souk.audit", "souk.audit_changes"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_changes_an_entry(workshop: World, table: str, statement: str) -> None:
    for role in ("admin", "ops", "pottery"):
        with pytest.raises(DatabaseError), workshop.undone(role) as tx:
            tx.execute(statement.format(table))


def test_every_table_of_every_service_is_watched(database: World) -> None:
    with database.tx_as("admin") as tx:
        unwatched = tx.rows(
            """
            SELECT class.oid::regclass::text AS name
            FROM pg_class AS class
            JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
            WHERE class.relkind IN ('r', 'p') AND NOT class.relispartition
                AND namespace.nspname NOT IN ('pg_catalog', 'information_schema', 'souk', 'public')
                AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = class.oid AND tgname = 'note_change')
            """
        )

    assert unwatched == []
