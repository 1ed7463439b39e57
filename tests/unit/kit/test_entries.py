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


@pytest.mark.parametrize(
    ("key", "owned"), [("glaze:7:blue", True), ("glaze:7", False), ("glaze:7:", False), ("a glaze:7:blue", False)]
)
def test_it_knows_its_keys(key: str, owned: bool) -> None:
    assert entry("glaze:{maker}:{colour}").owns(key) is owned


def test_two_owners_of_one_pattern_are_refused() -> None:
    entry("clay:{maker}")

    with pytest.raises(ValueError, match="pottery"):
        entry("clay:{maker}", owner="bakery")
