from uuid import UUID

from functions.payments.domain import saved_store
from souk import CUSTOMER, Caller, Transaction, operation
from souk.errors import NotFound


@operation(
    "DELETE /api/payments/methods/saved/{method_id}",
    role=CUSTOMER,
    status=204,
    refuses=(NotFound.of("saved_method"),),
)
def handler(tx: Transaction, caller: Caller, method_id: UUID) -> None:
    """Remove one of the caller's kept methods: nothing is paid with it any more, and its provider forgets it."""
    saved_store.remove(tx, caller.user_id, method_id)
