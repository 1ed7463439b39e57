from events.payments import PaymentFailed
from functions.notifications.domain import messages
from functions.notifications.domain.mail import Mail
from souk import Database, on


@on(PaymentFailed)
def handler(database: Database, mail: Mail, event: PaymentFailed) -> None:
    """Mail the buyer that the payment failed for good."""
    messages.payment_failed(database, mail, event)
