"""What users publishes. Ids only; names and numbers stand in `users_api.contacts`."""

from uuid import UUID

from souk.event import Event


class UserUpdated(Event):
    """A user changed their profile; `sequence` is the profile's version."""

    name = "user.updated"
    aggregate = "user_id"

    user_id: UUID
