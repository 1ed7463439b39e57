"""What the workshop publishes."""

from uuid import UUID

from souk.event import Event


class PotMade(Event):
    """A pot was made."""

    name = "pot.made"
    aggregate = "pot_id"

    pot_id: UUID
    weight: int


class PotGlazed(Event):
    """A pot got its colour."""

    name = "pot.glazed"
    aggregate = "pot_id"

    pot_id: UUID
    colour: str


class StallClosed(Event):
    """A shop left the market."""

    name = "stall.closed"
    aggregate = "seller_id"

    seller_id: UUID
