"""A currency, a country, a language and money are read and written in one place each."""

import re
from collections.abc import Iterator
from pathlib import Path

from souk import View
from souk.registry import load

ROOT = Path(__file__).parents[2]
KIT = ROOT / "layers" / "souk" / "python" / "souk"
FOLDERS = (ROOT / "functions", ROOT / "events", ROOT / "local", KIT)
CODE = re.compile(r"\[A-Z\]\{[23]\}|\[a-z\]\{2\}|[\"']\[A-Z\]\[A-Z\]")
MONEY_JSON = re.compile(r"json_build_object\(\s*'amount',[^)]*'currency'")


def sources() -> Iterator[Path]:
    """Give every file of Python and SQL that runs."""
    for folder in FOLDERS:
        for suffix in ("py", "sql"):
            yield from folder.rglob(f"*.{suffix}")


def having(pattern: re.Pattern[str]) -> set[str]:
    """Name the files that match."""
    return {str(file.relative_to(ROOT)) for file in sources() if pattern.search(file.read_text())}


def test_a_code_is_checked_by_the_kits_tables_and_in_sql_by_its_domains() -> None:
    assert CODE.search(r"^[A-Z]{3}$")
    postal_codes = "layers/souk/python/souk/country.py"
    assert having(CODE) == {"layers/souk/python/souk/schema/0001_foundation.sql", postal_codes}


def test_money_becomes_json_in_one_function() -> None:
    assert having(MONEY_JSON) == {"layers/souk/python/souk/schema/0001_foundation.sql"}


def views(of: type[View] = View) -> Iterator[type[View]]:
    """Give every response document."""
    for view in of.__subclasses__():
        yield view
        yield from views(view)


def test_every_point_in_time_that_is_answered_has_one_form() -> None:
    load(ROOT / "functions")

    shown = {
        f"{view.__module__}.{view.__name__}.{name}": str(field.annotation)
        for view in views()
        for name, field in view.model_fields.items()
    }

    assert [name for name, annotation in shown.items() if "datetime" in annotation.lower()] == []
    assert any("Timestamp" in annotation for annotation in shown.values())
