from events.auth import UserRegistered
from functions.notifications.domain import decision
from souk import Transaction, on


@on(UserRegistered)
def handler(tx: Transaction, event: UserRegistered) -> None:
    """Decide that somebody who opened an account is welcomed."""
    decision.notify(tx, event, event.user_id, "welcome")
