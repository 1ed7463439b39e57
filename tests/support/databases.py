"""Empty, migrated databases: cloned once, emptied between tests, and cloned anew after a test changed its shape.

Cloning copies a thousand files, a second on a busy machine; deleting the few rows of a test takes milliseconds.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from local.servers import Postgres
from souk.connection import Connection
from souk.ids import uuid7
from souk.migrations import migrate, services
from tests.support.pool import APPLICATION

TEMPLATE = "template_souk"

_WATCH = """
CREATE TABLE public.reshaped (command text);
CREATE FUNCTION public.note_reshaping() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
$$ BEGIN INSERT INTO public.reshaped VALUES (tg_tag); END $$;
CREATE EVENT TRIGGER note_reshaping ON ddl_command_end EXECUTE FUNCTION public.note_reshaping();
"""
_EMPTY = f"""
DO $$
DECLARE
    one record;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> '{APPLICATION}';
    SET LOCAL session_replication_role = replica;
    FOR one IN
        SELECT format('%I.%I', schemaname, relname) AS name, pg_relation_size(relid) AS size
        FROM pg_stat_user_tables
        WHERE relid NOT IN ('souk.migrations'::regclass, 'souk.retention'::regclass) AND pg_relation_size(relid) > 0
    LOOP
        EXECUTE format(CASE WHEN one.size > 1000000 THEN 'TRUNCATE %s CASCADE' ELSE 'DELETE FROM %s' END, one.name);
    END LOOP;
END
$$
"""


class Databases:
    """The databases of one server."""

    def __init__(self, server: Postgres, functions: Path, password: str) -> None:
        self._server = server
        self._clean: list[str] = []
        with self._administrator("postgres") as connection:
            connection.run(f"CREATE DATABASE {TEMPLATE}")
        with self._administrator(TEMPLATE) as connection:
            migrate(connection, functions, dict.fromkeys([*services(functions), "ops"], password))
            connection.run(_WATCH)

    def take(self) -> str:
        """Give the name of a database with every table and no row."""
        if self._clean:
            return self._clean.pop()
        name = f"test_{uuid7().hex}"
        with self._administrator("postgres") as connection:
            connection.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return name

    def give_back(self, name: str) -> None:
        """Empty a database for the next test, or drop it when its shape was changed."""
        with self._administrator(name) as connection:
            [[reshaped]] = connection.run("SELECT EXISTS (SELECT FROM public.reshaped)")
            if not reshaped:
                connection.run(_EMPTY)
                self._clean.append(name)
        if reshaped:
            with self._administrator("postgres") as connection:
                connection.run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def _administrator(self, database: str) -> Iterator[Connection]:
        server = self._server
        connection = Connection(
            server.user, host=server.host, port=server.port, database=database, password=server.password
        )
        with closing(connection):
            yield connection
