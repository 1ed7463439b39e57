"""What payments publishes: the life of a charge, from its claim to its money back.

A transaction is one attempt to charge one order. Every event is one step of one transaction, numbered by its sequence.
`request` is the sequence of the order's event that asked for the payment, and `attempt` counts the transactions of an
order: a later one has the higher number.
"""

from typing import Literal
from uuid import UUID

from souk.event import Event
from souk.money import Money


class PaymentInitiated(Event):
    """An attempt to charge an order was claimed; the provider is asked next."""

    name = "payment.initiated"
    aggregate = "transaction_id"

    transaction_id: UUID
    order_id: UUID
    attempt: int
    amount: Money


class PaymentActionRequired(Event):
    """The customer has a second step to take before the provider moves the money."""

    name = "payment.action_required"
    aggregate = "transaction_id"

    transaction_id: UUID
    order_id: UUID
    request: int
    attempt: int


class PaymentAuthorized(Event):
    """The provider keeps the whole amount of an order for us, to be captured when it is shipped."""

    name = "payment.authorized"
    aggregate = "transaction_id"
    undone_by = "payment.failed"

    transaction_id: UUID
    order_id: UUID
    payment_method: str
    amount: Money


class PaymentCompleted(Event):
    """The provider captured the whole amount of an order; `surplus` says that another transaction has paid it already.

    What is surplus goes back with the reason charged_twice.
    """

    name = "payment.completed"
    aggregate = "transaction_id"
    undone_by = "payment.refunded"

    transaction_id: UUID
    order_id: UUID
    payment_method: str
    amount: Money
    surplus: bool


class PaymentFailed(Event):
    """An attempt failed; `final` says that no other attempt follows or goes on, and that the order is still to be paid.

    Reasons: declined, insufficient_funds, provider_unavailable, unknown_method, figures_disagree, confirmation_failed,
    confirmation_expired, authorization_expired, unsupported_amount. A provider may still take the money afterwards:
    then it is completed.
    """

    name = "payment.failed"
    aggregate = "transaction_id"

    transaction_id: UUID
    order_id: UUID
    request: int
    attempt: int
    reason: str
    final: bool


class PaymentDisputed(Event):
    """A customer disputes a charge with the bank: the provider holds `amount` back until it is decided."""

    name = "payment.disputed"
    aggregate = "dispute_id"

    dispute_id: UUID
    transaction_id: UUID
    order_id: UUID
    provider: str
    amount: Money
    reason: str


class PaymentDisputeClosed(Event):
    """A dispute is decided: what was held back is ours again when it is won, and the customer's when it is lost."""

    name = "payment.dispute_closed"
    aggregate = "dispute_id"

    dispute_id: UUID
    transaction_id: UUID
    order_id: UUID
    provider: str
    amount: Money
    outcome: Literal["won", "lost"]


class PaymentRefunded(Event):
    """Captured money went back to the customer.

    Reasons: that of the order's request, which `requested_id` names; where there was none, order_cancelled or
    charged_twice. In the latter case the order stays paid, by another transaction. What was paid by gift card or store
    credit goes back to it, in the name of the transaction that paid the rest.
    """

    name = "payment.refunded"
    aggregate = "transaction_id"
    undone_by = "payment.refund_returned"

    transaction_id: UUID
    refund_id: UUID
    order_id: UUID
    amount: Money
    reason: str
    requested_id: UUID | None = None


class PaymentRefundReturned(Event):
    """A refund that had gone out came back, as the customer's bank did not take it: the customer is still owed it."""

    name = "payment.refund_returned"
    aggregate = "transaction_id"

    transaction_id: UUID
    refund_id: UUID
    order_id: UUID
    amount: Money
    reason: str
    requested_id: UUID | None = None


class PaymentRefundRefused(Event):
    """A refund that an order requested will not happen: the provider refuses it for good, or the money is not there.

    Reasons: refused_by_provider, nothing_left.
    """

    name = "payment.refund_refused"
    aggregate = "transaction_id"

    transaction_id: UUID
    refund_id: UUID
    order_id: UUID
    amount: Money
    reason: str
    requested_id: UUID


class GiftCardIssued(Event):
    """A gift card worth so much was issued; `mailed` says that it gets its code in a mail."""

    name = "gift_card.issued"
    aggregate = "gift_card_id"

    gift_card_id: UUID
    amount: Money
    mailed: bool


class PayoutMade(Event):
    """A provider moved what a shop was owed to it."""

    name = "payout.made"
    aggregate = "payout_id"

    payout_id: UUID
    seller_id: UUID
    provider: str
    amount: Money
