"""Write the rates of value added tax as a module: ``python -m docs.vat_rates``.

A function that reads the package itself would carry the names of the tax in each language, and parse 46 kB of JSON at
its cold start.
"""

from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

from eu_vat_rates_data import VatRate, dataset, get_all_rates

PACKAGE = "eu-vat-rates-data"
MODULE = Path(__file__).parents[1] / "functions" / "orders" / "domain" / "vat_rates.py"
COLLECTED = ("CH", "GB", "NO", "XI")
"""Where tax is collected outside of the Union."""


def text() -> str:
    """Write the module."""
    rates = {code: rate for code, rate in sorted(get_all_rates().items()) if rate["eu_member"] or code in COLLECTED}
    return (
        f'"""Rates of value added tax in basis points, written by `make rates` from {PACKAGE} {version(PACKAGE)}.\n\n'
        "Licence of the package: MIT. Those of the Union are what the European Commission publishes, the others the\n"
        'package keeps by itself.\n"""\n\n'
        f'SOURCE = "{dataset["source"]}"\nPACKAGE = "{PACKAGE} {version(PACKAGE)}"\nAS_OF = "{dataset["version"]}"\n\n'
        f"IN_THE_UNION = frozenset(\n    {_words([code for code, rate in rates.items() if rate['eu_member']])}\n)\n"
        f"STANDARD: dict[str, int] = {{\n{_lines(rates, _standard)}}}\n"
        f"REDUCED: dict[str, tuple[int, ...]] = {{\n{_lines(rates, _reduced)}}}\n"
        f"SUPER_REDUCED: dict[str, int] = {{\n{_lines(rates, _super_reduced)}}}\n"
    )


def _words(codes: list[str]) -> str:
    return f'"{" ".join(codes)}".split()  # noqa: SIM905'


def _lines(rates: dict[str, VatRate], written: object) -> str:
    assert callable(written)
    return "".join(f'    "{code}": {value},\n' for code, rate in rates.items() if (value := written(rate)) is not None)


def _standard(rate: VatRate) -> int:
    return _basis_points(rate["standard"])


def _reduced(rate: VatRate) -> tuple[int, ...] | None:
    return tuple(map(_basis_points, sorted(rate["reduced"]))) or None


def _super_reduced(rate: VatRate) -> int | None:
    return None if rate["super_reduced"] is None else _basis_points(rate["super_reduced"])


def _basis_points(per_cent: float) -> int:
    return int(Decimal(str(per_cent)) * 100)


if __name__ == "__main__":
    MODULE.write_text(text())
