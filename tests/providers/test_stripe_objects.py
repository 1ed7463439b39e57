"""What the contract server sends has the shape that Stripe's own library and its published examples have."""

import gzip
import json
import os
from pathlib import Path
from typing import Any, ForwardRef, Literal, Union, get_args, get_origin

import pytest
import stripe
from stripe import StripeClient, StripeObject

from tests.providers.asking import give_back, pay
from tests.support.stripe_server.refusing import Thing
from tests.support.stripe_server.server import ContractServer

# Published as `openapi/fixtures3.json` at https://github.com/stripe/openapi, with Stripe's licence; here gzipped.
EXAMPLES = os.environ.get("SOUK_STRIPE_EXAMPLES", "")

CLASSES: dict[str, type[StripeObject]] = {
    "account": stripe.Account,
    "account_link": stripe.AccountLink,
    "balance": stripe.Balance,
    "balance_transaction": stripe.BalanceTransaction,
    "charge": stripe.Charge,
    "confirmation_token": stripe.ConfirmationToken,
    "customer": stripe.Customer,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "payment_intent": stripe.PaymentIntent,
    "payment_method": stripe.PaymentMethod,
    "payout": stripe.Payout,
    "refund": stripe.Refund,
    "setup_intent": stripe.SetupIntent,
    "transfer": stripe.Transfer,
    "transfer_reversal": stripe.TransferReversal,
}


@pytest.fixture
def sent(server: ContractServer, client: StripeClient) -> dict[str, list[Thing]]:
    """One of everything at least, by what it is."""
    customer = client.v1.customers.create().id
    paid = pay(client, customer=customer, setup_future_usage="off_session")
    give_back(client, pay(client, "pm_card_refundFail"), 5)
    pay(client, "pm_card_threeDSecureRequired", return_url="https://souk.test")
    asks = pay(client, "pm_card_authenticationRequired").id
    server.authenticate(asks, succeeds=False)
    for refund in client.v1.refunds.list():
        server.finish_refund(refund.id, fails=True)
    with pytest.raises(stripe.CardError):
        pay(client, "pm_card_chargeDeclined")
    server.dispute(str(pay(client).latest_charge))
    client.v1.setup_intents.create({"customer": customer, "payment_method": "pm_card_visa", "confirm": True})
    client.v1.test_helpers.confirmation_tokens.create({"payment_method": "pm_card_visa"})
    account = client.v1.accounts.create({"capabilities": {"transfers": {"requested": True}}}).id
    server.onboard(account)
    wanted: Any = {
        "account": account,
        "type": "account_onboarding",
        "return_url": "https://souk.test",
        "refresh_url": "https://souk.test",
    }
    link = client.v1.account_links.create(wanted)
    transfer = client.v1.transfers.create(
        {"amount": 90, "currency": "gbp", "destination": account, "source_transaction": str(paid.latest_charge)}
    )
    client.v1.transfers.reversals.create(transfer.id, {"amount": 10})
    server.finish_payout(
        client.v1.payouts.create({"amount": 80, "currency": "gbp"}, {"stripe_account": account}).id, failure="x"
    )
    found = [*server.books.things.values(), link.to_dict(), client.v1.balance.retrieve().to_dict()]
    # The payment that a transfer arrives as is a charge of the other account, of which no more than its amount is kept.
    return {
        kind: [thing for thing in found if thing["object"] == kind and not thing.get("id", "").startswith("py_")]
        for kind in CLASSES
    }


def fits(value: Any, expected: Any) -> bool:
    """Say whether a value is of a type of Stripe's library."""
    origin, inner = get_origin(expected), get_args(expected)
    if expected is Any or expected is dict:
        return True
    if origin is Union:
        return any(fits(value, each) for each in inner)
    if origin is Literal:
        return value in inner
    if origin is list:
        return isinstance(value, list) and all(fits(each, inner[0]) for each in value)
    if expected is type(None):
        return value is None
    if isinstance(expected, ForwardRef | str):
        return isinstance(value, dict)
    if isinstance(origin or expected, type) and issubclass(origin or expected, StripeObject):
        return isinstance(value, dict) and (origin is not None or unfit(value, expected) == [])
    return type(value) is expected


def unfit(thing: Thing, kind: type[StripeObject]) -> list[str]:
    """Give the fields of a thing that its class does not have, or has otherwise."""
    known = {
        name: value for each in reversed(kind.__mro__) for name, value in vars(each).get("__annotations__", {}).items()
    }
    return [f"{name}={value!r}" for name, value in thing.items() if name not in known or not fits(value, known[name])]


@pytest.mark.parametrize("kind", CLASSES)
def test_a_thing_has_the_fields_of_its_class(sent: dict[str, list[Thing]], kind: str) -> None:
    assert sent[kind]
    assert [unfit(thing, CLASSES[kind]) for thing in sent[kind]] == [[]] * len(sent[kind])


@pytest.mark.skipif(not EXAMPLES, reason="SOUK_STRIPE_EXAMPLES does not say where Stripe's examples are")
@pytest.mark.parametrize("kind", CLASSES)
def test_a_thing_is_like_stripes_example_of_it(sent: dict[str, list[Thing]], kind: str) -> None:
    examples = json.loads(gzip.decompress(Path(EXAMPLES).read_bytes()))["resources"]

    differing = {
        f"{name}: {value!r} in place of {examples[kind].get(name)!r}"
        for thing in sent[kind]
        for name, value in thing.items()
        if value is not None and examples[kind].get(name) is not None and type(value) is not type(examples[kind][name])
    }

    assert differing == set()
    # The examples are of one version of the API; these came or went since.
    assert {name for thing in sent[kind] for name in thing} - set(examples[kind]) <= {
        "account",
        "failure_balance_transaction",
        "failure_reason",
        "type",
    }
