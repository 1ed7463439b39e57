from events.auth import UserRegistered
from functions.notifications.domain import decision
from souk import Transaction, on


@on(UserRegistered)
def handler(tx: Transaction, event: UserRegistered) -> None:
    """Queue a welcome for somebody who opened an account."""
    decision.notify(tx, event, event.user_id, "welcome")
