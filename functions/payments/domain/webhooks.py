"""Take a provider's word by webhook: signed, fresh, kept as it came, acted on once."""

from datetime import datetime
from uuid import UUID

from functions.payments.disputes.domain import disputing
from functions.payments.domain import charging, refund_store, refunding, settling, store
from functions.payments.domain.movements import our_id
from functions.payments.domain.provider import ChargeNotice, DisputeNotice, Notice, Providers, RefundNotice
from souk import Clock, Database, RawRequest, Transaction
from souk.errors import found


def receive_webhook(database: Database, providers: Providers, clock: Clock, name: str, request: RawRequest) -> None:
    """Check and keep a notice, and write down what it says of a charge or a refund of ours.

    Raises NotFound when the stage does not work with the provider, InvalidSignature, MalformedJson or Invalid.
    """
    notice = found(providers.named(name), "provider").read_notice(request.headers, request.body, clock.now())
    order_id = database.write(lambda tx: _take(tx, clock.now(), name, notice, request.body))
    if order_id is not None:
        charging.advance_due(database, providers, clock, order_id)


def _take(tx: Transaction, now: datetime, name: str, notice: Notice, body: str) -> UUID | None:
    """Keep a notice and act on it unless it is here already; give the order whose payment is to be asked about."""
    if not store.store_webhook(tx, name, notice.id, body):
        return None
    match notice.about:
        case ChargeNotice(key, result) if (charged := store.find_charge(tx, our_id(key), name)) is not None:
            if result is None:
                settling.look_again(tx, now, charged.id)
                return charged.order_id
            settling.settle(tx, now, charged.id, result)
        case DisputeNotice(key) as dispute if (charged := store.find_charge(tx, our_id(key), name)) is not None:
            disputing.note(tx, charged, dispute)
        case RefundNotice(key, result) if (refund := refund_store.find(tx, our_id(key), name)) is not None:
            refunding.finish(tx, now, refund, result)
    return None
