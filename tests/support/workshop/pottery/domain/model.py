"""What the pottery takes and gives."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from souk import Request, Response, View, Work
from souk.page import Shell
from souk.paging import Page
from souk.resources import Resource


class MakePot(Request):
    """A pot to be made."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    weight: Annotated[int, Field(ge=1, le=10_000)]


class PotView(View):
    """A pot."""

    id: UUID
    name: str
    weight: int


class FindPots(Page):
    """Which pots to list."""

    heavier_than: Annotated[int, Field(ge=0, le=10_000)] = 0
    names: Annotated[tuple[str, ...], Field(max_length=5)] = ()


class WareView(View):
    """Something on a stall."""

    id: UUID
    name: str
    price: int


class LayOut(Request):
    """Something for the stall."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    price: Annotated[int, Field(ge=1, le=10_000)]


class PriceWare(Request):
    """What it costs from now on."""

    price: Annotated[int, Field(ge=1, le=10_000)]


class Note(View):
    """What somebody said, and who they are."""

    said: str
    by: UUID | None
    address: str


class Kiln(Resource):
    """The moment in which a pot may break; tests hand in one that does."""

    @classmethod
    def open(cls) -> "Kiln":
        """Light it."""
        return cls()

    def fire(self) -> None:
        """Burn the clay."""


class StackShelf(Work):
    """Pots that are to stand on the shelf."""

    job = "pottery-stack-shelf"

    pots: list[UUID]


class FireBatch(Work):
    """How often the kiln is to be fired, once the list of what is in it was uploaded."""

    job = "pottery-fire-batch"
    upload = True

    times: int


class Window(Shell):
    """What passers-by see."""

    @classmethod
    def open(cls) -> Self:
        """Look in."""
        return cls()

    def shell(self, status: int) -> Response:
        """Show that there is something."""
        return Response("<h1>Pots</h1>", status)
