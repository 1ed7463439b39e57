"""Administrators issue gift cards and grant store credit; who holds or has them sees what is left and uses it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from events.payments import GiftCardIssued
from functions.notifications import deliver_email, notify_gift_card_issued
from functions.payments.credit import expire_gift_cards
from functions.payments.ledger import prove_ledger
from souk.identity import Caller
from tests.support import api, books, bus, credit, market, world
from tests.support.clock import FixedClock
from tests.support.post import Mailbox
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
QUOTE = "POST /api/cart/quote"


def quoted(customer: Caller, **wish: Any) -> api.Answer:
    """Ask what the cart costs at home."""
    return api.call(QUOTE, as_=customer, body={"country": "GB"} | wish)


def with_a_cart(customer: Caller, amount: int = 1601) -> Caller:
    """Fill a cart that costs 20.00 with its delivery by itself."""
    market.add(customer, market.put_on_sale(market.open_shop(), amount))
    return customer


def faults(answer: api.Answer) -> list[tuple[str, str]]:
    assert answer.status == 422, answer.text
    return [(error["field"], error["code"]) for error in answer.json["errors"]]


def overdue(code: str) -> None:
    """Let the time of every card be up."""
    with world.current().tx_as("admin") as tx:
        tx.execute("UPDATE payments.credit_accounts SET expires_at = now() - interval '1 second'")


def test_a_code_is_shown_once_has_100_bits_and_is_nowhere_kept(database: World) -> None:
    card = credit.issue(5000)
    code = credit.code_of(card)

    assert card["hint"] is None
    assert len(code.replace("-", "")) == 20
    assert credit.left_on(code) == credit.left_on(code.lower().replace("-", " ").replace("0", "o")) == 5000
    listed = api.made("GET /api/admin/gift-cards", as_=api.admin(), query={"hint": code[-4:].lower()})["items"]
    assert [one["hint"] for one in listed] == [code[-4:]]
    with database.tx_as("admin") as tx:
        for table in ("payments.credit_accounts", "souk.audit_changes", "souk.idempotency", "souk.outbox"):
            assert not tx.value(
                f"SELECT count(*) FROM {table} AS row WHERE row::text LIKE '%' || :code || '%'", code=code
            )


def test_another_code_makes_the_one_before_worthless() -> None:
    card = credit.issue(5000)
    first = credit.code_of(card)

    second = credit.code_of(card)

    assert (credit.left_on(first), credit.left_on(second)) == (0, 5000)


def test_a_card_with_an_address_is_mailed_with_its_code_once() -> None:
    credit.issue(2500, email="ada@example.com", locale="de")
    [issued] = bus.recorded_as(GiftCardIssued)
    mail = Mailbox()

    bus.deliver(notify_gift_card_issued, issued, times=3)
    bus.deliver(deliver_email, *bus.recorded("notification.email"), mail=mail, times=2)

    [(address, letter)] = mail.letters
    assert (address, letter.subject) == ("ada@example.com", "Ein Gutschein für dich, über 25,00\N{NO-BREAK SPACE}£")
    code = next(word for word in letter.text.split() if word.count("-") == 4 and len(word) == 24)
    assert code in letter.html
    assert credit.left_on(code) == 2500
    assert "ada" not in issued.model_dump_json()


def test_one_without_an_address_is_not_mailed() -> None:
    credit.issue(2500)

    bus.deliver(notify_gift_card_issued, *bus.recorded_as(GiftCardIssued))

    assert bus.recorded("notification.email") == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"amount": credit.gbp(0)}, "amount.amount"),
        ({"amount": credit.gbp(-5)}, "amount.amount"),
        ({"amount": {"amount": 5, "currency": "XXX"}}, "amount.currency"),
        ({"amount": credit.gbp(5), "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"amount": credit.gbp(5), "email": "nobody"}, "email"),
    ],
)
def test_what_cannot_be_issued_names_its_field_and_issues_nothing(body: dict[str, Any], field: str) -> None:
    answer = api.call("POST /api/admin/gift-cards", as_=api.admin(), body=body)

    assert [one[0] for one in faults(answer)] == [field]
    assert credit.movements() == []


def test_store_credit_is_granted_to_those_who_have_an_account_and_they_see_why() -> None:
    customer = credit.member()

    credit.grant(customer.user_id, 700, "For the late parcel")
    credit.grant(customer.user_id, 50, "And the wait")

    assert credit.store_credit(customer) == 750
    seen = api.made("GET /api/payments/store-credit/movements", as_=customer)["items"]
    assert [(one["kind"], one["amount"]["amount"], one["balance"]["amount"], one["note"]) for one in seen] == [
        ("granted", 50, 750, "And the wait"),
        ("granted", 700, 700, "For the late parcel"),
    ]
    assert api.made("GET /api/payments/store-credit", as_=credit.member())["items"] == []
    assert credit.liability() == {"store_credit": -750, "goodwill": 750}


def test_nobody_without_an_account_is_granted_any() -> None:
    body = {"customer_id": str(api.guest().user_id), "amount": credit.gbp(5), "note": "Why"}

    answer = api.call("POST /api/admin/store-credit", as_=api.admin(), body=body)

    assert faults(answer) == [("customer_id", "unknown_customer")]
    assert credit.movements() == []


def test_a_quote_shows_what_is_used_and_what_remains() -> None:
    customer = with_a_cart(credit.member(900))
    first, second = credit.card(500), credit.card(5000)

    partly = quoted(customer, gift_cards=[first], store_credit=True).json
    wholly = quoted(customer, gift_cards=[first, second], store_credit=True).json

    assert [(one["kind"], one["balance"]["amount"], one["amount"]["amount"]) for one in partly["credit"]] == [
        ("gift_card", 500, 500),
        ("store_credit", 900, 900),
    ]
    assert (partly["total"], partly["to_pay"]) == (credit.gbp(2000), credit.gbp(600))
    assert [one["amount"]["amount"] for one in wholly["credit"]] == [500, 1500, 0]
    assert wholly["to_pay"] == credit.gbp(0)
    assert quoted(customer).json["to_pay"] == credit.gbp(2000)
    assert credit.left_on(first) == 500


def test_a_wrong_code_is_as_unknown_as_one_that_is_used_up_over_or_ended() -> None:
    customer = with_a_cart(api.customer())
    ended, spent = credit.issue(500), credit.card(2000)
    code_of_ended = credit.code_of(ended)
    api.made("PUT /api/admin/gift-cards/{card_id}/end", as_=api.admin(), path={"card_id": ended["id"]})
    market.ordered(api.customer(), (market.put_on_sale(market.open_shop(), 1601), 1), gift_cards=[spent])
    codes = ["AAAA-BBBB-CCCC-DDDD-EEEE", "?", code_of_ended, spent]

    answers = [quoted(customer, gift_cards=[code]) for code in codes]
    checks = [credit.check(code) for code in codes]

    assert {tuple(faults(answer)) for answer in answers} == {(("gift_cards.0", "gift_card_without_balance"),)}
    assert {(check.status, check.code, check.json["detail"]) for check in checks} == {
        (404, "gift_card_not_found", checks[0].json["detail"])
    }


@pytest.mark.parametrize("way", ["quoted", "placed"])
def test_what_does_not_fit_names_its_field_and_takes_nothing(way: str) -> None:
    customer, code, dollars = with_a_cart(api.guest()), credit.card(500), credit.card(500, "USD")

    def asked(**wish: Any) -> list[tuple[str, str]]:
        if way == "quoted":
            return faults(quoted(customer, **wish))
        return faults(market.place(customer, email="ada@example.com", **wish))

    assert asked(gift_cards=[code, dollars]) == [("gift_cards.1", "gift_card_in_other_currency")]
    assert asked(gift_cards=[code, code.lower()]) == [("gift_cards.1", "gift_card_twice")]
    assert asked(gift_cards=[code, "wrong"]) == [("gift_cards.1", "gift_card_without_balance")]
    assert asked(store_credit=True) == [("store_credit", "store_credit_of_account")]
    assert asked(gift_cards=[code] * 6)[0][0] == "gift_cards"
    assert credit.left_on(code) == 500
    assert market.cart(customer)["quantity"] == 1


def test_the_rest_needs_a_method_and_is_the_one_that_was_agreed_to() -> None:
    customer, code = with_a_cart(api.customer()), credit.card(500)

    unpaid = market.place(customer, gift_cards=[code], payment_method=None)
    changed = market.place(customer, gift_cards=[code], expected_to_pay=credit.gbp(1499))

    assert faults(unpaid) == [("payment_method", "method_missing")]
    assert (changed.status, changed.code) == (409, "price_changed")
    assert [error["field"] for error in changed.json["errors"]] == ["expected_to_pay"]
    assert credit.left_on(code) == 500


def test_what_expires_or_is_ended_lapses_once_and_is_booked() -> None:
    credit.issue(300), credit.issue(200)
    ended = credit.issue(70)
    for _ in range(2):
        api.made("PUT /api/admin/gift-cards/{card_id}/end", as_=api.admin(), path={"card_id": ended["id"]})
    overdue("all")

    for _ in range(2):
        api.invoke(expire_gift_cards.handler, {})

    assert sorted(credit.movements()) == [
        ("ended", -70), ("expired", -300), ("expired", -200), ("issued", 70), ("issued", 200), ("issued", 300),
    ]  # fmt: skip
    assert credit.liability() == {"goodwill": 570, "breakage": -570}
    assert books.proof()["differences"] == 0
    refused = api.call("POST /api/admin/gift-cards/{card_id}/code", as_=api.admin(), path={"card_id": ended["id"]})
    assert (refused.status, refused.code) == (409, "gift_card_over")


def test_what_comes_back_to_a_card_that_expired_meanwhile_can_be_spent_for_a_month() -> None:
    customer, code = with_a_cart(api.customer()), credit.card(500, expires_at="2099-01-01T00:00:00Z")
    order = market.place(customer, gift_cards=[code]).json
    overdue(code)

    api.made("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})

    answer = credit.check(code).json
    until = datetime.fromisoformat(answer["expires_at"])
    assert answer["balance"] == credit.gbp(500)
    assert timedelta(days=29) < until - datetime.now(UTC) < timedelta(days=31)


def test_guessing_codes_is_limited() -> None:
    guest = with_a_cart(api.guest())

    statuses = [quoted(guest, gift_cards=["wrong"]).status for _ in range(61)]

    assert statuses[:60] == [422] * 60
    assert statuses[60] == 429
    assert quoted(guest).status == 200


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payments.credit_accounts SET balance = balance + 1",
        "UPDATE payments.credit_movements SET amount = amount + 1",
        "DELETE FROM payments.credit_movements",
        "UPDATE payments.ledger_entries SET amount = amount + sign(amount)",
        "DELETE FROM payments.ledger_entries; DELETE FROM payments.ledger_journals",
    ],
)
def test_the_proof_finds_a_cent_that_nobody_moved(database: World, change: str) -> None:
    credit.issue(500)
    assert books.proof()["differences"] == 0
    with database.tx_as("admin") as tx:
        tx.execute("SET LOCAL session_replication_role = replica")
        for statement in change.split("; "):
            tx.execute(statement)

    later = FixedClock(datetime.now(UTC) + timedelta(hours=1))

    assert api.invoke(prove_ledger.handler, {}, {"clock": later})["differences"] >= 1


def test_nothing_but_a_movement_changes_a_balance(database: World) -> None:
    credit.issue(500)

    for statement in (
        "UPDATE credit_accounts SET balance = balance + 1",
        "INSERT INTO credit_payments SELECT uuidv7(), id, 1, 0, currency FROM credit_accounts",
        "DELETE FROM credit_movements",
    ):
        with pytest.raises(Exception, match="permission denied"), database.tx_as("payments") as tx:
            tx.execute(statement)
