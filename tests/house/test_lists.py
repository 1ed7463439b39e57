"""What holds for every list there is."""

from typing import Any

import pytest

from souk.ids import uuid7
from souk.paging import Page
from souk.spec import Spec
from tests.support import api, market
from tests.support.world import World
from tests.support.world import registry as load_registry

LISTS = [spec for spec in load_registry().operations if isinstance(spec.query, type) and issubclass(spec.query, Page)]


def ask(spec: Spec, cursor: str) -> api.Answer:
    shop = market.open_shop()
    roles = {role.value for role in spec.roles}
    caller = (
        None
        if not roles
        else shop.keeper
        if "seller" in roles
        else api.admin()
        if roles == {"admin"}
        else api.customer()
    )
    ids: dict[str, Any] = {name: uuid7() for name in spec.path_types}
    return api.call(spec.route, as_=caller, path=ids, query={"cursor": cursor})


def test_there_are_lists() -> None:
    assert len(LISTS) > 6


@pytest.mark.parametrize("spec", LISTS, ids=lambda spec: spec.id)
def test_an_empty_cursor_is_no_cursor(database: World, spec: Spec) -> None:
    answer = ask(spec, "")

    assert answer.status == (404 if spec.path_types else 200), answer.text


@pytest.mark.parametrize("spec", LISTS, ids=lambda spec: spec.id)
def test_a_forged_cursor_is_refused_by_name(database: World, spec: Spec) -> None:
    answer = ask(spec, "bm9uZSBvZiBvdXJz")

    if not spec.path_types:  # of a thing that is not there, the cursor is not looked at
        assert [error["field"] for error in answer.json["errors"]] == ["cursor"], answer.text
    assert answer.status == (404 if spec.path_types else 422)
