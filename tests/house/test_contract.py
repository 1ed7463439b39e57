"""Promises that every declaration keeps."""

import re
from typing import Any

import pytest

from souk import ADMIN, Work, errors
from souk.openapi import document
from souk.registry import Registry
from souk.spec import Spec
from tests.support import bus
from tests.support.world import registry as load_registry

NAME = re.compile(r"^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def problems(kind: type[errors.Problem]) -> list[type[errors.Problem]]:
    return [kind, *(found for child in kind.__subclasses__() for found in problems(child))]


def test_every_operation_stands_in_the_document_and_nothing_else_does(registry: Registry) -> None:
    described = document(registry)

    routes = {f"{method.upper()} {path}" for path, item in described["paths"].items() for method in item}
    assert routes == {spec.route for spec in registry.operations}


def operations(registry: Registry) -> dict[str, dict[str, Any]]:
    found = document(registry)["paths"]
    return {f"{method.upper()} {path}": one for path, item in found.items() for method, one in item.items()}


def parameters(registry: Registry) -> list[tuple[str, dict[str, Any]]]:
    return [(route, one) for route, operation in operations(registry).items() for one in operation["parameters"]]


def test_the_id_of_an_operation_is_the_name_of_its_file(registry: Registry) -> None:
    described = operations(registry)

    assert {route: one["operationId"] for route, one in described.items()} == {
        spec.route: spec.name for spec in registry.operations
    }


def test_every_parameter_and_every_service_is_described(registry: Registry) -> None:
    tags = document(registry)["tags"]

    assert [(route, one["name"]) for route, one in parameters(registry) if not one.get("description")] == []
    assert [tag["name"] for tag in tags if not tag["description"]] == []


def test_every_model_is_described_and_nothing_has_a_title(registry: Registry) -> None:
    schemas = document(registry)["components"]["schemas"]

    assert [name for name, schema in schemas.items() if not schema.get("description")] == []
    assert "title" not in {keyword for schema in schemas.values() for keyword in schema}


def test_what_everybody_may_call_asks_for_no_token(registry: Registry) -> None:
    described = operations(registry)

    assert {route for route, one in described.items() if one["security"] == []} == {
        spec.route for spec in registry.operations if not spec.roles
    }


def test_a_shop_that_is_acted_for_is_a_parameter_where_an_administrator_may_call(registry: Registry) -> None:
    named = {route for route, one in parameters(registry) if one["name"] == "seller_id" and one["in"] == "query"}

    assert {s.route for s in registry.operations if s.acts_for_a_shop and ADMIN in s.roles} <= named


def answers(registry: Registry) -> dict[tuple[str, str], dict[str, Any]]:
    responses = document(registry)["components"]["responses"]
    return {
        (route, status): responses[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
        for route, one in operations(registry).items()
        for status, answer in one["responses"].items()
    }


def test_every_answer_but_an_empty_one_says_what_it_consists_of(registry: Registry) -> None:
    described = answers(registry)

    assert [
        place for place, answer in described.items() if place[1] not in {"204", "304"} and "content" not in answer
    ] == []
    assert [place for place, answer in described.items() if "RateLimit-Limit" not in answer["headers"]] == []
    assert [
        place for place, answer in described.items() if place[1] == "429" and "Retry-After" not in answer["headers"]
    ] == []


def test_a_read_that_may_be_kept_declares_its_validators(registry: Registry) -> None:
    described = operations(registry)
    kept = {spec.route for spec in registry.operations if spec.cached}

    assert {route for route, one in described.items() if "304" in one["responses"]} == kept
    assert {route for route, one in parameters(registry) if one["name"] == "If-None-Match"} == kept


def test_the_version_that_was_read_is_a_parameter_where_it_is_taken(registry: Registry) -> None:
    named = {route for route, one in parameters(registry) if one["name"] == "If-Match"}
    conflicts = {route for (route, status), one in answers(registry).items() if "VersionConflict" in str(one)}

    assert named == conflicts
    assert named == {spec.route for spec in registry.operations if spec.reads_version}
    assert "PUT /api/products/{product_id}" in named


def test_who_is_not_known_is_asked_for_a_token(registry: Registry) -> None:
    refused = {place: answer for place, answer in answers(registry).items() if place[1] == "401"}

    assert {spec.route for spec in registry.operations if spec.roles} <= {route for route, _ in refused}
    assert [place for place, answer in refused.items() if "WWW-Authenticate" not in answer["headers"]] == []


def test_every_field_that_ends_in_at_is_a_point_in_time(registry: Registry) -> None:
    schemas = document(registry)["components"]["schemas"]
    moments = [
        (model, name, schema.get("anyOf", [schema])[0])
        for model, described in schemas.items()
        for name, schema in described.get("properties", {}).items()
        if name.endswith("_at")
    ]

    assert moments
    assert [(model, name) for model, name, one in moments if "Timestamp" not in one.get("$ref", "")] == []
    assert schemas["Timestamp"]["format"] == "date-time"


def test_an_answer_has_every_field_but_what_was_not_asked_for(registry: Registry) -> None:
    schemas = document(registry)["components"]["schemas"]
    views = {spec.result_model.__name__ for spec in registry.operations if hasattr(spec.result_model, "model_fields")}
    left_out = {
        (name, field)
        for name in views & schemas.keys()
        for field in schemas[name]["properties"].keys() - set(schemas[name]["required"])
    }

    assert left_out == {
        *(("ProductPage", name) for name in ("facets", "total", "total_is_exact")),
        ("Tokens", "refresh_token"),
    }


def test_whatever_stands_somewhere_says_where_it_can_stand(registry: Registry) -> None:
    schemas = document(registry)["components"]["schemas"]

    def choices(schema: dict[str, Any]) -> bool:
        if "$ref" in schema:
            return choices(schemas[schema["$ref"].rpartition("/")[2]])
        return any(choices(one) for several in ("anyOf", "oneOf") for one in schema.get(several, [])) or bool(
            {"enum", "const"} & schema.keys()
        )

    stands = {"status", "state", "role", "kind", "shipping_option", "sort"}
    fields = {
        (model, name): schema
        for model, described in schemas.items()
        for name, schema in described.get("properties", {}).items()
        if (name in stands or name.endswith(("_status", "_state"))) and model != "ProblemDetails"
    }
    queried = {(route, one["name"]): one["schema"] for route, one in parameters(registry) if one["name"] in stands}

    assert len(fields) > 5
    assert [place for place, schema in (fields | queried).items() if not choices(schema)] == []


def test_facts_to_filter_by_are_declared(registry: Registry) -> None:
    (filters,) = [
        one for route, one in parameters(registry) if (route, one["name"]) == ("GET /api/products", "filters")
    ]

    (pattern,) = filters["schema"]["patternProperties"]
    assert (filters["style"], filters["explode"]) == ("form", True)
    assert re.search(pattern, "attr.colour")
    assert not re.search(pattern, "colour")


def test_every_reference_in_the_document_leads_somewhere(registry: Registry) -> None:
    described = document(registry)

    def references(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
            return own.union(*(references(value) for value in node.values()))
        return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()

    known = {
        f"#/components/{kind}/{name}"
        for kind in ("headers", "responses", "schemas")
        for name in described["components"][kind]
    }
    assert references(described) <= known


def test_no_two_models_share_a_name(registry: Registry) -> None:
    """Of two that do, the document would show the modules."""
    assert [name for name in document(registry)["components"]["schemas"] if "__" in name] == []


def test_the_id_of_a_thing_is_called_id(registry: Registry) -> None:
    """A thing is what a POST makes, what a path that ends in an id or in `me` shows, and what a list consists of."""
    answering = [spec for spec in registry.operations if hasattr(spec.result_model, "model_fields")]
    alone = [
        spec.result_model
        for spec in answering
        if spec.path.endswith(("}", "/me")) or (spec.method == "POST" and spec.status in {201, 202})
    ]
    listed = [item for spec in answering for item in spec.result_model.__pydantic_generic_metadata__["args"]]

    nameless = {model.__name__ for model in [*alone, *listed] if "id" not in model.model_fields}

    assert len(alone) > 10
    assert len(listed) > 5
    assert nameless == {"LevelView", "RefundsView", "StoreCreditView"}, (
        "stock of a variant in a warehouse is named by its parts, refunds and balances are several; nothing else is"
    )


def test_what_creates_or_moves_money_or_stock_requires_an_idempotency_key(registry: Registry) -> None:
    """The routes that the contract marks with K."""
    required = {
        "POST /api/products",
        "POST /api/products/imports",
        "POST /api/inventory/{variant_id}/adjustments",
        "POST /api/cart/items",
        "POST /api/orders",
        "PUT /api/orders/{order_id}/cancel",
        "POST /api/seller/orders/{seller_order_id}/shipments",
    }

    assert required <= {spec.route for spec in registry.operations if spec.idempotent}


def test_only_reads_are_public_apart_from_the_ways_in(registry: Registry) -> None:
    public = {spec.route for spec in registry.operations if not spec.roles and spec.method != "GET"}

    assert public == {
        "POST /api/auth/guest",
        "POST /api/auth/login",
        "POST /api/auth/refresh",
        "POST /api/auth/register",
        "POST /api/payments/webhooks/{provider}",
    }


def test_codes_of_problems_are_snake_case_and_their_statuses_are_http() -> None:
    for kind in problems(errors.Problem):
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.code), kind
        assert 400 <= kind.status <= 504, kind


def test_every_problem_of_a_service_is_declared_by_an_operation(registry: Registry) -> None:
    own = {kind for kind in problems(errors.Problem) if kind.__module__.startswith("functions.")}

    assert len(own) > 20
    assert own - {kind for spec in registry.operations for kind in spec.problems} == set()


def test_every_event_has_a_name_a_sample_and_a_docstring_that_is_its_entry() -> None:
    for name, event in bus.catalogue().items():
        assert NAME.match(name), name
        assert (event.__doc__ or "").strip().endswith("."), event
        assert (bus.EVENTS / "samples" / f"{name}.json").is_file(), name


def test_every_sample_is_an_event_of_the_catalogue_and_reads_back_the_same() -> None:
    import json

    for path in (bus.EVENTS / "samples").glob("*.json"):
        envelope = json.loads(path.read_text())

        event = bus.catalogue()[path.stem].open(envelope)

        again = event.envelope()
        assert again.pop("timestamp")[:19] == envelope.pop("timestamp")[:19]
        assert again == envelope, path.name


def test_no_event_carries_personal_data() -> None:
    personal = {"email", "phone", "first_name", "last_name", "address", "shipping_address", "password", "name"}

    for event in bus.catalogue().values():
        if event.source == "souk.sellers":
            continue  # a shop's name is public
        assert personal.isdisjoint(event.model_fields), event


def test_every_limit_is_one_lambda_knows(registry: Registry) -> None:
    def fits(spec: Spec) -> bool:
        return 1 <= spec.timeout <= (29 if spec.kind == "operation" else 900) and 128 <= spec.memory <= 10_240

    assert [spec.id for spec in registry.functions if not fits(spec)] == []


def test_all_work_that_can_be_enqueued_is_somebodys(registry: Registry) -> None:
    declared = {kind for kind in Work.__subclasses__() if kind.__module__.startswith("functions.")}

    assert declared == {spec.work for spec in registry.jobs}
