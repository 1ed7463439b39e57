"""The PayPal that tests talk to behaves as its public description says."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import urllib3
from urllib3 import encode_multipart_formdata

from tests.support.conditions import at_once
from tests.support.described import FOLDER, needs_descriptions
from tests.support.paypal import Fault, Funding, PayPal, contract, disputes

WHOLE = {"Prefer": "return=representation"}
ORDERS = "/v2/checkout/orders"


@dataclass
class Shop:
    """Who asks PayPal."""

    paypal: PayPal
    http: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))
    token: str = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Ask; give the status and what was said."""
        if not self.token:
            credentials = base64.b64encode(f"{self.paypal.client_id}:{self.paypal.client_secret}".encode()).decode()
            answer = self.http.request(
                "POST",
                f"{self.paypal.url}/v1/oauth2/token",
                body="grant_type=client_credentials",
                headers={"Authorization": f"Basic {credentials}"},
            )
            self.token = answer.json()["access_token"]
        answer = self.http.request(
            method,
            self.paypal.url + path,
            body=body if body is None or isinstance(body, bytes) else json.dumps(body),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers},
        )
        return answer.status, json.loads(answer.data) if answer.data else None

    def created(self, value: str = "19.99", currency: str = "GBP", intent: str = "CAPTURE", **unit: Any) -> Any:
        """Create an order to be paid by redirect."""
        context = {"return_url": "https://souk.test/back", "cancel_url": "https://souk.test/cancelled"}
        status, order = self.ask(
            "POST",
            ORDERS,
            {
                "intent": intent,
                "purchase_units": [
                    {"amount": {"currency_code": currency, "value": value}, "custom_id": "ours", **unit}
                ],
                "payment_source": {"paypal": {"experience_context": context}},
            },
            **{"PayPal-Request-Id": "a-key", **WHOLE},
        )
        return order if status in (200, 201) else (status, issue(order))

    def approved(self, funding: Funding = Funding.GOOD, **order: Any) -> str:
        """Create an order and have its buyer agree."""
        self.paypal.forget_keys()
        order_id = str(self.created(**order)["id"])
        self.paypal.books.approve(order_id, funding)
        return order_id

    def captured(self, **order: Any) -> Any:
        """Give a capture."""
        status, shown = self.ask("POST", f"{ORDERS}/{self.approved(**order)}/capture", {}, **WHOLE)
        assert status == 201
        return shown["purchase_units"][0]["payments"]["captures"][0]


def issue(document: Any) -> str:
    return str(document["details"][0]["issue"])


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Where there are descriptions, everything that is asked and answered is held against them."""
    with PayPal() as paypal:
        yield Shop(paypal)
        assert not FOLDER or contract.faults(paypal) == []


def test_a_buyer_agrees_on_its_page_and_comes_back(shop: Shop) -> None:
    order = shop.created()
    (page,) = (one["href"] for one in order["links"] if one["rel"] == "payer-action")

    shown = shop.http.request("GET", page)
    back = shop.http.request("POST", page, body="choice=good", redirect=False)
    cancelled = shop.http.request("POST", page, body="choice=cancel", redirect=False)

    assert order["status"] == "PAYER_ACTION_REQUIRED"
    assert b"Pay 19.99 GBP" in shown.data
    assert back.headers["Location"] == f"https://souk.test/back?token={order['id']}&PayerID=QYR5Z8XDVJNXQ"
    assert cancelled.headers["Location"] == f"https://souk.test/cancelled?token={order['id']}"
    assert shop.ask("GET", f"{ORDERS}/{order['id']}")[1]["status"] == "APPROVED"
    assert shop.paypal.last_event("CHECKOUT.ORDER.APPROVED")["resource"]["id"] == order["id"]


def test_an_order_is_captured_once_it_is_approved_and_only_once(shop: Shop) -> None:
    order = shop.created()
    capture = f"{ORDERS}/{order['id']}/capture"

    too_early = shop.ask("POST", capture, {})
    shop.paypal.books.approve(order["id"])
    first = shop.ask("POST", capture, {}, **{"PayPal-Request-Id": "b-key"})
    same = shop.ask("POST", capture, {}, **{"PayPal-Request-Id": "b-key"})
    again = shop.ask("POST", capture, {}, **{"PayPal-Request-Id": "c-key"})

    assert (too_early[0], issue(too_early[1])) == (422, "ORDER_NOT_APPROVED")
    assert (first[0], first[1]["status"]) == (201, "COMPLETED")
    assert same == (200, first[1])
    assert (again[0], issue(again[1])) == (422, "ORDER_ALREADY_CAPTURED")
    assert len(shop.paypal.books.order(order["id"]).captures) == 1


def test_one_key_is_one_order_until_it_is_forgotten(shop: Shop) -> None:
    first, same = shop.created(), shop.created()
    shop.paypal.forget_keys()

    assert same["id"] == first["id"]
    assert shop.created()["id"] != first["id"]


@pytest.mark.parametrize(
    ("value", "currency", "refusal"),
    [
        ("0.00", "GBP", "CANNOT_BE_ZERO_OR_NEGATIVE"),
        ("19.999", "GBP", "DECIMAL_PRECISION"),
        ("1999.00", "JPY", "DECIMAL_PRECISION"),
        ("19.99", "KWD", "INVALID_CURRENCY_CODE"),
    ],
)
def test_an_amount_it_cannot_take_is_refused(shop: Shop, value: str, currency: str, refusal: str) -> None:
    assert shop.created(value, currency) == (422, refusal)


def test_a_wallet_that_is_declined_pays_nothing(shop: Shop) -> None:
    declined = shop.ask("POST", f"{ORDERS}/{shop.approved(Funding.DECLINED)}/capture", {})
    lacks = shop.ask("POST", f"{ORDERS}/{shop.approved(Funding.LACKS)}/capture", {}, **WHOLE)[1]

    assert (declined[0], issue(declined[1])) == (422, "INSTRUMENT_DECLINED")
    (capture,) = lacks["purchase_units"][0]["payments"]["captures"]
    assert (capture["status"], capture["processor_response"]["response_code"]) == ("DECLINED", "5120")


def test_refunds_end_with_what_was_captured(shop: Shop) -> None:
    capture = shop.captured()
    refund = f"/v2/payments/captures/{capture['id']}/refund"
    part, foreign = ({"amount": {"currency_code": code, "value": "15.00"}} for code in ("GBP", "EUR"))

    first = shop.ask("POST", refund, part | {"custom_id": "refund-1"}, **{"PayPal-Request-Id": "r-1"})
    same = shop.ask("POST", refund, part, **{"PayPal-Request-Id": "r-1"})
    too_much, other = shop.ask("POST", refund, part), shop.ask("POST", refund, foreign)
    rest = shop.ask("POST", refund, {})
    nothing_left = shop.ask("POST", refund, {})

    assert (first[0], same) == (201, first)
    assert [issue(one[1]) for one in (too_much, other)] == [
        "REFUND_AMOUNT_EXCEEDED",
        "REFUND_CAPTURE_CURRENCY_MISMATCH",
    ]
    assert rest[1]["amount"] == {"currency_code": "GBP", "value": "4.99"}
    assert issue(nothing_left[1]) == "CAPTURE_FULLY_REFUNDED"
    assert shop.ask("GET", f"/v2/payments/captures/{capture['id']}")[1]["status"] == "REFUNDED"
    assert shop.ask("GET", f"/v2/payments/refunds/{first[1]['id']}")[1]["custom_id"] == "refund-1"


def test_of_many_refunds_at_once_no_more_is_given_than_was_captured(shop: Shop) -> None:
    refund = f"/v2/payments/captures/{shop.captured()['id']}/refund"
    ten = {"amount": {"currency_code": "GBP", "value": "10.00"}}

    answers = at_once([lambda: shop.ask("POST", refund, ten)] * 8)

    assert sorted(status for status, _ in answers) == [201, *[422] * 7]


def test_what_was_authorised_is_captured_or_voided(shop: Shop) -> None:
    ids = []
    for _ in range(2):
        done = shop.ask("POST", f"{ORDERS}/{shop.approved(intent='AUTHORIZE')}/authorize", {}, **WHOLE)[1]
        ids.append(done["purchase_units"][0]["payments"]["authorizations"][0]["id"])
    taken, let_go = (f"/v2/payments/authorizations/{one}" for one in ids)

    captured = shop.ask("POST", f"{taken}/capture", {"final_capture": True})
    answers = [
        shop.ask("POST", f"{taken}/capture", {}),
        shop.ask("POST", f"{taken}/void"),
        shop.ask("POST", f"{let_go}/void"),
        shop.ask("POST", f"{let_go}/void"),
        shop.ask("POST", f"{let_go}/capture", {}),
    ]

    assert captured[1]["status"] == "COMPLETED"
    assert [(status, answer and issue(answer)) for status, answer in answers] == [
        (422, "AUTHORIZATION_ALREADY_CAPTURED"),
        (422, "PREVIOUSLY_CAPTURED"),
        (204, None),
        (422, "PREVIOUSLY_VOIDED"),
        (422, "AUTHORIZATION_VOIDED"),
    ]
    assert [shop.ask("GET", one)[1]["status"] for one in (taken, let_go)] == ["CAPTURED", "VOIDED"]


@pytest.mark.parametrize(
    ("fault", "status", "acted"),
    [
        (Fault.INTERNAL, 500, False),
        (Fault.INTERNAL_AFTER, 500, True),
        (Fault.BUSY, 429, False),
        (Fault.PAGE, 502, False),
    ],
)
def test_an_answer_goes_wrong_when_a_test_says_so(shop: Shop, fault: Fault, status: int, acted: bool) -> None:
    order_id = shop.approved()
    shop.paypal.fail("POST .*/capture", fault)

    answer = shop.http.request(
        "POST",
        f"{shop.paypal.url}{ORDERS}/{order_id}/capture",
        headers={"Authorization": f"Bearer {shop.token}"},
        body="{}",
    )

    assert answer.status == status
    assert bool(shop.paypal.books.order(order_id).captures) == acted


@pytest.mark.parametrize(("fault", "acted"), [(Fault.SILENT, False), (Fault.SILENT_AFTER, True)])
def test_silence_tells_nothing_of_what_was_done(shop: Shop, fault: Fault, acted: bool) -> None:
    order_id = shop.approved()
    shop.paypal.fail("POST .*/capture", fault)

    with pytest.raises(urllib3.exceptions.ProtocolError):
        shop.ask("POST", f"{ORDERS}/{order_id}/capture", {})

    assert bool(shop.paypal.books.order(order_id).captures) == acted


def test_strangers_and_old_tokens_are_refused(shop: Shop) -> None:
    shop.created()
    shop.paypal.forget_tokens()
    stranger = shop.http.request(
        "POST", f"{shop.paypal.url}/v1/oauth2/token", body="grant_type=client_credentials", headers={}
    )

    status, answer = shop.ask("GET", f"{ORDERS}/0")

    assert (status, answer["name"], stranger.status) == (401, "AUTHENTICATION_FAILURE", 401)


def test_a_notice_is_verified_letter_for_letter(shop: Shop) -> None:
    shop.captured()
    headers, body = shop.paypal.notice(shop.paypal.last_event("PAYMENT.CAPTURE.COMPLETED"))
    names = ("transmission_id", "transmission_time", "transmission_sig", "cert_url", "auth_algo")
    asked = {name: headers[f"paypal-{name.replace('_', '-')}"] for name in names}
    asked["webhook_id"] = shop.paypal.webhook_id
    event = json.loads(body)

    genuine = shop.ask("POST", "/v1/notifications/verify-webhook-signature", asked | {"webhook_event": event})
    forged = shop.ask(
        "POST", "/v1/notifications/verify-webhook-signature", asked | {"webhook_event": event | {"id": "WH-0"}}
    )

    assert [one[1]["verification_status"] for one in (genuine, forged)] == ["SUCCESS", "FAILURE"]


def test_a_report_lists_what_was_moved(shop: Shop) -> None:
    capture = shop.captured()
    shop.ask("POST", f"/v2/payments/captures/{capture['id']}/refund", {})
    window = "start_date=2026-01-01T00:00:00Z&end_date=2099-01-01T00:00:00Z&fields=transaction_info"

    report = shop.ask("GET", f"/v1/reporting/transactions?{window}&page_size=1&page=2")[1]
    whole = shop.ask("GET", f"/v1/reporting/transactions?{window}")[1]

    assert (report["total_items"], report["total_pages"], len(report["transaction_details"])) == (2, 2, 1)
    assert [one["transaction_info"]["transaction_amount"]["value"] for one in whole["transaction_details"]] == [
        "19.99",
        "-19.99",
    ]


def test_a_dispute_is_answered_and_decided(shop: Shop) -> None:
    first, second = (disputes.open_dispute(shop.paypal.books, shop.captured()["id"])["dispute_id"] for _ in range(2))
    path = "/v1/customer/disputes"

    evidence = json.dumps({"evidences": [{"evidence_type": "PROOF_OF_FULFILLMENT"}]})
    form, kind = encode_multipart_formdata({"input": (None, evidence, "application/json")})  # type: ignore[dict-item]
    shop.ask("POST", f"{path}/{first}/provide-evidence", form, **{"Content-Type": kind})
    under_review = shop.ask("GET", f"{path}/{first}")[1]
    shop.ask("POST", f"{path}/{second}/accept-claim", {"note": "It was lost."})
    listed = shop.ask("GET", path)[1]["items"]

    assert under_review["status"] == "UNDER_REVIEW"
    assert {one["dispute_id"]: one["status"] for one in listed} == {first: "UNDER_REVIEW", second: "RESOLVED"}
    accepted = shop.paypal.last_event("CUSTOMER.DISPUTE.RESOLVED")["resource"]
    assert accepted["dispute_outcome"]["outcome_code"] == "ACCEPTED"


def test_wallets_are_kept_and_money_is_sent(shop: Shop) -> None:
    wallet = {"payment_source": {"paypal": {"usage_type": "MERCHANT"}}}
    setup = shop.ask("POST", "/v3/vault/setup-tokens", wallet)[1]
    kept = shop.ask(
        "POST",
        "/v3/vault/payment-tokens",
        {"payment_source": {"token": {"id": setup["id"], "type": "BILLING_AGREEMENT"}}},
    )[1]
    listed = shop.ask("GET", "/v3/vault/payment-tokens?customer_id=customer_1")[1]["payment_tokens"]
    gone = shop.ask("DELETE", f"/v3/vault/payment-tokens/{kept['id']}")
    batch = {
        "sender_batch_header": {"sender_batch_id": "monday"},
        "items": [{"receiver": "shop@example.com", "amount": {"currency": "GBP", "value": "9.50"}}],
    }
    sent, twice = shop.ask("POST", "/v1/payments/payouts", batch), shop.ask("POST", "/v1/payments/payouts", batch)
    shown = shop.ask("GET", f"/v1/payments/payouts/{sent[1]['batch_header']['payout_batch_id']}")[1]
    item = shop.ask("GET", f"/v1/payments/payouts-item/{shown['items'][0]['payout_item_id']}")[1]

    assert [one["id"] for one in listed] == [kept["id"]]
    assert (gone[0], shop.ask("GET", f"/v3/vault/payment-tokens/{kept['id']}")[0]) == (204, 404)
    assert (sent[0], twice[0], item["transaction_status"]) == (201, 400, "SUCCESS")


@needs_descriptions
def test_what_the_description_does_not_name_is_found(shop: Shop) -> None:
    capture = shop.captured()
    shop.paypal.books.capture(capture["id"])[1].update(colour="blue", status="PAINTED")

    shop.ask("GET", f"/v2/payments/captures/{capture['id']}")
    found = contract.faults(shop.paypal)
    shop.paypal.asked.clear()

    assert len(found) == 2
    assert any("$.colour has no such name" in one for one in found)
    assert any("$.status is none of" in one for one in found)
