"""Clients are generated from the contract, and the programs of ``examples/`` fit them."""

import sys
from pathlib import Path

import pytest

from tests.support import clients

TSC = ("node_modules/.bin/tsc", "--project", ".")
MYPY = (sys.executable, "-m", "mypy", "--strict", "--cache-dir=.mypy", "sell.py", "approve.py")


def test_the_typescript_program_fits_the_types_of_the_contract_and_another_is_found(tmp_path: Path) -> None:
    clients.typescript(tmp_path)

    clients.run(tmp_path, *TSC)
    program = tmp_path / "buy.ts"
    program.write_text(program.read_text().replace("error.lines", "error.parts"))
    with pytest.raises(AssertionError, match="Property 'parts' does not exist"):
        clients.run(tmp_path, *TSC)


def test_the_python_programs_fit_the_package_of_the_contract_and_others_are_found(tmp_path: Path) -> None:
    clients.python(tmp_path)

    clients.run(tmp_path, *MYPY)
    program = tmp_path / "sell.py"
    program.write_text(program.read_text().replace("page.next_cursor", "page.next_page"))
    with pytest.raises(AssertionError, match='has no attribute "next_page"'):
        clients.run(tmp_path, *MYPY)
