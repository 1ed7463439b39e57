"""How an order is to be paid, checked before anything is held."""

from uuid import UUID

from functions.orders.domain import store
from functions.orders.domain.model import Payment
from souk import GUEST, Caller, Money, Transaction
from souk.errors import Invalid
from souk.faults import Fault
from souk.paying import Method, PaymentMethods

NOTHING_TO_PAY = "none"
"""The method of an order that gift cards and store credit pay whole."""

_MISSING = Fault("method_missing", "say how the rest is paid")
_NOT_OFFERED = Fault("method_not_offered", "is not offered")
_TOKEN_MISSING = Fault("token_missing", "this method is paid with what its provider's page gives")
_NO_TOKEN = Fault("token_not_taken", "this method takes none")
_NOT_SAVED = Fault("method_not_saved", "is none of the methods that you let be kept")
_NOT_BOTH = Fault("token_and_saved_method", "a saved method is paid with alone")
_NOT_KEPT = Fault("method_not_kept", "only an account's new method of some kinds is kept")


def check(
    tx: Transaction, methods: PaymentMethods, caller: Caller, payment: Payment, country: str, to_pay: Money
) -> str:
    """Refuse a method that is not offered for so much to such a customer, or that lacks what its provider gives.

    Neither is one taken that somebody else let be kept. Gives its name. Raises Invalid.
    """
    if payment.payment_method is None:
        if to_pay.amount:
            raise Invalid(_MISSING.at("payment_method"))
        return NOTHING_TO_PAY
    method = methods.find(payment.payment_method, to_pay.currency, country, to_pay.amount)
    if method is None:
        raise Invalid(_NOT_OFFERED.at("payment_method"))
    if payment.payment_token is not None and not method.needs_token:
        raise Invalid(_NO_TOKEN.at("payment_token"))
    if payment.saved_method_id is not None:
        _check_saved(tx, caller.user_id, payment, payment.saved_method_id)
    elif method.needs_token and to_pay.amount and payment.payment_token is None:
        raise Invalid(_TOKEN_MISSING.at("payment_token"))
    if payment.keep_method and not _can_be_kept(method, caller, payment):
        raise Invalid(_NOT_KEPT.at("keep_method"))
    return payment.payment_method


def _check_saved(tx: Transaction, customer_id: UUID, payment: Payment, saved_method_id: UUID) -> None:
    if payment.payment_token is not None:
        raise Invalid(_NOT_BOTH.at("payment_token"))
    if payment.payment_method is None or not store.is_saved(tx, customer_id, saved_method_id, payment.payment_method):
        raise Invalid(_NOT_SAVED.at("saved_method_id"))


def _can_be_kept(method: Method, caller: Caller, payment: Payment) -> bool:
    return method.can_be_kept and caller.role is not GUEST and payment.payment_token is not None
