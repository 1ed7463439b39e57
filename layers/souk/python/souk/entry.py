"""What Valkey holds. Each kind of entry is declared once, by its owner, and nothing else is written to it."""

import re
from dataclasses import dataclass, field

_declared: dict[str, "Entry"] = {}
_PART = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind of entry: the pattern of its keys, with the parts that differ in braces, and how many seconds it lives.

    ``life`` is the longest; 0 is for what is emptied otherwise. ``without`` is what happens when Valkey is gone or has
    forgotten it.

    Raises ValueError when another entry has the pattern.
    """

    pattern: str
    owner: str
    life: int
    holds: str
    without: str
    parts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(name[1:-1] for name in _PART.findall(self.pattern)))
        if _declared.setdefault(self.pattern, self) != self:
            raise ValueError(f"{self.pattern} is declared by {_declared[self.pattern].owner} too")

    def key(self, **parts: object) -> str:
        """Give the key of one entry."""
        return self.pattern.format_map(parts)


def declared() -> list[Entry]:
    """Give every kind that the modules loaded so far declare, by pattern."""
    return sorted(_declared.values(), key=lambda entry: entry.pattern)
