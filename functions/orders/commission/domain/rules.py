"""What administrators do with rules of commission. What was sold keeps the terms that it was sold by."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from functions.orders.commission.domain import rule_store
from functions.orders.commission.domain.model import (
    ChangeCommissionRule,
    CommissionPreview,
    CommissionRuleExists,
    CommissionRuleOver,
    CommissionScope,
    CommissionTerms,
    CreateCommissionRule,
    PreviewCommission,
)
from functions.orders.commission.domain.taxing import commission_tax_rate
from functions.orders.commission.domain.terms import charge
from souk import Json, Money, Transaction
from souk.errors import Invalid, VersionConflict
from souk.faults import Fault
from souk.platform import Platform
from souk.sqlstate import CheckViolation, UniqueViolation

_UNKNOWN_SHOP = Fault("commission_shop_unknown", "there is no such shop")
_UNKNOWN_CATEGORY = Fault("commission_category_unknown", "there is no such category")
_CURRENCIES_DIFFER = Fault("commission_in_two_currencies", "the amounts of a rule are in one currency")
_MOST_BELOW_LEAST = Fault("most_below_least", "at most is no less than at least")


def create_commission_rule(tx: Transaction, body: CreateCommissionRule) -> Json:
    """Add a rule for what is sold from now on.

    Raises Invalid or CommissionRuleExists.
    """
    _applying(tx, body, body.currency)
    with _refused(body):
        rule_id = rule_store.insert(tx, body)
    return rule_store.show(tx, rule_id)


def change_commission_rule(tx: Transaction, rule_id: UUID, body: ChangeCommissionRule, seen: int) -> Json:
    """Change the terms of a rule in force for what is sold from now on.

    Raises NotFound, VersionConflict, CommissionRuleOver, Invalid or CommissionRuleExists.
    """
    current = rule_store.lock(tx, rule_id)
    if current["version"] != seen:
        raise VersionConflict("commission_rule", current["version"])
    if current["is_ended"]:
        raise CommissionRuleOver
    with _refused(body):
        rule_store.update(tx, rule_id, body)
    return rule_store.show(tx, rule_id)


def end_commission_rule(tx: Transaction, rule_id: UUID) -> Json:
    """End a rule for good; it stays to be looked up. One that has ended stays as it is.

    Raises NotFound.
    """
    rule_store.end(tx, rule_id)
    return rule_store.show(tx, rule_id)


def preview_commission(tx: Transaction, platform: Platform, body: PreviewCommission) -> CommissionPreview:
    """Say what would be kept of an example, as placing an order works it out.

    Raises Invalid.
    """
    currency = body.price.currency
    applying = _applying(tx, body, currency)
    terms, shop = applying.terms, applying.established
    sold = body.price.amount * body.quantity
    rate = commission_tax_rate(platform.country, **shop) if shop else 0
    [kept] = charge([terms], [sold], [body.quantity], rate)

    def money(amount: int) -> Money:
        return Money(amount=amount, currency=currency)

    return CommissionPreview(
        rule_id=terms.rule_id,
        sold=money(sold),
        commission=money(kept.commission),
        commission_tax=money(kept.tax),
        commission_tax_rate=rate,
        left=money(sold - kept.commission - kept.tax),
    )


def _applying(tx: Transaction, scope: CommissionScope, currency: str | None) -> rule_store.Applying:
    """Give what applies to it, or say what is not there of it."""
    applying = rule_store.applying(tx, scope, currency)
    faults = []
    if scope.seller_id and not applying.shop_is_there:
        faults.append(_UNKNOWN_SHOP.at("seller_id"))
    if scope.category_id and not applying.category_is_there:
        faults.append(_UNKNOWN_CATEGORY.at("category_id"))
    if faults:
        raise Invalid(*faults)
    return applying


@contextmanager
def _refused(body: CommissionTerms) -> Iterator[None]:
    """Say what the rule has wrong, as far as its row alone can tell."""
    others = [name for name, money in body.amounts.items() if money.currency != body.currency]
    if others:
        raise Invalid(*(_CURRENCIES_DIFFER.at(f"{name}.currency") for name in others))
    try:
        yield
    except UniqueViolation as taken:
        raise CommissionRuleExists("There is a rule in force for the same; change it, or end it first.") from taken
    except CheckViolation as refused:
        if refused.constraint != "least_below_most":
            raise
        raise Invalid(_MOST_BELOW_LEAST.at("most.amount")) from refused
