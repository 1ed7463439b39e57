"""Every row of a shop is behind the one policy, and whoever acts for no shop sees none."""

import pytest

from tests.support.plans import Large

pytestmark = pytest.mark.xdist_group("large")

# Tables whose rows all belong to a shop, and the partitions of such tables. An account, which may keep a shop, is a
# person's.
_TABLES = """
SELECT
    namespace.nspname AS service, class.relname AS name, class.relispartition AS is_partition,
    class.relrowsecurity AS is_guarded,
    has_table_privilege(namespace.nspname, class.oid, 'SELECT, INSERT, UPDATE, DELETE') AS is_reached,
    array(
        SELECT concat_ws(' ', polname, polcmd, polpermissive, polroles::text, pg_get_expr(polqual, polrelid),
            pg_get_expr(polwithcheck, polrelid))
        FROM pg_policy
        WHERE polrelid = class.oid
    ) AS policies
FROM pg_class AS class
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attname = 'seller_id'
    AND attribute.attnotnull
JOIN pg_auth_members AS member ON member.member = class.relowner AND member.roleid = 'souk_owners'::regrole
WHERE class.relkind IN ('r', 'p')
ORDER BY 1, 2
"""


def tables(large: Large) -> list[tuple[str, str, bool, bool, bool, list[str]]]:
    """Give each table that has a shop's id: service, name, and what stands before its rows."""
    return [tuple(row) for row in large.connection("admin").run(_TABLES)]


def test_every_table_with_a_seller_has_the_one_policy(large: Large) -> None:
    found = tables(large)

    assert {service for service, *_ in found} >= {"catalog", "inventory", "orders"}
    for service, name, is_partition, is_guarded, is_reached, policies in found:
        if is_partition:
            assert not is_reached, f"{service} may read {name} past the policy of its whole"
        else:
            assert is_guarded, f"{service}.{name}"
            assert policies == ["own * t {0} is_own(seller_id)"], f"{service}.{name}"


def test_with_nobody_named_each_role_sees_no_row_of_any_shop(large: Large) -> None:
    for service, name, is_partition, *_ in tables(large):
        if is_partition:
            continue
        role = large.world.connect(service)
        try:
            assert role.run(f"SELECT count(*) FROM {service}.{name}") == [[0]], f"{service}.{name}"
        finally:
            role.close()
