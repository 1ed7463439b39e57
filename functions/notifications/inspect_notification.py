from typing import Annotated
from uuid import UUID

from functions.notifications.domain import store
from functions.notifications.domain.model import FoundNotification
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "GET /api/admin/notifications/{notification_id}",
    role=ADMIN,
    refuses=(NotFound.of("notification"),),
    audited=True,
)
def handler(tx: Transaction, notification_id: UUID) -> Annotated[Json, FoundNotification]:
    """Show a message to anybody, with how its delivery went."""
    return store.inspect_notification(tx, notification_id)
