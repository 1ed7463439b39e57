"""Who runs this stage."""

from typing import ClassVar, Self

from souk import settings
from souk.country import CODES
from souk.resources import Resource


class Platform(Resource):
    """Where the platform is established, whose tax comes on what it charges shops; None when it charges none."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_PLATFORM_COUNTRY",)

    def __init__(self, country: str | None = None) -> None:
        self.country = country

    @classmethod
    def open(cls) -> Self:
        """Read the country that the stage names; there may be none.

        Raises ValueError when it is no country.
        """
        country = settings.get("SOUK_PLATFORM_COUNTRY") or None
        if country not in {None, *CODES}:
            raise ValueError(f"{country} is no country")
        return cls(country)
