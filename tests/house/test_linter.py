"""A linter of OpenAPI documents finds nothing in the contract."""

import json
from pathlib import Path

from souk.openapi import document
from tests.support import npm
from tests.support.world import registry


def linted(contract: dict[str, object], folder: Path) -> tuple[int, str]:
    file = folder / "openapi.json"
    file.write_text(json.dumps(contract, indent=1))
    done = npm.run("redocly", "lint", "--format=stylish", "--max-problems=20", str(file))
    return done.returncode, done.stdout + done.stderr


def test_the_contract_is_a_valid_document_without_a_finding(tmp_path: Path) -> None:
    code, findings = linted(document(registry()), tmp_path)

    assert code == 0, findings


def test_a_fault_in_the_contract_is_found(tmp_path: Path) -> None:
    contract = document(registry())
    del contract["paths"]["/api/orders"]["post"]["summary"]

    code, findings = linted(contract, tmp_path)

    assert code != 0
    assert "operation-summary" in findings
