from typing import Annotated

from functions.notifications.domain import store
from functions.notifications.domain.model import NotificationView
from souk import CUSTOMER, Caller, Json, Transaction, operation
from souk.paging import Page, PageOf


@operation("GET /api/notifications", role=CUSTOMER)
def handler(tx: Transaction, caller: Caller, query: Page) -> Annotated[Json, PageOf[NotificationView]]:
    """List the messages sent to the caller, the latest first."""
    return store.list_notifications(tx, caller.user_id, query)
