"""The schemas of models, as pydantic writes them but for their names and descriptions."""

import inspect
import re
from typing import Any, override

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue


class Schemas(GenerateJsonSchema):
    """Writes ``PageOf[AddressView]`` as PageOfAddressView, with the docstring that it inherits, and no titles."""

    @override
    def normalize_name(self, name: str) -> str:
        return super().normalize_name(re.sub(r"[\[\]]", "", name))

    @override
    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    @override
    def model_schema(self, schema: Any) -> JsonSchemaValue:
        return {"description": inspect.getdoc(schema["cls"])} | super().model_schema(schema)

    @override
    def generate_definitions(self, inputs: Any) -> Any:
        references, definitions = super().generate_definitions(inputs)
        for described in definitions.values():
            described.pop("title", None)
        return references, definitions
