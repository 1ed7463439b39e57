from events.orders import OrderShipped
from functions.notifications.domain import messages
from functions.notifications.domain.mail import Mail
from functions.notifications.domain.sms import Sms
from souk import Database, on


@on(OrderShipped)
def handler(database: Database, mail: Mail, sms: Sms, event: OrderShipped) -> None:
    """Tell the buyer by mail, and by SMS when there is a phone, what is on its way."""
    messages.order_shipped(database, mail, sms, event)
