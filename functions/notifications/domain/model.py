"""What a message to a person is, and what that person sees of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from souk import Money, View


class Channel(StrEnum):
    """A way to reach a person."""

    EMAIL = "email"
    SMS = "sms"


class MessageStatus(StrEnum):
    """Where a message stands; only a queued one may be tried again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person and their addresses."""

    user_id: UUID
    first_name: str
    email: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order as its buyer reads it."""

    title: str
    sku: str
    quantity: int
    unit_amount: int
    currency: str

    @property
    def total(self) -> Money:
        """The price of the whole line."""
        return Money(amount=self.unit_amount * self.quantity, currency=self.currency)


@dataclass(frozen=True, slots=True)
class Order:
    """An order as its buyer reads it."""

    order_id: UUID
    number: str
    customer_id: UUID
    total_amount: int
    currency: str

    @property
    def total(self) -> Money:
        """What the buyer pays."""
        return Money(amount=self.total_amount, currency=self.currency)


@dataclass(frozen=True, slots=True)
class Note:
    """What is kept of a message: why, to whom, by which template, about what; never its words."""

    event_id: UUID
    user_id: UUID
    channel: Channel
    template: str
    recipient: str
    metadata: dict[str, Any]


class NotificationView(View):
    """A message that was sent to the caller, or should have been."""

    id: UUID
    channel: Channel
    template: str
    recipient: str
    metadata: dict[str, Any]
    status: MessageStatus
    created_at: datetime
    sent_at: datetime | None


def masked(address: str) -> str:
    """Keep of an address what its owner recognises: a•••@example.com, •••4321."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}" if at else f"•••{address[-4:]}"
