from events.orders import OrderPaid
from functions.notifications.domain import messages
from functions.notifications.domain.mail import Mail
from souk import Database, on


@on(OrderPaid)
def handler(database: Database, mail: Mail, event: OrderPaid) -> None:
    """Mail the buyer a receipt when the order is paid."""
    messages.order_receipt(database, mail, event)
