from functions.ops import sweep
from tests.support.api import invoke
from tests.support.world import World

OLD = "now() - interval '30 days'"


def test_what_can_no_longer_come_back_is_forgotten_and_the_rest_is_kept(database: World) -> None:
    with database.tx_as("admin") as tx:
        for number, age in enumerate((OLD, OLD, "now()")):
            tx.execute(
                "INSERT INTO souk.inbox (consumer, event_id, aggregate_id, sequence, received_at) "
                f"VALUES ('c', uuidv7(), 'a', :number, {age})",
                number=number,
            )
            tx.execute(
                "INSERT INTO souk.idempotency (caller, operation, key, fingerprint, claimed_at) "
                f"VALUES ('c', 'o', CAST(:number AS text), 'f', {age})",
                number=number,
            )

    forgotten = invoke(sweep.handler, {})

    assert forgotten == {"messages": 2, "requests": 2}
    with database.tx_as("admin") as tx:
        assert tx.value("SELECT array_agg(sequence) FROM souk.inbox") == [2]
        assert tx.value("SELECT array_agg(key) FROM souk.idempotency") == ["2"]
