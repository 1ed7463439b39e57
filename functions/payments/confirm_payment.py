from typing import Annotated
from uuid import UUID

from functions.payments.domain import charging, settling, view_store
from functions.payments.domain.model import ConfirmationNotExpected, ConfirmPayment, TransactionView
from functions.payments.domain.provider import COUNTS, Providers
from souk import GUEST, Alarms, Caller, Clock, Database, Json, operation
from souk.errors import InProgress, NotFound


@operation(
    "POST /api/payments/transactions/{transaction_id}/confirmation",
    role=GUEST,
    refuses=(ConfirmationNotExpected, InProgress, NotFound.of("transaction")),
    alarms=Alarms(critical=True, counts=(*COUNTS, *settling.COUNTS)),
)
def handler(
    database: Database, providers: Providers, clock: Clock, caller: Caller, transaction_id: UUID, body: ConfirmPayment
) -> Annotated[Json, TransactionView]:
    """Take the second step of a payment, with the code from the bank where it asks for one.

    Repeating it changes nothing: a payment that is decided is shown as it is.
    """
    charging.confirm_payment(database, providers, clock, caller.user_id, transaction_id, body.code)
    return database.read(lambda tx: view_store.show_transaction(tx, transaction_id))
