"""A saved file is brought to the functions that it is part of."""

import pytest

from local.deploy import reason
from local.places import ROOT
from local.publish import Work


@pytest.mark.parametrize(
    ("saved", "work"),
    [
        ("functions/orders/place_order.py", Work(services={"orders"})),
        ("functions/orders/domain/placing.py", Work(services={"orders"})),
        ("functions/orders/migrations/0002_notes.sql", Work(services={"orders", "ops"}, migrate=True)),
        ("events/orders.py", Work(everything=True)),
        ("layers/souk/python/souk/money.py", Work(everything=True, kit=True)),
        ("functions/__init__.py", Work()),
    ],
)
def test_a_saved_file_says_what_is_to_be_published(saved: str, work: Work) -> None:
    assert Work.of({ROOT / saved}) == work


def test_a_failed_deployment_names_its_resources_once() -> None:
    line = "souk-local-ops | 9 | 8:25:15 AM | CREATE_FAILED | Custom::RunOnDeploy | ops/Run RuntimeError: no such role"

    said = reason(f"Synthesis time: 2 s\n{line}\n{line}\nsouk-local-ops failed to deploy")

    assert said == "ops/Run RuntimeError: no such role"


def test_a_deployment_that_failed_before_any_resource_shows_the_end_of_its_log() -> None:
    assert reason("--app is required") == "--app is required"


def test_an_edited_migration_is_explained() -> None:
    said = reason("a | CREATE_FAILED | b | 0001_carts.sql was applied and has changed since: write a new file")

    assert "make reset" in said
