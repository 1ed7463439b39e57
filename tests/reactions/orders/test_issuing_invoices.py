"""What is issued of orders that are paid, cancelled and refunded: once, and numbered without gaps."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import permutations
from typing import Any

import pytest
from pg8000.exceptions import DatabaseError

from events.orders import OrderCancelled, OrderPaid, OrderRefundRequested
from functions.orders.invoices.domain import invoice_store
from functions.orders.invoices.domain.model import WriteInvoices
from souk import Database, Event
from souk.ids import uuid7
from tests.support import aftersale, api, bus, invoices, market, world
from tests.support.clock import FixedClock
from tests.support.conditions import at_once
from tests.support.dying import DyingDatabase, Killed
from tests.support.invoices import CREDIT, ISSUE, WRITE
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")


def orders_of(*shops: market.Shop, times: int) -> list[tuple[dict[str, Any], OrderPaid]]:
    """Let customers buy of each of these shops, in one order."""
    variants = [market.put_on_sale(shop, 1000, stock=100) for shop in shops]
    return [invoices.paid(api.customer(), *((one, 1) for one in variants)) for _ in range(times)]


@pytest.fixture
def counted(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """Give what was counted for an alarm since the last time."""

    def since() -> list[str]:
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return [name for line in lines for name in ("OrdersUnknown", "RefundsNotBilled") if line.get(name)]

    return since


def test_each_seller_order_of_a_paid_order_has_one_invoice_however_often_it_is_published() -> None:
    shops = [market.open_shop("One"), market.open_shop("Other")]
    [(order, event)] = orders_of(*shops, times=1)

    assert bus.deliver(ISSUE, event, times=3) == []

    rows = invoices.issued(order)
    assert {str(row["seller_order_id"]) for row in rows} == {sold["id"] for sold in order["sellers"]}
    assert sorted(row["total_amount"] for row in rows) == sorted(sold["total"]["amount"] for sold in order["sellers"])
    assert invoices.numbers() == {shop.seller_id: [1] for shop in shops}
    assert len(bus.enqueued()) == 1


def test_an_invoice_says_who_sold_what_to_whom_with_the_orders_own_figures() -> None:
    shop = market.open_shop("Fold & Kiln")
    legal = market.ADDRESS | {"name": "Fold & Kiln Ltd.", "country": "DE", "postal_code": "56203", "city": "Höhr"}
    seen = {"name": shop.name, "version": api.made("GET /api/sellers/me", as_=shop.keeper)["version"]}
    api.made("PUT /api/sellers/me", as_=shop.keeper, body=seen | {"legal_address": legal, "tax_id": "DE123456789"})
    [(order, event)] = orders_of(shop, times=1)

    bus.deliver(ISSUE, event)

    [row] = invoices.issued(order)
    said, sold = row["document"], order["sellers"][0]
    assert (said.seller.name, said.seller.city, said.seller.tax_id) == ("Fold & Kiln Ltd.", "Höhr", "DE123456789")
    assert (said.buyer.name, said.buyer.postal_code, said.notes) == ("Ada Buyer", "E1 6AN", ())
    assert [(line.title, line.quantity, line.unit_amount) for line in said.lines] == [("Mug", 1, 1000)]
    assert (said.total_amount, said.delivery_amount) == (sold["total"]["amount"], sold["shipping_total"]["amount"])
    [taxed] = said.tax_table
    assert (taxed.rate, taxed.tax_amount, taxed.gross_amount) == (2000, row["tax_amount"], row["total_amount"])
    assert row["tax_amount"] == sold["tax_total"]["amount"]


def test_what_was_issued_stays_as_it_was_when_the_shop_calls_itself_otherwise() -> None:
    shop = market.open_shop("Before")
    [(order, event)] = orders_of(shop, times=1)
    bus.deliver(ISSUE, event)
    before = invoices.issued(order)

    seen = {"name": "After", "version": api.made("GET /api/sellers/me", as_=shop.keeper)["version"]}
    api.made("PUT /api/sellers/me", as_=shop.keeper, body=seen)
    bus.deliver(ISSUE, event)

    assert invoices.issued(order) == before
    assert before[0]["document"].shop_name == before[0]["document"].seller.name == "Before"


@pytest.mark.parametrize("change", ["number = 'mine'", "document = '{}'", "total_amount = 1"])
def test_nobody_rewrites_what_was_issued(database: World, change: str) -> None:
    [(order, event)] = orders_of(market.open_shop(), times=1)
    bus.deliver(ISSUE, event)
    before = invoices.issued(order)

    for role in ("orders", "admin"):
        for statement in (f"UPDATE orders.invoices SET {change}", "DELETE FROM orders.invoices"):
            with (
                pytest.raises(DatabaseError),
                database.tx_as(role) as tx,
            ):
                tx.execute(statement)

    assert invoices.issued(order) == before


def test_what_goes_outside_of_every_tax_area_is_noted_as_an_export() -> None:
    mug = market.put_on_sale(market.open_shop(), 1000)
    address = market.ADDRESS | {"country": "US", "region": "NY", "postal_code": "10001", "city": "New York"}
    order, event = invoices.paid(api.customer(), (mug, 1), shipping_address=address)

    bus.deliver(ISSUE, event)

    [row] = invoices.issued(order)
    assert (row["document"].notes, row["tax_amount"]) == (("export",), 0)


def test_a_series_begins_anew_each_year() -> None:
    first, second, third = orders_of(market.open_shop(), times=3)
    old, new = FixedClock(datetime(2026, 12, 31, 23, 59, tzinfo=UTC)), FixedClock(datetime(2027, 1, 1, tzinfo=UTC))

    for (_, event), clock in ((first, old), (second, new), (third, new)):
        bus.deliver(ISSUE, event, clock=clock)

    assert [row["number"].split("-")[1:] for row in invoices.issued()] == [
        ["2026", "000001"],
        ["2027", "000001"],
        ["2027", "000002"],
    ]


def test_many_orders_at_once_are_numbered_without_gaps_in_each_shops_series() -> None:
    shops = [market.open_shop("One"), market.open_shop("Other")]
    both, alone = orders_of(*shops, times=10), orders_of(shops[0], times=10)
    events = [event for _, event in both + alone]

    failed = at_once(partial(bus.deliver, ISSUE, event) for event in events * 2)
    again = [event for event in events if bus.deliver(ISSUE, event)]

    assert again == []
    assert all(len(one) <= 1 for one in failed)
    assert invoices.numbers() == {shops[0].seller_id: [*range(1, 21)], shops[1].seller_id: [*range(1, 11)]}


def test_a_process_that_is_killed_anywhere_leaves_no_gap(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    paid, given, killed = orders_of(market.open_shop(), times=6), database.resources, 0

    for point, (_, event) in enumerate(paid, 1):
        dying = DyingDatabase(database.database("orders"), point)
        with monkeypatch.context() as patched:
            patched.setattr(database, "resources", lambda service, here=dying: {**given(service), Database: here})
            try:
                bus.deliver(ISSUE, event)
            except Killed:
                killed += 1
    for _, event in reversed(paid):
        assert bus.deliver(ISSUE, event) == []

    assert killed == 3
    assert [*invoices.numbers().values()] == [[1, 2, 3, 4, 5, 6]]


def numbered_around_a_death(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let a process die after it took a number, then issue another invoice and that one; give their numbers."""
    (lost_order, lost), (_, kept) = orders_of(market.open_shop(), times=2)
    issue = invoice_store.issue

    def die(*arguments: Any, **said: Any) -> None:
        issue(*arguments, **said)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(invoice_store, "issue", die)
        with pytest.raises(Killed):
            bus.deliver(ISSUE, lost)
    assert invoices.issued(lost_order) == []
    for event in (kept, lost):
        assert bus.deliver(ISSUE, event) == []
    [taken] = invoices.numbers().values()
    return taken


def test_a_transaction_that_is_rolled_back_after_it_took_a_number_leaves_it_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert numbered_around_a_death(monkeypatch) == [1, 2]


def test_with_a_sequence_in_the_place_of_the_counter_a_process_that_dies_leaves_a_gap(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.tx_as("admin") as tx:
        guarded = tx.value("SELECT pg_get_functiondef('orders.issue'::regproc)")
        counted = guarded[guarded.index("INSERT INTO invoice_counters") : guarded.index("issued.number :=")]
        tx.execute("CREATE SEQUENCE orders.unguarded")
        tx.execute("GRANT USAGE ON SEQUENCE orders.unguarded TO orders_owner")
        tx.execute(guarded.replace(counted, "taken := nextval('unguarded'); "))
    try:
        taken = numbered_around_a_death(monkeypatch)
    finally:
        with database.tx_as("admin") as tx:
            tx.execute(guarded)
            tx.execute("DROP SEQUENCE orders.unguarded")

    assert taken == [2, 3]


def test_an_order_that_was_never_paid_has_no_invoice_when_it_is_cancelled() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    order = market.ordered(customer, (mug, 1))
    event = invoices.cancelled(customer, order)

    assert bus.deliver(ISSUE, event) == []

    assert (invoices.issued(), bus.enqueued()) == ([], [])


@pytest.mark.parametrize("order_of_events", [*permutations((0, 1, 0, 1), 4)][:6])
def test_a_cancelled_order_is_credited_whole_in_whatever_order_its_events_arrive(
    order_of_events: tuple[int, ...],
) -> None:
    customer = api.customer()
    variants = [market.put_on_sale(market.open_shop(name), 1000) for name in ("One", "Other")]
    order, paid = invoices.paid(customer, *((one, 1) for one in variants))
    events: list[Event] = [paid, invoices.cancelled(customer, order)]

    for index in order_of_events:
        assert bus.deliver(ISSUE, events[index]) == []

    rows = invoices.issued(order)
    billed = [row for row in rows if row["kind"] == "invoice"]
    notes = {row["corrects_id"]: row for row in rows if row["kind"] == "credit_note"}
    assert (len(billed), len(rows)) == (2, 4)
    for row in billed:
        note = notes[row["id"]]
        assert (note["total_amount"], note["tax_amount"]) == (row["total_amount"], row["tax_amount"])
        assert (note["document"].corrects.number, note["document"].lines) == (row["number"], row["document"].lines)
        assert row["credited_amount"] == row["total_amount"]
    assert [*invoices.numbers("credit_note").values()] == [[1], [1]]


def test_a_refund_is_credited_once_it_is_done_however_often_and_in_whatever_order_that_is_published() -> None:
    shop = market.open_shop()
    [(order, paid)] = orders_of(shop, times=1)
    refunded = invoices.refunded(shop, order, 600)

    unbilled = bus.deliver(CREDIT, refunded)
    assert bus.deliver(ISSUE, paid) == []
    before = len(invoices.issued(order))
    assert bus.deliver(CREDIT, refunded, times=2) == []
    rest = market.refunded(order, 200, requested_id=refunded.requested_id)
    assert bus.deliver(CREDIT, rest) == []

    assert (len(unbilled), before) == (1, 1)
    invoice, note = invoices.issued(order)
    assert (note["kind"], note["total_amount"], note["refund_id"]) == ("credit_note", 600, refunded.requested_id)
    assert (note["corrects_id"], note["document"].corrects.number) == (invoice["id"], invoice["number"])
    assert note["number"].split("-")[1:] == ["C", "2026", "000001"]
    assert invoice["credited_amount"] == 600


def test_an_order_that_is_cancelled_after_a_part_went_back_is_credited_for_what_is_left() -> None:
    customer, shop = api.customer(), market.open_shop()
    order, paid = invoices.paid(customer, (market.put_on_sale(shop, 1000), 1))
    bus.deliver(ISSUE, paid)
    done, asked = invoices.refunded(shop, order, 600), invoices.refunded(shop, order, 120)
    bus.deliver(CREDIT, done)

    bus.deliver(ISSUE, invoices.cancelled(customer, order), times=2)
    late = bus.deliver(CREDIT, asked)

    invoice, *notes = invoices.issued(order)
    assert late == []
    assert [note["total_amount"] for note in notes] == [600, invoice["total_amount"] - 720, 120]
    assert sum(note["tax_amount"] for note in notes) == invoice["tax_amount"]
    assert invoice["credited_amount"] == invoice["total_amount"]


def test_what_a_provider_refused_to_give_back_is_credited_when_the_order_is_cancelled() -> None:
    customer, shop = api.customer(), market.open_shop()
    order, paid = invoices.paid(customer, (market.put_on_sale(shop, 1000), 1))
    bus.deliver(ISSUE, paid)
    asked = invoices.refunded(shop, order, 600)
    refund = {"id": asked.requested_id, "amount": asked.amount}
    market.deliver_to_orders("free_refused_refund", aftersale.refused(order, refund), times=2)

    bus.deliver(ISSUE, invoices.cancelled(customer, order))

    invoice, note = invoices.issued(order)
    assert note["total_amount"] == invoice["total_amount"] == invoice["credited_amount"]


def test_an_order_whose_last_shop_gave_up_is_credited_once_by_what_goes_back() -> None:
    customer, shop = api.customer(), market.open_shop()
    order, paid = invoices.paid(customer, (market.put_on_sale(shop, 1000), 1))
    bus.deliver(ISSUE, paid)
    assert aftersale.give_up(shop, order).status == 200
    [asked] = bus.recorded_as(OrderRefundRequested)
    refunded = market.refunded(order, asked.amount.amount, reason=asked.reason, requested_id=asked.refund_id)

    bus.deliver(ISSUE, *bus.recorded_as(OrderCancelled))
    before = len(invoices.issued(order))
    bus.deliver(CREDIT, refunded, times=2)

    invoice, note = invoices.issued(order)
    assert (before, note["total_amount"]) == (1, invoice["total_amount"])


def test_more_than_an_invoice_is_not_credited_and_sets_off_an_alarm(
    database: World, counted: Callable[[], list[str]]
) -> None:
    shop = market.open_shop()
    [(order, paid)] = orders_of(shop, times=1)
    bus.deliver(ISSUE, paid)
    refunded = invoices.refunded(shop, order, order["total"]["amount"])
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE orders.refunds SET amount = amount + 1")
    counted()

    assert bus.deliver(CREDIT, refunded) == []

    assert counted() == ["RefundsNotBilled"]
    assert [row["kind"] for row in invoices.issued(order)] == ["invoice"]


@pytest.mark.parametrize("reason", ["order_cancelled", "charged_twice"])
def test_money_that_no_shop_was_asked_for_has_no_credit_note_of_its_own(reason: str) -> None:
    [(order, paid)] = orders_of(market.open_shop(), times=1)
    bus.deliver(ISSUE, paid)

    assert bus.deliver(CREDIT, market.refunded(order, 100, reason=reason)) == []

    assert len(invoices.issued(order)) == 1


def test_an_event_of_an_unknown_order_ends_and_sets_off_an_alarm(counted: Callable[[], list[str]]) -> None:
    [(_, paid)] = orders_of(market.open_shop(), times=1)
    counted()

    assert bus.deliver(ISSUE, paid.model_copy(update={"order_id": uuid7()})) == []

    assert (counted(), invoices.issued()) == (["OrdersUnknown"], [])


def test_a_file_whose_writer_was_killed_anywhere_is_written_by_the_next_run_and_never_again(database: World) -> None:
    killed = 0
    for point in range(1, 20):
        customer = api.customer()
        [(order, event)] = [invoices.paid(customer, (market.put_on_sale(market.open_shop(), 1000), 1))]
        bus.deliver(ISSUE, event)
        [part] = [one for one in bus.enqueued() if one["event"] == WriteInvoices.job]
        dying = DyingDatabase(database.database("orders"), point)
        try:
            bus.deliver(WRITE, part, database=dying)
        except Killed:
            killed += 1
        files = dict(world.current().bucket.files)
        let_leases_run_out(database)
        bus.drain()

        [shown] = invoices.listed(customer, order)
        assert order["number"] in invoices.read(shown["url"])
        assert files.items() <= world.current().bucket.files.items()
        if dying.survived:
            break

    assert killed >= 3


def let_leases_run_out(database: World) -> None:
    """Let whoever had a part of a job be given up."""
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE souk.jobs SET leased_until = '-infinity'")
