"""What a message to a person is, and what that person sees of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from souk import View
from souk.email import Email
from souk.paging import Page
from souk.timestamp import Timestamp


class MessageStatus(StrEnum):
    """Where a message stands; only a queued one is tried again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Person:
    """A person and their addresses."""

    first_name: str
    locale: str
    email: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class CustomerOrder:
    """An order as orders publishes it for its customer, with the address and language of one who is a guest."""

    customer_id: UUID
    guest_email: str | None
    guest_language: str | None
    document: Any


@dataclass(frozen=True, slots=True)
class GiftCard:
    """A gift card that waits to be mailed."""

    email: str
    locale: str
    amount: int
    currency: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """A message that is about to be sent: where to, in which language, and the words that its template needs."""

    id: UUID
    event_id: UUID
    user_id: UUID
    channel: str
    template: str
    locale: str
    address: str
    words: dict[str, Any]


class NotificationView(View):
    """A message that was sent to the caller, or should have been."""

    id: UUID
    channel: str
    template: str
    recipient: str
    metadata: dict[str, Any]
    status: MessageStatus
    created_at: Timestamp
    sent_at: Timestamp | None


class FoundNotification(NotificationView):
    """A message to anybody, with how its delivery went."""

    user_id: UUID
    tries: int
    failure: str | None


class FindNotifications(Page):
    """Which messages to anybody to list."""

    customer: Annotated[UUID | None, Field(description="Only the messages to this customer or guest")] = None
    email: Annotated[Email | None, Field(description="Only the messages to the account with this address")] = None
    status: Annotated[MessageStatus | None, Field(description="Only messages that stand so")] = None


def masked(address: str) -> str:
    """Keep of an address what its owner recognises: a•••@example.com, •••4321."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}" if at else f"•••{address[-4:]}"
