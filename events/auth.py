"""What auth publishes: people came and signed in. Ids only; addresses stand in `auth_api.contacts`."""

from uuid import UUID

from souk.event import Event


class UserRegistered(Event):
    """Somebody opened an account and has a profile."""

    name = "user.registered"
    aggregate = "user_id"

    user_id: UUID


class UserLoggedIn(Event):
    """A user proved who they are and a session began."""

    name = "user.logged_in"
    aggregate = "session_id"

    session_id: UUID
    user_id: UUID
