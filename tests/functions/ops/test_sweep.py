from functions.ops import sweep
from tests.support.api import invoke
from tests.support.world import World

ANSWERED = """
INSERT INTO souk.idempotency (caller, operation, key, fingerprint, claimed_at)
SELECT 'caller', 'operation', day::text, 'fingerprint', now() - day * interval '1 day'
FROM generate_series(0, 30) AS day
"""


def test_answered_requests_are_forgotten_after_a_week(database: World) -> None:
    with database.tx_as("admin") as tx:
        tx.execute(ANSWERED)

    swept = invoke(sweep.handler, {})

    assert swept == {"partitions": [], "rows": 24, "jobs": 0}
    with database.tx_as("admin") as tx:
        assert tx.value("SELECT array_agg(key ORDER BY key) FROM souk.idempotency") == list("0123456")
