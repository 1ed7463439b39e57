from events.auth import UserRegistered
from functions.notifications.domain import messages
from functions.notifications.domain.mail import Mail
from souk import Database, on


@on(UserRegistered)
def handler(database: Database, mail: Mail, event: UserRegistered) -> None:
    """Greet somebody who opened an account."""
    messages.welcome(database, mail, event)
