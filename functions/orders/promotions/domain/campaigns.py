"""What shops and administrators do with promotions: a shop with its own, in whose name the transaction acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from functions.orders.promotions.domain import promotion_store
from functions.orders.promotions.domain.model import CodeTaken, LimitsFixed, OfferPromotion, PromotionOver
from souk import Json, Transaction
from souk.errors import Invalid, VersionConflict
from souk.faults import Fault
from souk.sqlstate import CheckViolation, UniqueViolation

_CURRENCY_DIFFERS = Fault("least_total_in_another_currency", "the least total is in the currency of the amount")
_ENDS_FIRST = Fault("ends_before_it_starts", "a promotion ends after it starts")


def create_promotion(tx: Transaction, body: OfferPromotion) -> Json:
    """Add a promotion.

    Raises Invalid or CodeTaken.
    """
    with _refused(body):
        promotion_id = promotion_store.insert(tx, body)
    return promotion_store.show(tx, promotion_id)


def change_promotion(tx: Transaction, promotion_id: UUID, body: OfferPromotion, seen: int) -> Json:
    """Change a promotion that is not over for what is ordered from now on.

    Raises NotFound, VersionConflict, PromotionOver, Invalid, LimitsFixed or CodeTaken.
    """
    current = promotion_store.lock(tx, promotion_id)
    if current["version"] != seen:
        raise VersionConflict("promotion", current["version"])
    if current["is_ended"]:
        raise PromotionOver
    if any((current[name] is None) != (getattr(body, name) is None) for name in ("total_limit", "person_limit")):
        raise LimitsFixed("Its uses are counted as far as its limits ask for it; make another promotion.")
    with _refused(body):
        promotion_store.update(tx, promotion_id, body)
    return promotion_store.show(tx, promotion_id)


def end_promotion(tx: Transaction, promotion_id: UUID) -> Json:
    """End a promotion for good; an administrator ends anybody's. One that has ended stays as it is.

    Raises NotFound.
    """
    promotion_store.end(tx, promotion_id)
    return promotion_store.show(tx, promotion_id)


@contextmanager
def _refused(body: OfferPromotion) -> Iterator[None]:
    """Say what the promotion has wrong, as far as its row alone can tell."""
    if body.least_total and body.least_total.currency != body.currency:
        raise Invalid(_CURRENCY_DIFFERS.at("least_total.currency"))
    try:
        yield
    except UniqueViolation as taken:
        raise CodeTaken(f"There is a promotion with the code {body.code}.") from taken
    except CheckViolation as refused:
        if refused.constraint == "ends_after_it_starts":
            raise Invalid(_ENDS_FIRST.at("ends_at")) from refused
        raise LimitsFixed("It was used more often than that.") from refused
