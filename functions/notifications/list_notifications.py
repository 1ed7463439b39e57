from functions.notifications.domain import listing
from functions.notifications.domain.model import NotificationView
from souk import CUSTOMER, Caller, Transaction, operation
from souk.paging import Page, PageOf


@operation("GET /api/notifications", role=CUSTOMER)
def handler(tx: Transaction, caller: Caller, query: Page) -> PageOf[NotificationView]:
    """List the messages sent to the caller, the latest first."""
    return listing.notifications(tx, caller, query)
