from events.orders import OrderCancelled
from functions.notifications.domain import messages
from functions.notifications.domain.mail import Mail
from souk import Database, on


@on(OrderCancelled)
def handler(database: Database, mail: Mail, event: OrderCancelled) -> None:
    """Mail the buyer that the order is cancelled, and why."""
    messages.order_cancelled(database, mail, event)
