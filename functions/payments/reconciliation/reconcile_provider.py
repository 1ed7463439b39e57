from functions.payments.domain.provider import Providers
from functions.payments.reconciliation.domain import reconciling
from functions.payments.reconciliation.domain.model import Reconcile
from souk import Alarms, Clock, Database, job


@job(Reconcile, alarms=Alarms(critical=True, counts=("BreakersOpened", "Mismatches")))
def handler(database: Database, providers: Providers, clock: Clock, work: Reconcile) -> Reconcile | None:
    """Read the next part of a provider's report, or compare the next part of it with the ledger."""
    return reconciling.reconcile(database, providers, clock, work)
