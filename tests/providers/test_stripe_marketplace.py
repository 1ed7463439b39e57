"""The contract server has disputes, sellers and payouts as Stripe says that it does."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from stripe import (
    InvalidRequestError,
    StripeClient,
)

from tests.providers.asking import give_back, pay
from tests.support.clock import FixedClock
from tests.support.stripe_server.server import ContractServer


def test_a_dispute_takes_the_money_and_what_is_won_comes_back(server: ContractServer, client: StripeClient) -> None:
    won, lost = pay(client), pay(client)
    for intent in (won, lost):
        server.dispute(str(intent.latest_charge))
    disputes = {dispute.payment_intent: dispute.id for dispute in client.v1.disputes.list()}

    client.v1.disputes.update(disputes[won.id], {"evidence": {"uncategorized_text": "winning_evidence"}})
    client.v1.disputes.close(disputes[lost.id])

    assert client.v1.disputes.retrieve(disputes[won.id]).status == "won"
    assert client.v1.disputes.retrieve(disputes[lost.id]).status == "lost"
    adjusted = [entered.net for entered in client.v1.balance_transactions.list({"type": "adjustment"})]
    assert sorted(adjusted) == [-3499, -3499, 1999]
    with pytest.raises(InvalidRequestError) as refused:
        give_back(client, lost, 1)
    assert refused.value.code == "charge_disputed"


def test_a_seller_is_sent_what_the_platform_has_and_it_can_be_taken_back(
    server: ContractServer, client: StripeClient, stripe_clock: FixedClock
) -> None:
    account = client.v1.accounts.create({"country": "GB", "capabilities": {"transfers": {"requested": True}}})
    transfer: Any = {"amount": 1000, "currency": "gbp", "destination": account.id, "transfer_group": "order"}
    link = client.v1.account_links.create(
        {
            "account": account.id,
            "type": "account_onboarding",
            "return_url": "https://souk.test/done",
            "refresh_url": "https://souk.test/again",
        }
    )
    with pytest.raises(InvalidRequestError) as refused:
        client.v1.transfers.create(transfer)
    assert refused.value.code == "insufficient_capabilities_for_transfer"

    assert httpx.post(link.url, data={"decision": "succeeds"}).headers["location"] == "https://souk.test/done"
    pay(client)
    with pytest.raises(InvalidRequestError) as refused:
        client.v1.transfers.create(transfer)
    assert refused.value.code == "balance_insufficient"
    stripe_clock.moment += timedelta(days=2)
    made = client.v1.transfers.create(transfer)
    client.v1.transfers.reversals.create(made.id, {"amount": 400})
    with pytest.raises(InvalidRequestError):
        client.v1.transfers.reversals.create(made.id, {"amount": 601})

    assert client.v1.accounts.retrieve(account.id).payouts_enabled
    balance = client.v1.balance.retrieve(options={"stripe_account": account.id})
    assert [(each.amount, each.currency) for each in balance.available] == [(600, "gbp")]
    assert client.v1.transfers.retrieve(made.id).amount_reversed == 400
    assert server.events("account.updated")[0]["account"] == account.id


def test_a_charge_can_be_passed_on_before_it_is_available_but_not_more_of_it(
    server: ContractServer, client: StripeClient
) -> None:
    account = client.v1.accounts.create({"capabilities": {"transfers": {"requested": True}}}).id
    server.onboard(account)
    charge = str(pay(client).latest_charge)
    transfer: Any = {"amount": 1500, "currency": "gbp", "destination": account, "source_transaction": charge}

    client.v1.transfers.create(transfer)

    with pytest.raises(InvalidRequestError, match="cannot exceed"):
        client.v1.transfers.create(transfer)


def test_a_payout_is_of_its_account_and_may_come_back(server: ContractServer, client: StripeClient) -> None:
    account = client.v1.accounts.create({"capabilities": {"transfers": {"requested": True}}}).id
    server.onboard(account)
    charge = str(pay(client).latest_charge)
    client.v1.transfers.create(
        {"amount": 1500, "currency": "gbp", "destination": account, "source_transaction": charge}
    )
    payout = client.v1.payouts.create({"amount": 1500, "currency": "gbp"}, {"stripe_account": account})

    server.finish_payout(payout.id, failure="account_closed")

    with pytest.raises(InvalidRequestError):
        client.v1.payouts.retrieve(payout.id)
    found = client.v1.payouts.retrieve(payout.id, options={"stripe_account": account})
    assert (found.status, found.failure_code) == ("failed", "account_closed")
    assert server.events("payout.failed")[0]["account"] == account
    assert server.books.balance("gbp", account) == 1500
