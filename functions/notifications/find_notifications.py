from typing import Annotated

from functions.notifications.domain import store
from functions.notifications.domain.model import FindNotifications, FoundNotification
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/admin/notifications", role=ADMIN, audited=True)
def handler(tx: Transaction, query: FindNotifications) -> Annotated[Json, PageOf[FoundNotification]]:
    """Look up the messages that were sent to anybody, the latest first."""
    return store.find_notifications(tx, query)
