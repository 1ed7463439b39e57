"""What things may cost, and what they cost."""

from dataclasses import dataclass
from pathlib import Path

from bench.stopwatch import milliseconds


@dataclass(frozen=True, slots=True)
class Budget:
    """What something may cost, and what it costs; both in the unit that the texts say."""

    name: str
    measured: float
    allowed: float
    measured_text: str
    allowed_text: str
    at_least: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether it costs no more than it may, or is worth as much as it must."""
        return self.measured >= self.allowed if self.at_least else self.measured <= self.allowed

    def row(self) -> tuple[str, ...]:
        """Lay it out."""
        kept = "yes" if self.is_kept else "NO"
        used = f"{self.measured / self.allowed:.2f}" if self.allowed else "-"
        return self.name, self.measured_text, self.allowed_text, used, kept


HEAD = ("budget", "measured", "allowed", "used", "kept")
README = Path(__file__).resolve().parent.parent / "README.md"


def filled(text: str, name: str, tables: str) -> str:
    """Give the README with new tables between the markers of a name."""
    before, begin, rest = text.partition(f"<!-- {name} -->")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    return f"{before}{begin}\n{tables}\n{end}{after}"


def seconds(name: str, measured: float, allowed: float) -> Budget:
    """Make one of a time."""
    return Budget(name, measured, allowed, f"{milliseconds(measured)} ms", f"{milliseconds(allowed)} ms")
