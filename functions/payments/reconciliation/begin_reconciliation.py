from functions.payments.reconciliation.domain import reconciling
from souk import Clock, Transaction, every
from souk.paying import PaymentMethods


@every("1 day")
def handler(tx: Transaction, methods: PaymentMethods, clock: Clock) -> None:
    """Have the ledger held against what each provider says that it moved."""
    reconciling.begin_runs(tx, methods, clock.now())
