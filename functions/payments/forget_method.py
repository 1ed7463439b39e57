from functions.payments.domain import saved_store
from functions.payments.domain.model import ForgetMethod
from functions.payments.domain.provider import OutcomeUnknown, Providers
from souk import Alarms, Database, job
from souk.errors import Retry


@job(ForgetMethod, alarms=Alarms(counts=("BreakersOpened",)))
def handler(database: Database, providers: Providers, work: ForgetMethod) -> ForgetMethod | None:
    """Have a provider let go of a method that its customer removed, and forget it here."""
    saved = database.read(lambda tx: saved_store.find_removed(tx, work.method_id))
    if saved is None:
        return None
    try:
        providers.asked(saved.provider).forget(saved.holder)
    except OutcomeUnknown as reason:
        raise Retry(str(reason)) from reason
    database.write(lambda tx: saved_store.delete(tx, work.method_id))
    return None
