"""The accounts of the ledger, and what each kind of journal moves between them: pure, and drawn into docs/ledger.md.

Double entry: an entry is a debit when it is positive and a credit when it is negative, and those of a journal sum to
zero in each currency.
"""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Where the balance of an account usually is."""

    DEBIT = "debit"
    CREDIT = "credit"

    @property
    def sign(self) -> int:
        """What an amount on this side is multiplied by."""
        return 1 if self is Side.DEBIT else -1

    @property
    def other(self) -> "Side":
        """The side across."""
        return Side.CREDIT if self is Side.DEBIT else Side.DEBIT


class LedgerAccount(StrEnum):
    """What the ledger keeps apart; cash is kept by provider, and what shops are owed by shop and provider."""

    CASH = "cash"
    CUSTOMER_FUNDS = "customer_funds"
    SELLER = "seller"
    COMMISSION = "commission"
    COMMISSION_TAX = "commission_tax"
    PROVIDER_FEES = "provider_fees"
    PROMOTIONS = "promotions"
    DISPUTES = "disputes"
    PAYOUTS_IN_TRANSIT = "payouts_in_transit"
    GIFT_CARDS = "gift_cards"
    STORE_CREDIT = "store_credit"
    GOODWILL = "goodwill"
    BREAKAGE = "breakage"


@dataclass(frozen=True, slots=True)
class About:
    """What is said of an account."""

    side: Side
    holds: str


CHART: dict[LedgerAccount, About] = {
    LedgerAccount.CASH: About(Side.DEBIT, "what lies at a provider, by provider"),
    LedgerAccount.CUSTOMER_FUNDS: About(Side.CREDIT, "what was captured and is not sold yet, or is owed back"),
    LedgerAccount.SELLER: About(Side.CREDIT, "what a shop is owed, by shop and provider; negative when the shop owes"),
    LedgerAccount.COMMISSION: About(Side.CREDIT, "what the platform earned from sales, without tax"),
    LedgerAccount.COMMISSION_TAX: About(Side.CREDIT, "the tax on commission, which is owed to the tax office"),
    LedgerAccount.PROVIDER_FEES: About(Side.DEBIT, "what providers kept for their work"),
    LedgerAccount.PROMOTIONS: About(Side.DEBIT, "discounts that the platform pays for"),
    LedgerAccount.DISPUTES: About(Side.DEBIT, "what providers took back while a dispute is open"),
    LedgerAccount.PAYOUTS_IN_TRANSIT: About(Side.CREDIT, "what is on its way to shops, by provider"),
    LedgerAccount.GIFT_CARDS: About(Side.CREDIT, "what the holders of gift cards may spend"),
    LedgerAccount.STORE_CREDIT: About(Side.CREDIT, "what customers may spend of their store credit"),
    LedgerAccount.GOODWILL: About(Side.DEBIT, "gift cards and store credit that nobody paid for"),
    LedgerAccount.BREAKAGE: About(Side.CREDIT, "what of gift cards expired or was ended before it was spent"),
}
"""Every account, on the side where its balance usually is."""


class JournalKind(StrEnum):
    """What can happen to money."""

    CHARGE = "charge"
    REFUND = "refund"
    REFUND_RETURNED = "refund_returned"
    SALE = "sale"
    SALE_CANCELLED = "sale_cancelled"
    REFUND_REQUESTED = "refund_requested"
    REFUND_REFUSED = "refund_refused"
    PAYOUT = "payout"
    PAYOUT_MADE = "payout_made"
    PAYOUT_FAILED = "payout_failed"
    CREDIT_ISSUED = "credit_issued"
    CREDIT_SPENT = "credit_spent"
    CREDIT_RETURNED = "credit_returned"
    CREDIT_LAPSED = "credit_lapsed"
    REFUND_CREDITED = "refund_credited"


class Part(StrEnum):
    """Which part of what happened an entry is about."""

    CAPTURED = "captured"
    FEE = "fee"
    REFUNDED = "refunded"
    PAID = "paid"
    SUBSIDY = "subsidy"
    GOODS = "goods"
    TAX = "tax"
    COMMISSION = "commission"
    COMMISSION_TAX = "commission_tax"
    PAYOUT = "payout"
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"


@dataclass(frozen=True, slots=True)
class Rule:
    """A part, and the accounts that it is a debit and a credit of; what is left open is closed by other parts."""

    part: Part
    debit: LedgerAccount | None = None
    credit: LedgerAccount | None = None


_SALE = (
    Rule(Part.PAID, debit=LedgerAccount.CUSTOMER_FUNDS),
    Rule(Part.SUBSIDY, debit=LedgerAccount.PROMOTIONS),
    Rule(Part.GOODS, credit=LedgerAccount.SELLER),
    Rule(Part.TAX, credit=LedgerAccount.SELLER),
    Rule(Part.COMMISSION, debit=LedgerAccount.SELLER, credit=LedgerAccount.COMMISSION),
    Rule(Part.COMMISSION_TAX, debit=LedgerAccount.SELLER, credit=LedgerAccount.COMMISSION_TAX),
)
_REFUND = (Rule(Part.REFUNDED, debit=LedgerAccount.CUSTOMER_FUNDS, credit=LedgerAccount.CASH),)
_CREDIT = {Part.GIFT_CARD: LedgerAccount.GIFT_CARDS, Part.STORE_CREDIT: LedgerAccount.STORE_CREDIT}


def _less_credit(account: LedgerAccount) -> tuple[Rule, ...]:
    return tuple(Rule(part, debit=owed, credit=account) for part, owed in _CREDIT.items())


def _mirrored(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(Rule(rule.part, debit=rule.credit, credit=rule.debit) for rule in rules)


RULES: dict[JournalKind, tuple[Rule, ...]] = {
    JournalKind.CHARGE: (
        Rule(Part.CAPTURED, debit=LedgerAccount.CASH, credit=LedgerAccount.CUSTOMER_FUNDS),
        Rule(Part.FEE, debit=LedgerAccount.PROVIDER_FEES, credit=LedgerAccount.CASH),
    ),
    JournalKind.REFUND: _REFUND,
    JournalKind.REFUND_RETURNED: _mirrored(_REFUND),
    JournalKind.SALE: _SALE,
    JournalKind.SALE_CANCELLED: _mirrored(_SALE),
    JournalKind.REFUND_REQUESTED: _mirrored(_SALE),
    JournalKind.REFUND_REFUSED: _SALE,
    JournalKind.PAYOUT: (Rule(Part.PAYOUT, debit=LedgerAccount.SELLER, credit=LedgerAccount.PAYOUTS_IN_TRANSIT),),
    JournalKind.PAYOUT_MADE: (Rule(Part.PAYOUT, debit=LedgerAccount.PAYOUTS_IN_TRANSIT, credit=LedgerAccount.CASH),),
    JournalKind.PAYOUT_FAILED: (
        Rule(Part.PAYOUT, debit=LedgerAccount.PAYOUTS_IN_TRANSIT, credit=LedgerAccount.SELLER),
    ),
    JournalKind.CREDIT_ISSUED: _mirrored(_less_credit(LedgerAccount.GOODWILL)),
    JournalKind.CREDIT_SPENT: _less_credit(LedgerAccount.CUSTOMER_FUNDS),
    JournalKind.CREDIT_RETURNED: _mirrored(_less_credit(LedgerAccount.CUSTOMER_FUNDS)),
    JournalKind.CREDIT_LAPSED: _less_credit(LedgerAccount.BREAKAGE),
    JournalKind.REFUND_CREDITED: (
        Rule(Part.REFUNDED, debit=LedgerAccount.CUSTOMER_FUNDS, credit=LedgerAccount.STORE_CREDIT),
    ),
}
"""What each kind of journal moves. Goods are what was paid and the subsidy, without tax."""

WHEN: dict[JournalKind, str] = {
    JournalKind.CHARGE: "with the payment's completion, in its transaction",
    JournalKind.REFUND: "with the refund's completion, in its transaction",
    JournalKind.REFUND_RETURNED: "when a completed refund fails after all: its mirror image",
    JournalKind.SALE: "when the order is paid, for each of its shops",
    JournalKind.SALE_CANCELLED: "when an order that was sold is cancelled: what is left of its sale",
    JournalKind.REFUND_REQUESTED: "when a refund is decided: its shares as sold, unless the order was cancelled before",
    JournalKind.REFUND_REFUSED: "when the provider refuses it: its mirror image, unless the order was cancelled before",
    JournalKind.PAYOUT: "when a payout is claimed",
    JournalKind.PAYOUT_MADE: "when the provider has moved it",
    JournalKind.PAYOUT_FAILED: "when the provider refuses it",
    JournalKind.CREDIT_ISSUED: "with a gift card that is issued or store credit that is granted, in its transaction",
    JournalKind.CREDIT_SPENT: "when payments hears of the order that was placed with it",
    JournalKind.CREDIT_RETURNED: "with the part of a refund that was paid so, or when an unpaid order is cancelled",
    JournalKind.CREDIT_LAPSED: "when a gift card expires or is ended: what is left of it",
    JournalKind.REFUND_CREDITED: "in place of `refund` when store credit was chosen for it, with its completion",
}
"""When each is booked."""

ORDER_KINDS = frozenset(
    {JournalKind.SALE, JournalKind.SALE_CANCELLED, JournalKind.REFUND_REQUESTED, JournalKind.REFUND_REFUSED}
)
"""The journals of an order's history; each has the number of its entry there."""
