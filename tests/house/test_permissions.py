"""Who may call what, checked for every operation and every role; and what is refused changes nothing."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from souk.identity import Caller, Role
from souk.spec import Spec
from tests.support import api
from tests.support.world import World
from tests.support.world import registry as load_registry

OPERATIONS = load_registry().operations
NOBODY = None
WHO = [NOBODY, *Role]


def dummy(spec: Spec) -> dict[str, Any]:
    """A request that gets as far as the role, and no further than the fields."""
    path = {name: uuid4() if kind is UUID else "1" for name, kind in spec.path_types.items()}
    return {"path": path, "body": {"no such field": 1} if spec.body else None}


def rows(database: World) -> dict[str, int]:
    """Count the rows of every table."""
    with database.tx_as("admin") as tx:
        tables = tx.rows(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        return {
            f"{t['schemaname']}.{t['tablename']}": tx.value(
                f'SELECT count(*) FROM "{t["schemaname"]}"."{t["tablename"]}"'
            )
            for t in tables
        }


def call_as(spec: Spec, role: Role | None) -> api.Answer:
    caller = None
    if role is not NOBODY:
        caller = api.seller() if role is Role.SELLER else api.caller(role)
    return api.call(spec.route, as_=caller, **dummy(spec))


@pytest.mark.parametrize("role", WHO, ids=lambda role: role.value if role else "nobody")
def test_every_operation_is_open_to_its_roles_and_closed_to_others(database: World, role: Role | None) -> None:
    before = rows(database)
    closed = [spec for spec in OPERATIONS if spec.roles and not (role and any(one.allows(role) for one in spec.roles))]

    answers = {spec.route: call_as(spec, role) for spec in closed}

    expected = ("unauthenticated", 401) if role is NOBODY else ("forbidden", 403)
    assert {route: (a.code, a.status) for route, a in answers.items() if (a.code, a.status) != expected} == {}
    assert rows(database) == before
    opened = [spec for spec in OPERATIONS if spec not in closed]
    answers = {spec.route: call_as(spec, role) for spec in opened}
    assert {route: a.status for route, a in answers.items() if a.code in {"unauthenticated", "forbidden"}} == {}


class Auditor(Caller):
    """Somebody whose token names a role that there is not."""

    def claims(self) -> dict[str, str]:
        """Give the claims of a seller, but for the role."""
        return api.seller().claims() | {"role": "auditor"}


def test_a_role_that_there_is_not_is_nobody(database: World) -> None:
    before = rows(database)
    auditor = Auditor(uuid4(), Role.ADMIN, uuid4())

    answers = {spec.route: api.call(spec.route, as_=auditor, **dummy(spec)) for spec in OPERATIONS if spec.roles}

    assert {route: a.code for route, a in answers.items() if a.code != "unauthenticated"} == {}
    assert rows(database) == before
    answers = {spec.route: api.call(spec.route, as_=auditor, **dummy(spec)) for spec in OPERATIONS if not spec.roles}
    assert {route: a.code for route, a in answers.items() if a.code in {"unauthenticated", "forbidden"}} == {}


def test_an_answer_is_never_a_server_error_whatever_is_missing(database: World) -> None:
    answers = {(spec.route, role): call_as(spec, role).status for spec in OPERATIONS for role in WHO}

    assert sorted({route for (route, _), status in answers.items() if status >= 500}) == []


def wrong_requests(spec: Spec) -> list[tuple[dict[str, Any], int]]:
    """Requests that cannot be right, with the status each must get."""
    path = {name: uuid4() if kind is UUID else "1" for name, kind in spec.path_types.items()}
    found: list[tuple[dict[str, Any], int]] = []
    if spec.body:
        found.append(({"path": path, "body": "{"}, 400))
        found.append(({"path": path, "body": '{"a": "\\u0000"}'}, 400))
        found.append(({"path": path, "body": "[]"}, 422))
        found.append(({"path": path, "body": {"no_such_field": 1}}, 422))
        found.append(({"path": path, "body": "x" * (spec.max_body + 1)}, 413))
    if UUID in spec.path_types.values():
        found.append(({"path": dict.fromkeys(path, "no-uuid"), "body": {} if spec.body else None}, 422))
    if spec.query:
        found.append(({"path": path, "query": {"no_such_parameter": 1}}, 422))
    if spec.idempotent:
        found.append(({"path": path, "body": {} if spec.body else None, "key": ""}, 422))
    return found


def has_one_shape(answer: api.Answer, status: int) -> bool:
    problem = answer.json
    return (
        answer.status == problem["status"] == status
        and answer.headers["Content-Type"] == "application/problem+json"
        and {"type", "title", "code"} <= set(problem)
        and problem["request_id"] == answer.headers["X-Correlation-Id"]
        and (status != 422 or (problem["errors"] and all(e["field"] and e["message"] for e in problem["errors"])))
    )


def test_every_error_has_one_shape_and_changes_nothing(database: World) -> None:
    before = rows(database)
    strange = []
    for spec in OPERATIONS:
        caller = None if not spec.roles else api.seller() if Role.SELLER in spec.roles else api.caller(spec.roles[0])
        for request, status in wrong_requests(spec):
            answer = api.call(spec.route, as_=caller, **request)
            if not has_one_shape(answer, status):
                strange.append((spec.route, status, answer.text))

    assert strange == []
    assert rows(database) == before
