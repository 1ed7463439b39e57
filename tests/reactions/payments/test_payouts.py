"""A shop is paid what it is owed and what is not held any more: once, however often and wherever it is interrupted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderPaid, OrderShipped
from events.payments import PayoutMade
from functions.payments.domain.provider import OutcomeUnknown, Providers
from functions.payments.domain.providers.sandbox import Sandbox
from functions.payments.ledger import book_refund_request, book_sale, follow_shipment
from functions.payments.ledger.domain import booking
from functions.payments.ledger.domain.chart import JournalKind
from functions.payments.payouts import make_payouts, retry_payouts
from functions.payments.payouts.domain import store
from functions.payments.payouts.domain.model import FoundPayout, Payout, PayoutView
from functions.payments.payouts.domain.transfers import TransferResult
from souk import SellerTransaction
from souk.paging import PageOf
from tests.support import api, books, bus, paying, world
from tests.support.clock import FixedClock
from tests.support.world import World

IN_TIME = timedelta(days=15)


class Silent(Sandbox):
    """Moves money, perhaps, and says nothing for a while."""

    def __init__(self, *, acts: bool) -> None:
        self._acts, self._asked = acts, 0

    def transfer(self, payout: Payout) -> TransferResult:
        """Say nothing the first two times."""
        self._asked += 1
        if self._asked > 2 or self._acts:
            answered = super().transfer(payout)
        if self._asked <= 2:
            raise OutcomeUnknown("no answer")
        return answered


class Refusing(Sandbox):
    """Moves nothing."""

    def transfer(self, payout: Payout) -> TransferResult:
        """Refuse."""
        return TransferResult(accepted=False, reason="account_closed")


@pytest.fixture
def sold(database: World) -> OrderPaid:
    """An order of one shop that was shipped, and whose sale is counted into the checkpoints."""
    _, paid = books.paid(5000)
    [share] = paid.sellers
    shipped = OrderShipped(
        order_id=paid.order_id, customer_id=paid.customer_id, seller_order_id=share.seller_order_id,
        seller_id=share.seller_id, carrier="Post", tracking_number="1", status="shipped", sequence=4,
    )  # fmt: skip
    bus.deliver(book_sale, paid)
    bus.deliver(follow_shipment, shipped)
    books.close()
    return paid


def later(time: timedelta = IN_TIME) -> FixedClock:
    return FixedClock(datetime.now(UTC) + time)


def pay(function: Any = make_payouts, **handed: Any) -> None:
    usual = {"clock": later(), "providers": paying.sandbox()}
    api.invoke(function.handler, {}, usual | handed)


def transfers() -> list[int]:
    """What the provider moved, by its own books."""
    with world.current().tx_as("payments") as tx:
        return [row["amount"] for row in tx.rows("SELECT amount FROM sandbox_transfers ORDER BY id")]


def owed(sold: OrderPaid) -> int:
    balance = api.made("GET /api/seller/balance", as_=api.seller(sold.sellers[0].seller_id))
    return int(balance["items"][0]["total"]["amount"])


def balances() -> dict[str, int]:
    with world.current().tx_as("admin") as tx:
        rows = tx.rows("SELECT account, sum(amount)::bigint AS sum FROM payments.ledger_entries GROUP BY account")
        return {row["account"]: row["sum"] for row in rows if row["sum"]}


def test_what_is_owed_is_paid_out_once(database: World, sold: OrderPaid) -> None:
    earned = 5000 - sold.sellers[0].commission.amount

    pay()
    pay()
    books.close()
    pay()

    assert transfers() == [earned]
    assert owed(sold) == 0
    left = balances()
    assert left["commission"] == earned - 5000
    assert left["cash"] + left["provider_fees"] == 5000 - earned
    assert left.keys() == {"cash", "provider_fees", "commission"}
    [event] = bus.recorded_as(PayoutMade)
    assert (event.seller_id, event.amount.amount) == (sold.sellers[0].seller_id, earned)


def test_what_is_held_is_not_paid_out(sold: OrderPaid) -> None:
    pay(clock=later(timedelta(days=13)))

    assert transfers() == []
    assert owed(sold) > 0


def test_what_the_shop_owes_is_taken_from_what_it_is_paid(sold: OrderPaid) -> None:
    before = owed(sold)
    bus.deliver(book_refund_request, books.refund_requested(sold, 1000, tax=166, commission=100))

    pay()

    assert transfers() == [before - 900]


def test_a_shop_that_owes_more_than_it_is_owed_is_paid_nothing_until_it_sold_as_much(sold: OrderPaid) -> None:
    pay()
    bus.deliver(book_refund_request, books.refund_requested(sold, 1000, tax=166, commission=100))

    pay()

    assert len(transfers()) == 1
    assert owed(sold) == -900


@pytest.mark.parametrize("acts", [True, False])
def test_a_payout_without_an_answer_is_asked_for_again_and_happens_once(sold: OrderPaid, acts: bool) -> None:
    providers, clock = Providers(Silent(acts=acts)), later()

    pay(providers=providers, clock=clock)
    for _ in range(3):
        clock.moment += timedelta(minutes=1)
        pay(providers=providers, clock=clock)
        pay(retry_payouts, providers=providers, clock=clock)

    assert len(transfers()) == len(bus.recorded_as(PayoutMade)) == 1
    assert owed(sold) == 0


def test_a_payout_that_is_refused_is_owed_again(sold: OrderPaid) -> None:
    before = owed(sold)

    pay(providers=Providers(Refusing()))

    assert owed(sold) == before
    assert "payouts_in_transit" not in balances()
    assert bus.recorded_as(PayoutMade) == []
    pay()
    assert transfers() == [before]


def test_what_is_on_its_way_stays_so_while_the_stage_does_not_work_with_its_provider(sold: OrderPaid) -> None:
    pay(providers=Providers())

    assert balances()["payouts_in_transit"] < 0
    assert owed(sold) == 0


def _claim_twice(database: World, seller_id: UUID) -> int:
    """Let one claim while another, who began before, has not; give how many payouts there are then."""
    now = later().now()

    def claim(tx: SellerTransaction) -> None:
        for one in store.available(tx, now):
            payout = store.claim(tx, one, now)
            assert payout is not None
            booking.book_payout(tx, now, JournalKind.PAYOUT, payout.id, seller_id, payout.provider, payout.money)
            tx.execute("UPDATE payouts SET status = 'made' WHERE id = :id", id=payout.id)

    def claim_too() -> None:
        with database.acting_for(seller_id, "payments") as tx:
            for one in store.available(tx, now):
                assert one.amount <= 0 or store.claim(tx, one, now)

    with ThreadPoolExecutor(1) as another:
        with database.acting_for(seller_id, "payments") as first:
            claim(first)
            waiting = another.submit(claim_too)
            database.until_somebody_waits()
        waiting.result()
    with database.tx_as("admin") as tx:
        return int(tx.value("SELECT count(*) FROM payments.payouts"))


def test_whoever_claims_waits_for_another_who_claims_for_the_same_shop(database: World, sold: OrderPaid) -> None:
    assert _claim_twice(database, sold.sellers[0].seller_id) == 1


def test_with_the_lock_off_the_same_money_is_claimed_twice(
    database: World, sold: OrderPaid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOCK_BALANCE", "SELECT :seller_id::uuid")

    assert _claim_twice(database, sold.sellers[0].seller_id) == 2


def test_a_shop_sees_its_payouts_and_an_administrator_everybodys(database: World, sold: OrderPaid) -> None:
    pay()
    keeper, seller_id = api.seller(sold.sellers[0].seller_id), sold.sellers[0].seller_id

    own = api.call("GET /api/seller/payouts", as_=keeper, query={"status": "made"})
    found = api.call("GET /api/admin/payouts", as_=api.admin(), query={"seller": seller_id})

    PageOf[PayoutView].model_validate_json(own.text)
    PageOf[FoundPayout].model_validate_json(found.text)
    [mine], [anybodys] = own.json["items"], found.json["items"]
    assert anybodys == mine | {
        "seller_id": str(seller_id),
        "reference": f"sandbox-{mine['id']}",
        "failure_reason": None,
    }
    assert api.made("GET /api/seller/payouts", as_=api.seller()) == {"items": [], "next_cursor": None}
    assert api.made("GET /api/admin/payouts", as_=api.admin(), query={"status": "failed"})["items"] == []
