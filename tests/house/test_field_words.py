"""Every fault that a field can have is told in the languages of the pages."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, get_args

from pydantic_core import core_schema

from local.places import ROOT, WEB
from tests.support.world import registry

WORDS = re.compile(r"^  (\w+)\b(.*(?:\n(?:    |  }).*)*)", re.MULTILINE)
FIGURE = re.compile(r"{(\w+)")
# The codes of pydantic that each kind of value can have; those of limits come with the limits.
LIMITS = {"greater_than", "greater_than_equal", "less_than", "less_than_equal", "too_short", "too_long"}
KINDS = {
    "model": {"model_type", "model_attributes_type"},
    "model-field": {"missing"},
    "dict": {"dict_type", "invalid_key"},
    "list": {"list_type"},
    "str": {"string_type", "string_too_short", "string_too_long", "string_pattern_mismatch"},
    "int": {"int_type", "int_parsing", "int_parsing_size", "int_from_float"},
    "float": {"float_type", "float_parsing", "finite_number"},
    "bool": {"bool_type", "bool_parsing"},
    "uuid": {"uuid_type", "uuid_parsing"},
    "literal": {"literal_error"},
    "enum": {"enum"},
    "date": {"date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"},
    "datetime": {"datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware"},
    "tagged-union": {"union_tag_invalid", "union_tag_not_found"},
}
# Asked of a process of its own, as tests declare faults too.
DECLARED = f"""
import json, sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "layers" / "souk" / "python")!r}]
from pathlib import Path
from souk.registry import load
load(Path({str(ROOT)!r}) / "functions")
from souk.faults import made
print(json.dumps(made))
"""
WITHOUT = {"nullable", "default", "union", "model-fields", "definitions", "definition-ref", "any", "chain"}
WITHOUT |= {"function-after", "function-wrap", "no-info", "with-info", "json-or-python"}


def words() -> dict[str, set[str]]:
    """Give the names of the figures in the words of every fault, by its code."""
    told = (WEB / "forms/field_words.ts").read_text().partition("fieldWords")[2]
    return {code: {*FIGURE.findall(text)} for code, text in WORDS.findall(told)}


def faults() -> dict[str, set[str]]:
    """Give the names of the figures of every fault that is declared, by its code."""
    done = subprocess.run([sys.executable, "-c", DECLARED], capture_output=True, text=True, check=True)
    return {code: {*FIGURE.findall(message)} for code, message in json.loads(done.stdout).items()}


def kinds(schema: Any) -> Iterator[str]:
    """Give the types of a schema of pydantic and of all that it is made of."""
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema["type"]
        for name, part in schema.items():
            if name not in {"metadata", "serialization"}:
                yield from kinds(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from kinds(part)


def test_every_fault_of_ours_has_words_with_its_own_figures() -> None:
    told, declared = words(), faults()

    assert len(declared) > 40
    assert declared.keys() - told.keys() == set()
    assert told.keys() - declared.keys() - {*get_args(core_schema.ErrorType)} == set()
    assert {code for code, figures in declared.items() if not told[code] <= figures} == set()


def test_every_fault_that_pydantic_finds_in_a_request_has_words() -> None:
    models = {model for spec in registry().operations for model in (spec.body, spec.query) if model}
    for model in models:
        model.model_rebuild()
    found = {kind for model in models for kind in kinds(model.__pydantic_core_schema__)}
    codes = {code for kind in found - WITHOUT for code in KINDS.get(kind, {f"{kind} is in no table here"})}

    assert len(found) > 15
    assert (codes | LIMITS | {"extra_forbidden"}) - words().keys() == set()
