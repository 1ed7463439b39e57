"""What can be wrong with a field: each fault has a code that nobody else has, by which pages find their words.

Faults that pydantic finds have its codes: https://docs.pydantic.dev/latest/errors/validation_errors/.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails, PydanticCustomError

type Figure = int | float | str

# The sentence of every fault that was declared by now, by its code.
made: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong with one field of the input; ``figures`` are the limits and names in its message."""

    field: str
    message: str
    code: str
    figures: Mapping[str, Figure]

    @classmethod
    def found(cls, place: str, error: ErrorDetails) -> "FieldError":
        """Take over what pydantic found."""
        figures = {name: value for name, value in error.get("ctx", {}).items() if isinstance(value, int | float | str)}
        return cls(place, error["msg"].removeprefix("Value error, "), error["type"], figures)

    def document(self) -> dict[str, Any]:
        """Give it as it stands among the ``errors`` of a problem."""
        said = {"field": self.field, "message": self.message, "code": self.code}
        return said | ({"figures": dict(self.figures)} if self.figures else {})


@dataclass(frozen=True, slots=True)
class Fault:
    """A way in which a value does not fit: its code and its sentence, with the names of figures in braces."""

    code: str
    message: str

    def __post_init__(self) -> None:
        """Refuse the code of another fault."""
        if made.setdefault(self.code, self.message) != self.message:
            raise TypeError(f"the code {self.code} is that of: {made[self.code]}")

    def at(self, place: str, **figures: Figure) -> FieldError:
        """Say it of a field."""
        return FieldError(place, self.message.format(**figures), self.code, figures)

    def error(self, **figures: Figure) -> ValueError:
        """Give what a validator raises; pydantic knows the field."""
        return PydanticCustomError(self.code, self.message, figures)
