from typing import Any

from functions.auth.domain import store
from souk import Transaction, task
from souk.email import normalise_email


@task()
def handler(tx: Transaction, payload: dict[str, Any]) -> dict[str, str]:
    """Make the account under `{"email": …}` an administrator; it counts from the next sign-in or refresh."""
    user_id = store.make_admin(tx, normalise_email(payload["email"]))
    return {"user_id": str(user_id)}
