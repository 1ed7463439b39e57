"""A large data set in every table there is, made of what the database says about its columns.

Row n of every table has the same id, and every column that ends with ``_id`` holds such an id, so that all joins find
something. What a type alone does not say stands in the dictionaries below. Checks and foreign keys are dropped, for
the planner does not look at them.
"""

import json
from datetime import UTC, datetime
from typing import TypedDict

from pg8000.exceptions import DatabaseError
from pg8000.native import literal

from tests.support.world import World

ROWS = 20_000
SAMPLE = 100
"""The row whose values statements ask for."""

SIZES = {
    "catalog.categories": 500,
    "catalog.products": 50_000,
    "catalog.product_variants": 50_000,
    "catalog.listings": 50_000,
    "catalog.sellers": 200,
    "orders.commission_rules": 1_000,
}
"""How many rows where it is another number; what has at most a thousand may be read from end to end."""
GROWS_FROM = 1_000

DISTINCT = {"seller_id": 200, "category_id": 500, "parent_id": 10}
"""How many things a column points to, where they are fewer than the rows."""

_SOON = "now() + (n - 100) * interval '1 minute'"
_MOSTLY = "n % 20 <> 0"
_WORDS = "(ARRAY['Stone', 'Wool', 'Oak', 'Copper', 'Linen', 'Brass', 'Walnut', 'Glass', 'Leather', 'Cotton'])"
VALUES = {
    "active": _MOSTLY,
    "listed": _MOSTLY,
    "in_stock": _MOSTLY,
    "currency": "(ARRAY['GBP', 'GBP', 'EUR', 'JPY'])[1 + n % 4]",
    "expires_at": _SOON,
    "held_until": _SOON,
    "finished_at": "CASE WHEN n % 50 <> 0 THEN now() END",
    "service": "'ops'",
    "benefit": """'{"kind": "percentage", "rate": 1000}'::jsonb""",
    "year": "2000 + n",
    "title": f"{_WORDS}[1 + n % 10] || ' ' || {_WORDS}[1 + n / 10 % 10] || ' ' || md5((n / 5)::text)",
    "description": "'Made by hand, number ' || md5(n::text)",
    "attributes": f"jsonb_build_object('material', {_WORDS}[1 + n % 10], 'batch', md5((n / 20)::text))",
    "lineage": "ARRAY[large.id(1 + n % 10), large.id(n)]",
    "scope": "(ARRAY['00000000-0000-0000-0000-000000000000', large.id(1 + n % 200), large.id(1 + n % 500)])[1 + n % 3]",
}
"""Values in SQL by the column's name; n is the number of the row."""

_BY_TYPE = {
    "uuid": "large.id(n)",
    "text": "'{name}' || n",
    "name": "'{name}' || n",
    "character": "'GBP'",
    "boolean": "n % 20 = 0",
    "smallint": "1 + n % 5",
    "integer": "1 + n % 100",
    "bigint": "100 + n * 7919 % 100000",
    "real": "n / 100.0",
    "double precision": "n / 100.0",
    "numeric": "n / 100.0",
    "date": "current_date - n",
    "timestamp with time zone": "now() - n * interval '1 second'",
    "interval": "interval '1 day'",
    "json": "'[]'::json",
    "jsonb": "'[]'::jsonb",
    "bytea": "sha256(n::text::bytea)",
}
_BY_DOMAIN = {"country": "'GB'", "currency": "'GBP'"}

_PREPARE = """
CREATE SCHEMA large;
CREATE FUNCTION large.id(n bigint) RETURNS uuid LANGUAGE sql STABLE RETURN (
    substr(souk.first_id('{now}'::timestamptz - n * interval '1 second')::text, 1, 14)
    || '7000-8000-' || lpad(to_hex(n), 12, '0')
)::uuid;
SET session_replication_role = replica;
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT conrelid::regclass AS relation, conname AS name
        FROM pg_constraint AS dropped
        JOIN pg_class AS class ON class.oid = conrelid
        WHERE contype IN ('c', 'f') AND NOT class.relispartition
            AND connamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema'))
            AND conparentid = 0
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.relation, one.name);
    END LOOP;
END
$$;
"""
_COLUMNS = """
SELECT
    namespace.nspname || '.' || class.relname AS relation,
    json_agg(json_build_object(
        'name', attribute.attname,
        'type', format_type(coalesce(nullif(type.typbasetype, 0), type.oid), NULL),
        'domain', type.typname,
        'optional', NOT attribute.attnotnull,
        'unique', EXISTS (
            SELECT
            FROM pg_index AS index
            WHERE index.indrelid = class.oid AND index.indisunique AND index.indkey::text = attribute.attnum::text
        ),
        'choices', (
            SELECT json_agg(choice.found[1] ORDER BY choice.place)
            FROM pg_constraint AS checked
            CROSS JOIN LATERAL regexp_matches(pg_get_constraintdef(checked.oid), '''([a-z_]+)''::text', 'g')
                WITH ORDINALITY AS choice (found, place)
            WHERE checked.conrelid = class.oid AND checked.contype = 'c'
                AND checked.conkey = ARRAY[attribute.attnum]
                AND pg_get_constraintdef(checked.oid) LIKE '%ARRAY[%'
        )
    ) ORDER BY attribute.attnum) AS columns
FROM pg_class AS class
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
JOIN pg_type AS type ON type.oid = attribute.atttypid
WHERE class.relkind IN ('r', 'p') AND NOT class.relispartition AND attribute.attnum > 0 AND NOT attribute.attisdropped
    AND attribute.attgenerated = ''
    AND namespace.nspname NOT IN ('pg_catalog', 'information_schema', 'public', 'large')
    AND class.relname NOT IN ('migrations', 'retention')
GROUP BY namespace.nspname, class.relname, class.oid
ORDER BY 1
"""


class Column(TypedDict):
    """What the database says of a column."""

    name: str
    type: str
    domain: str
    optional: bool
    unique: bool
    choices: list[str] | None


def value(column: Column) -> str:
    """Write the value of a column in row n."""
    name, kind = column["name"], column["type"]
    if name in VALUES:
        return VALUES[name]
    if column["choices"]:
        # The last state is the one that most have reached.
        *others, last = [literal(choice) for choice in column["choices"]]
        return f"coalesce((ARRAY[{', '.join(others)}]::text[])[1 + n % 50], {last})"
    if kind.endswith("[]"):
        return f"ARRAY[{value({**column, 'type': kind[:-2]})}]"
    if kind == "uuid" and name in DISTINCT and not column["unique"]:
        return f"large.id(1 + n % {DISTINCT[name]})"
    if kind == "timestamp with time zone" and column["optional"]:
        return f"CASE WHEN n % 50 = 0 THEN {_BY_TYPE[kind]} END"
    return (_BY_DOMAIN.get(column["domain"]) or _BY_TYPE[kind]).replace("{name}", name)


def fill(world: World) -> dict[str, list[Column]]:
    """Fill every table of a world, with the statistics that a running shop would have; give what the tables are."""
    connection = world.admin()
    connection.patience = None
    tables: dict[str, list[Column]] = {name: json.loads(columns) for name, columns in connection.run(_COLUMNS)}
    connection.run(_PREPARE.replace("{now}", datetime.now(UTC).isoformat()))
    for table, columns in tables.items():
        names = ", ".join(column["name"] for column in columns)
        values = ", ".join(value(column) for column in columns)
        rows = f"generate_series(1, {SIZES.get(table, ROWS)}) AS n"
        try:
            connection.run(f"INSERT INTO {table} ({names}) SELECT {values} FROM {rows}")
        except DatabaseError as error:
            raise AssertionError(f"tests/support/large.py does not know how to fill {table}: {error}") from error
    connection.run("VACUUM ANALYZE")
    connection.close()
    return tables
