"""Where the links in messages lead."""

from typing import ClassVar, Self
from uuid import UUID

from souk import settings
from souk.resources import Resource


class Site(Resource):
    """The address under which people find Souk."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_PUBLIC_URL",)

    def __init__(self, url: str) -> None:
        self.url = url

    @classmethod
    def open(cls) -> Self:
        """Read it."""
        return cls(settings.get("SOUK_PUBLIC_URL"))

    def claim_of(self, token: str) -> str:
        """Give the link that makes a guest's order an account's; browsers send no fragment to anybody."""
        return f"{self.url}/orders/claim#{token}"

    def payment_of(self, order_id: UUID) -> str:
        """Give the link to the page on which an order is paid."""
        return f"{self.url}/checkout/{order_id}"
