"""How much script a visit begins with."""

from local.web import build, first_scripts

# Bytes that a phone loads and runs in time.
MOST = 125_000


def test_a_visit_begins_with_no_more_script_than_a_phone_loads_in_time() -> None:
    build()

    sizes = first_scripts()

    assert {visit: size for visit, size in sizes.items() if size > MOST} == {}
    assert ("HomePage", "en") in sizes
