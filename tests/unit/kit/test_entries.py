"""What Valkey holds is declared once."""

import pytest

from souk.entry import Entry


def entry(pattern: str, owner: str = "pottery") -> Entry:
    return Entry(pattern, owner, life=60, holds="a glaze", without="it is mixed each time")


def test_its_parts_are_those_of_its_pattern() -> None:
    glaze = entry("glaze:{maker}:{colour}")

    assert glaze.parts == ("maker", "colour")
    assert glaze.key(maker=7, colour="blue") == "glaze:7:blue"
    with pytest.raises(KeyError):
        glaze.key(maker=7)


def test_two_owners_of_one_pattern_are_refused() -> None:
    entry("clay:{maker}")

    with pytest.raises(ValueError, match="pottery"):
        entry("clay:{maker}", owner="bakery")
