"""Tables that grow: partitions are there before they are needed, and go when their time is over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pg8000.exceptions import DatabaseError

from souk.database import Transaction
from tests.support.world import World

NOW = datetime.now(UTC)
REGISTERED = """
SELECT nspname || '.' || relname AS name, step::text, keep::text
FROM souk.retention
JOIN pg_class AS class ON class.oid = retention.id
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
"""
UNKEPT = """
SELECT partrelid::regclass::text
FROM pg_partitioned_table
WHERE partrelid NOT IN (SELECT id FROM souk.retention)
"""
RETAINED = {
    "catalog.product_import_errors": ("1 mon", "1 year"),
    "catalog.product_import_rows": ("1 mon", "1 mon"),
    "catalog.product_imports": ("1 mon", "1 year"),
    "notifications.notification_logs": ("1 mon", "1 year 1 mon"),
    "souk.inbox": ("1 mon", "45 days"),
    "souk.idempotency": (None, "7 days"),
    "souk.jobs": ("1 mon", "1 year"),
    "inventory.stock_movements": ("1 mon", None),
    "orders.order_claims": (None, "1 day"),
    "orders.order_events": ("1 mon", None),
    "payments.ledger_entries": ("1 mon", None),
    "payments.payment_events": ("1 mon", None),
    "payments.provider_entries": (None, "400 days"),
    "payments.webhooks": (None, "90 days"),
    "souk.audit": ("1 year", None),
    "souk.audit_changes": ("1 year", None),
}
"""The length of a partition, and how long a row stays at least; for ever where none is said."""

PARTITIONED = """
CREATE TABLE pottery.shards (id uuid PRIMARY KEY, name text) PARTITION BY RANGE (id);
ALTER TABLE pottery.shards OWNER TO pottery_owner;
SET LOCAL ROLE pottery_owner;
SET LOCAL search_path = pottery;
SELECT souk.partition('shards', '1 month', keep => '45 days');
RESET ROLE;
"""
WHERE = "SELECT relname FROM pottery.shards AS shard JOIN pg_class ON pg_class.oid = shard.tableoid WHERE name = :name"


@pytest.fixture
def shards(workshop: World) -> Iterator[Transaction]:
    """A transaction in which there is a partitioned table, rolled back at the end."""
    with workshop.undone("admin") as tx:
        for statement in filter(str.strip, PARTITIONED.split(";")):
            tx.execute(statement)
        yield tx


def break_one(tx: Transaction, name: str, moment: datetime) -> None:
    tx.execute("INSERT INTO pottery.shards SELECT souk.first_id(:moment), :name", moment=moment, name=name)


def partition_of(tx: Transaction, name: str) -> str | None:
    found: str | None = tx.value(WHERE, name=name)
    return found


def keep(tx: Transaction, moment: datetime = NOW) -> list[str]:
    return list(tx.value("SELECT souk.keep_partitions(:moment)", moment=moment))


def test_what_is_kept_how_long_is_this(database: World) -> None:
    with database.tx_as("admin") as tx:
        assert {row["name"]: (row["step"], row["keep"]) for row in tx.rows(REGISTERED)} == RETAINED


def test_every_partitioned_table_is_kept(database: World) -> None:
    with database.tx_as("admin") as tx:
        assert tx.rows(UNKEPT) == []


def test_the_first_id_of_a_moment_stands_before_every_other_of_it(database: World) -> None:
    with database.tx_as("admin") as tx:
        first = tx.value("SELECT souk.first_id('2026-11-01T00:00:00.001Z')")
        row = tx.row(
            "SELECT uuidv7() >= souk.first_id(now()) AS after, uuidv7() < souk.first_id('9999-01-01') AS before"
        )

    assert first == UUID("01a19467-e801-0000-0000-000000000000")
    assert row == {"after": True, "before": True}


def test_a_row_of_today_and_of_the_next_ninety_days_has_its_partition(shards: Transaction) -> None:
    for days in (-28, 0, 30, 60, 90):
        break_one(shards, str(days), NOW + timedelta(days=days))

        assert partition_of(shards, str(days)) == f"shards_{NOW + timedelta(days=days):%Y_%m}_01"


def test_keeping_again_changes_nothing(shards: Transaction) -> None:
    assert keep(shards) == []


def test_a_row_that_no_partition_fits_is_kept_and_moves_to_its_own_when_that_is_made(shards: Transaction) -> None:
    later = NOW + timedelta(days=200)
    break_one(shards, "later", later)
    assert partition_of(shards, "later") == "shards_default"

    made = keep(shards, later)

    assert f"made pottery.shards_{later:%Y_%m}_01" in made
    assert partition_of(shards, "later") == f"shards_{later:%Y_%m}_01"


def test_a_partition_goes_when_all_of_it_is_past_its_time_and_no_day_earlier(shards: Transaction) -> None:
    month = NOW.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    end = (month + timedelta(days=32)).replace(day=1)
    break_one(shards, "first", month)
    break_one(shards, "last", end - timedelta(milliseconds=1))

    early = keep(shards, end + timedelta(days=45) - timedelta(seconds=1))
    kept = partition_of(shards, "last")
    late = keep(shards, end + timedelta(days=45))

    assert [one for one in early if one.startswith("dropped") and f"{month:%Y_%m}" in one] == []
    assert kept == f"shards_{month:%Y_%m}_01"
    assert f"dropped pottery.shards_{month:%Y_%m}_01" in late
    assert shards.value("SELECT count(*) FROM pottery.shards") == 0


def test_old_rows_that_no_partition_fits_are_forgotten_too(shards: Transaction) -> None:
    break_one(shards, "44 days", NOW - timedelta(days=44))
    break_one(shards, "years", NOW - timedelta(days=800))

    keep(shards)

    assert shards.rows("SELECT name FROM pottery.shards") == [{"name": "44 days"}]


def test_partitions_belong_to_the_tables_owner_and_are_closed_to_everybody_else(shards: Transaction) -> None:
    shards.execute("SET LOCAL ROLE pottery_owner")
    shards.execute("ALTER TABLE pottery.shards ADD COLUMN glaze text")
    shards.execute("RESET ROLE")

    assert not shards.value(
        "SELECT bool_or(has_table_privilege('pottery', inhrelid, 'SELECT, INSERT, UPDATE, DELETE')) "
        "FROM pg_inherits WHERE inhparent = 'pottery.shards'::regclass"
    )


def test_a_table_that_is_not_partitioned_by_an_id_is_refused(workshop: World) -> None:
    with workshop.undone("admin") as tx, pytest.raises(DatabaseError, match="query returned no rows"):
        tx.execute("SELECT souk.partition('pottery.pots', '1 month')")
