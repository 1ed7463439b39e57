"""What notifications publishes. Ids only: words and addresses stay in the row."""

from uuid import UUID

from souk.event import Event


class EmailQueued(Event):
    """A mail to a person was decided and waits for its delivery."""

    name = "notification.email"
    aggregate = "notification_id"

    notification_id: UUID
    user_id: UUID


class SmsQueued(Event):
    """A text to a person's phone was decided and waits for its delivery."""

    name = "notification.sms"
    aggregate = "notification_id"

    notification_id: UUID
    user_id: UUID


class NotificationSent(Event):
    """A provider accepted a message for a person."""

    name = "notification.sent"
    aggregate = "notification_id"

    notification_id: UUID
    user_id: UUID
    channel: str
    template: str
    cause: UUID
    """The event that the message is about."""
