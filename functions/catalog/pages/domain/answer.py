"""What the API answers to the requests that a page makes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel

from souk import Json
from souk.errors import Problem


@dataclass(frozen=True, slots=True)
class Answer:
    """One request of a page by its operation and its parameters, as they are sent, and what it is answered."""

    operation: str
    params: Mapping[str, Any]
    data: Json | None = None
    problem: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, operation: str, params: Mapping[str, Any], read: Callable[[], BaseModel | Json]) -> Self:
        """Read what the operation answers, its problem when it refuses."""
        sent = {name: value if isinstance(value, bool | int) else str(value) for name, value in params.items()}
        try:
            found = read()
        except Problem as problem:
            return cls(operation, sent, problem=problem.body(""))
        return cls(operation, sent, data=Json(found.model_dump_json() if isinstance(found, BaseModel) else found))

    def text(self) -> str:
        """Give it as the bundle takes it; what the API answers goes in as it is."""
        name, params = json.dumps(self.operation), json.dumps(self.params)
        kind, said = ("data", self.data) if self.problem is None else ("problem", json.dumps(self.problem))
        return f'{{"operation":{name},"params":{params},"{kind}":{said}}}'
