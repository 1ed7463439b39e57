"""Every day the ledger is held against providers' reports: what differs is found once, and what is underway waits."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from functions.payments import charge_order
from functions.payments.domain.movements import MovementPage
from functions.payments.domain.provider import OutcomeUnknown, Providers
from functions.payments.domain.providers.sandbox import Sandbox
from functions.payments.reconciliation import begin_reconciliation, reconcile_provider
from functions.payments.reconciliation.domain import reconciling
from functions.payments.reconciliation.domain.model import MismatchView
from souk import Database, resources
from souk.ids import uuid7
from souk.paging import PageOf
from souk.paying import PaymentMethods
from tests.support import api, bus, paying, sales
from tests.support.clock import FixedClock
from tests.support.conditions import at_once
from tests.support.world import World

LIST = "GET /api/payments/reconciliations"
SETTLE = "PUT /api/payments/reconciliations/{mismatch_id}/settlement"


class Silent(Sandbox):
    """Shows its books at the third time it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def list_movements(self, since: datetime, until: datetime, page: str | None) -> MovementPage:
        """Say nothing for a while."""
        self.asked += 1
        if self.asked < 3:
            raise OutcomeUnknown("no answer")
        return super().list_movements(since, until, page)


@pytest.fixture
def charge(database: World) -> UUID:
    """A payment of 4598 pence, of which the sandbox keeps 69."""
    return charged()


def charged() -> UUID:
    order = sales.placed()
    bus.deliver(charge_order, order)
    paid: UUID = paying.transactions(order.order_id)[0]["id"]
    return paid


def begin(day: int) -> None:
    handed = {"clock": FixedClock(datetime.now(UTC) + timedelta(days=day)), "methods": PaymentMethods("sandbox")}
    api.invoke(begin_reconciliation.handler, {}, handed)


def work(*, times: int = 2, **handed: Any) -> None:
    """Do all parts that wait, each as often as it may be delivered."""
    done: set[str] = set()
    while waiting := [part for part in bus.enqueued() if part["id"] not in done]:
        done |= {part["id"] for part in waiting}
        for part in waiting:
            bus.deliver(reconcile_provider, part, times=times, **({"providers": paying.sandbox()} | handed))


def reconcile(*days: int, **handed: Any) -> list[tuple[str, str]]:
    """Let days pass; give what is found by then, and of what."""
    for day in days or (1, 2, 3):
        begin(day)
        work(**handed)
    return [(found["difference"], found["kind"]) for found in reversed(mismatches())]


def mismatches(**query: Any) -> list[dict[str, Any]]:
    answer = api.call(LIST, as_=api.admin(), query=query)
    PageOf[MismatchView].model_validate_json(answer.text)
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def planted(database: World, *statements: str) -> None:
    """Change the sandbox's books behind its back."""
    with database.tx_as("admin") as tx:
        for statement in statements:
            tx.execute(statement)


def test_a_clean_day_finds_nothing(database: World, charge: UUID) -> None:
    assert reconcile() == []


@pytest.mark.parametrize(
    ("books", "found"),
    [
        ("DELETE FROM payments.sandbox_movements", ("missing_there", "charge")),
        ("UPDATE payments.sandbox_movements SET about = uuidv7()", ("missing_here", "charge")),
        ("UPDATE payments.sandbox_movements SET about = 'nobody knows', kind = 'other'", ("missing_here", "other")),
        ("UPDATE payments.sandbox_movements SET amount = 4597", ("another_amount", "charge")),
        ("UPDATE payments.sandbox_movements SET fee = 70", ("another_amount", "charge")),
        ("UPDATE payments.sandbox_movements SET currency = 'EUR'", ("another_currency", "charge")),
        (
            "INSERT INTO payments.sandbox_movements (kind, about, amount, fee, currency)"
            " SELECT kind, about, amount, fee, currency FROM payments.sandbox_movements",
            ("booked_twice", "charge"),
        ),
    ],
)
def test_each_kind_of_mismatch_is_found(
    database: World, charge: UUID, books: str, found: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    planted(database, books)

    differing = reconcile()

    assert found in differing
    assert set(differing) - {found} <= {("missing_there", "charge")}, "what is known by another id is missed as well"
    counted = sum(int(number) for number in re.findall(r'"Mismatches":(\d+)', capsys.readouterr().out))
    assert counted == len(differing)
    assert reconcile(4, 5) == differing


def test_a_mismatch_says_what_either_side_has(database: World, charge: UUID) -> None:
    planted(database, "UPDATE payments.sandbox_movements SET amount = 4597")

    reconcile()

    [found] = mismatches()
    assert found["booked"] == {"amount": {"amount": 4598, "currency": "GBP"}, "fee": {"amount": 69, "currency": "GBP"}}
    assert found["reported"] == {
        "amount": {"amount": 4597, "currency": "GBP"},
        "fee": {"amount": 69, "currency": "GBP"},
    }
    assert found["reference"] == str(charge)
    [paid] = api.made("GET /api/admin/transactions", as_=api.admin())["items"]
    assert found["order_id"] == paid["order_id"]


def test_what_is_underway_is_no_mismatch_until_it_is_a_day_old(database: World, charge: UUID) -> None:
    planted(database, "DELETE FROM payments.sandbox_movements")

    assert reconcile(1) == []
    assert reconcile(2, 3) == [("missing_there", "charge")]


def test_both_sides_of_midnight_are_one_movement(database: World, charge: UUID) -> None:
    planted(database, "UPDATE payments.sandbox_movements SET created_at = created_at - interval '1 day'")

    assert reconcile() == []


def test_what_is_told_late_is_compared_when_it_is_told(database: World, charge: UUID) -> None:
    planted(database, "UPDATE payments.sandbox_movements SET created_at = created_at + interval '90 days'")
    assert reconcile(1, 2) == [("missing_there", "charge")]

    planted(database, "UPDATE payments.sandbox_movements SET created_at = created_at - interval '90 days'")

    assert reconcile(3, 4) == [("missing_there", "charge")], "a person says how it was put right"


def test_days_that_were_left_out_are_caught_up_with(database: World, charge: UUID) -> None:
    reconcile(-3)
    planted(database, "UPDATE payments.sandbox_movements SET amount = 1")

    assert reconcile(20) == [("another_amount", "charge")]


def test_a_run_is_begun_once_a_day(database: World, charge: UUID) -> None:
    begin(2)
    begin(2)

    assert len(bus.enqueued()) == 1


def test_reconciling_beside_itself_finds_everything_once(database: World, charge: UUID) -> None:
    planted(database, "UPDATE payments.sandbox_movements SET amount = 1")
    begin(2)
    [part] = bus.enqueued()
    run = reconcile_provider.handler.spec.work
    assert run is not None
    with database.tx_as("admin") as tx:
        written = tx.value("SELECT work FROM souk.jobs WHERE id = :id::uuid", id=part["job_id"])

    def whole() -> None:
        left: Any = run.open(uuid7(), written)
        mine = database.database("payments")
        with resources.replaced({Database: mine}):
            while left is not None:
                left = reconciling.reconcile(mine, paying.sandbox(), FixedClock(datetime.now(UTC)), left)

    at_once([whole] * 10)

    assert [found["difference"] for found in mismatches()] == ["another_amount"]


def test_a_report_is_read_and_compared_in_parts(database: World, charge: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(6):
        charged()
    planted(database, "UPDATE payments.sandbox_movements SET amount = 1")
    monkeypatch.setattr("functions.payments.domain.providers.sandbox.MOVEMENTS_AT_ONCE", 2)
    monkeypatch.setattr(reconciling, "COMPARED_AT_ONCE", 3)

    assert reconcile() == [("another_amount", "charge")] * 7


def test_a_provider_that_is_silent_is_asked_again(database: World, charge: UUID) -> None:
    planted(database, "DELETE FROM payments.sandbox_movements")
    silent = Silent()

    reconcile(2, times=4, providers=Providers(silent))

    assert silent.asked == 3
    assert len(mismatches()) == 1


def test_a_person_settles_a_mismatch_with_a_note(database: World, charge: UUID) -> None:
    planted(database, "DELETE FROM payments.sandbox_movements")
    reconcile()
    [found] = mismatches(status="open")
    path, note = {"mismatch_id": found["id"]}, "The bank told us why."

    settled = api.call(SETTLE, as_=api.admin(), path=path, body={"note": note, "version": found["version"]})
    again = api.call(SETTLE, as_=api.admin(), path=path, body={"note": "Another.", "version": found["version"]})

    MismatchView.model_validate_json(settled.text)
    assert (settled.json["note"], settled.json["version"]) == (note, 2)
    assert settled.json["settled_at"]
    assert (again.status, again.json["code"], again.json["version"]) == (409, "version_conflict", 2)
    assert mismatches(status="open") == []
    assert [one["note"] for one in mismatches(status="settled")] == [note]


@pytest.mark.parametrize("note", ["", "  ", "x" * 1001])
def test_a_mismatch_is_settled_with_words(database: World, charge: UUID, note: str) -> None:
    planted(database, "DELETE FROM payments.sandbox_movements")
    reconcile()
    [found] = mismatches()

    refused = api.call(SETTLE, as_=api.admin(), path={"mismatch_id": found["id"]}, body={"note": note, "version": 1})

    assert refused.status == 422
    assert mismatches() == [found]


def test_what_nobody_found_is_not_settled(database: World) -> None:
    refused = api.call(SETTLE, as_=api.admin(), path={"mismatch_id": uuid7()}, body={"note": "Why?", "version": 1})

    assert (refused.status, refused.json["code"]) == (404, "mismatch_not_found")
