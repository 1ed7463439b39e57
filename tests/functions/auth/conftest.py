"""People at the door."""

from typing import Any

import pytest

from functions.auth.domain.passwords import Passwords
from functions.auth.domain.signing_key import SigningKey
from souk.identity import Caller, verify
from tests.support import api
from tests.support.api import Answer
from tests.support.world import World

ADA = {"email": "ada@example.com", "password": "correct horse", "first_name": "Ada", "last_name": "Lovelace"}


class Door:
    """What a client can do without being known, with cheap hashes and this world's key."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._passwords = Passwords(cost=4)
        self._key = SigningKey(world.keys.key_id, world.keys.private)

    def register(self, body: Any = ADA, **request: Any) -> Answer:
        """Open an account."""
        return api.call("POST /api/auth/register", body=body, passwords=self._passwords, **request)

    def login(self, email: str = ADA["email"], password: str = ADA["password"], **request: Any) -> Answer:
        """Sign in."""
        body = request.pop("body", {"email": email, "password": password})
        resources: dict[str, Any] = {"passwords": self._passwords, "signing_key": self._key}
        return api.call("POST /api/auth/login", body=body, **resources, **request)

    def guest(self, **request: Any) -> Answer:
        """Come as a visitor."""
        return api.call("POST /api/auth/guest", signing_key=self._key, **request)

    def refresh(self, refresh_token: Any, **request: Any) -> Answer:
        """Renew tokens."""
        body = request.pop("body", {"refresh_token": refresh_token})
        return api.call("POST /api/auth/refresh", body=body, signing_key=self._key, **request)

    def logout(self, access_token: str, **request: Any) -> Answer:
        """Sign out."""
        return api.call("POST /api/auth/logout", token=access_token, **request)

    def me(self, access_token: str) -> Answer:
        """Do something that needs a token."""
        return api.call("GET /api/users/me", token=access_token)

    def caller(self, answer: Answer) -> Caller:
        """Read the access token of an answer."""
        return verify(answer.json["access_token"], self.world.keys.public())

    def count(self, table: str, where: str = "true", **parameters: Any) -> int:
        """Count the rows of a table."""
        with self.world.tx_as("admin") as tx:
            return int(tx.value(f"SELECT count(*) FROM {table} WHERE {where}", **parameters))


@pytest.fixture
def door(database: World) -> Door:
    """A door nobody has come through."""
    return Door(database)


@pytest.fixture
def ada(door: Door) -> str:
    """Ada, who has an account."""
    answer = door.register()
    assert answer.status == 201, answer.text
    return str(answer.json["id"])
