"""The doors of the database that only operations use."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from souk import settings
from souk.connection import Connection, connect
from souk.resources import Resource, Right

_TREE = Path(__file__).parents[2]
_SERVER = (
    "SOUK_DATABASE_DIRECT_HOST",
    "SOUK_DATABASE_PORT",
    "SOUK_DATABASE_NAME",
    "SOUK_DATABASE_TLS",
    "SOUK_DATABASE_AUTHORITY",
)


class DirectDatabase(Resource):
    """The database without the proxy in between, for LISTEN and session locks, which would pin it."""

    login: ClassVar = "SOUK_DATABASE_SECRET"
    environment: ClassVar[tuple[str, ...]] = (*_SERVER, login)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Connect, and close at the end; a lock or a migration may take its time."""
        connection = connect(patience=None, host=_SERVER[0], login=self.login)
        try:
            yield connection
        finally:
            connection.close()


class Administrator(DirectDatabase):
    """The database's administrator, who also knows every service's password."""

    login: ClassVar = "SOUK_ADMINISTRATOR_SECRET"
    environment: ClassVar[tuple[str, ...]] = (*_SERVER, login, "SOUK_SERVICE_SECRETS")
    rights: ClassVar[tuple[Right, ...]] = (Right("secretsmanager:GetSecretValue", "service-logins"),)

    def passwords(self) -> dict[str, str]:
        """Read the password of each service's role."""
        references = json.loads(settings.get("SOUK_SERVICE_SECRETS"))
        return {service: str(settings.read(reference)["password"]) for service, reference in references.items()}


class Migrations(Resource):
    """The SQL files of all services, which the zip of a function that asks for them contains."""

    files: ClassVar[str | None] = "migrations"

    @property
    def root(self) -> Path:
        """The folder that holds a folder for each service."""
        return _TREE
