"""Where people find Souk, for links that leave it."""

from typing import ClassVar, Self

from souk import settings
from souk.resources import Resource


class Site(Resource):
    """The address of the shop."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_PUBLIC_URL",)

    def __init__(self, url: str) -> None:
        self.url = url

    @classmethod
    def open(cls) -> Self:
        """Read it."""
        return cls(settings.get("SOUK_PUBLIC_URL"))
