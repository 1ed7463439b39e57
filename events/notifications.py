"""What notifications tells."""

from uuid import UUID

from souk.event import Event


class NotificationSent(Event):
    """A provider accepted a message for a person; it names neither address nor words."""

    name = "notification.sent"
    aggregate = "notification_id"

    notification_id: UUID
    user_id: UUID
    channel: str
    template: str
    cause: UUID
    """The event that the message tells of."""
