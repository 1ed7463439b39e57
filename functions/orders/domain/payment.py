"""How an order is to be paid, checked before anything is held."""

from functions.orders.domain.model import Payment
from souk import Money
from souk.errors import Invalid
from souk.faults import Fault
from souk.paying import PaymentMethods

_NOT_OFFERED = Fault("method_not_offered", "is not offered")
_TOKEN_MISSING = Fault("token_missing", "this method is paid with what its provider's page gives")


def check(methods: PaymentMethods, payment: Payment, country: str, total: Money) -> None:
    """Refuse a method that is not offered for so much to such a customer, or that lacks what its provider gives.

    Raises Invalid.
    """
    method = methods.find(payment.payment_method, total.currency, country, total.amount)
    if method is None:
        raise Invalid(_NOT_OFFERED.at("payment_method"))
    if method.needs_token and total.amount and payment.payment_token is None:
        raise Invalid(_TOKEN_MISSING.at("payment_token"))
