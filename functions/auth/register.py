from functions.auth.domain import signing_in
from functions.auth.domain.model import AccountView, EmailTaken, Register
from functions.auth.domain.passwords import ONE_CORE_MEGABYTES, Passwords
from souk import Database, operation


@operation("POST /api/auth/register", status=201, memory=ONE_CORE_MEGABYTES, refuses=(EmailTaken,))
def handler(database: Database, passwords: Passwords, body: Register) -> AccountView:
    """Open an account for a customer."""
    return signing_in.register(database, passwords, body)
