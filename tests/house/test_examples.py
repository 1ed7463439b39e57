"""Every operation has an example of what it takes and of what it answers, and each is one that could be sent."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from souk.openapi import document
from souk.registry import Registry
from souk.spec import Spec
from tests.support.world import FUNCTIONS
from tests.support.world import registry as load_registry

SAID = json.loads((FUNCTIONS / "examples.json").read_text())


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def described(registry: Registry) -> list[tuple[Spec, dict[str, Any]]]:
    paths = document(registry)["paths"]
    return [(spec, paths[spec.path][spec.method.lower()]) for spec in registry.operations]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from texts(one)


def test_the_example_of_a_body_is_one_that_its_model_accepts(registry: Registry) -> None:
    for spec, operation in described(registry):
        if spec.body is not None:
            example = operation["requestBody"]["content"]["application/json"]["example"]
            TypeAdapter(spec.body).validate_json(json.dumps(example), strict=True)


def test_the_example_of_an_answer_is_one_that_its_model_gives(registry: Registry) -> None:
    for spec, operation in described(registry):
        if spec.result_model is not None:
            example = operation["responses"][str(spec.status)]["content"]["application/json"]["example"]
            TypeAdapter(spec.result_model).validate_json(json.dumps(example), strict=True)


def test_no_example_holds_a_text_that_says_nothing(registry: Registry) -> None:
    found = {
        spec.route
        for spec, operation in described(registry)
        for answer in (operation.get("requestBody", {}), *operation["responses"].values())
        for content in answer.get("content", {}).values()
        if "text" in texts(content.get("example"))
    }

    assert found == set(), "say in functions/examples.json what their fields hold"


def test_whatever_is_said_of_fields_and_models_is_of_ones_that_there_are(registry: Registry) -> None:
    schemas = document(registry)["components"]["schemas"]
    fields = {name for schema in schemas.values() for name in schema.get("properties", {})}
    models = {name for name in SAID if name[0].isupper()}

    assert SAID.keys() - models - fields == set()
    assert models - schemas.keys() == set()
    assert [name for name in models if not SAID[name].keys() <= schemas[name]["properties"].keys()] == []
