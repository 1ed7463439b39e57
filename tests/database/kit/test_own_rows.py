"""Row-level security by the one policy: whoever acts for a shop sees that shop's rows, everybody else none."""

from uuid import UUID

from souk.ids import uuid7
from tests.support.world import World

TABLE = """
CREATE TABLE pottery.shop_pots (id uuid PRIMARY KEY DEFAULT uuidv7(), seller_id uuid NOT NULL);
CREATE INDEX shop_pots_of_seller ON pottery.shop_pots (seller_id, id);
ALTER TABLE pottery.shop_pots ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON pottery.shop_pots USING (souk.is_own(seller_id));
GRANT SELECT, INSERT ON pottery.shop_pots TO pottery;
INSERT INTO pottery.shop_pots (seller_id) SELECT uuidv7() FROM generate_series(1, 5000);
ANALYZE pottery.shop_pots;
SET LOCAL ROLE pottery;
"""
ALL = "SELECT id FROM pottery.shop_pots"


def test_a_shop_sees_its_own_by_index_and_nobody_sees_none(workshop: World) -> None:
    with workshop.undone("admin") as tx:
        for statement in filter(str.strip, TABLE.split(";")):
            tx.execute(statement)
        assert tx.rows(ALL) == []

        mine: UUID = uuid7()
        tx.set_local("souk.seller_id", mine)
        tx.execute("INSERT INTO pottery.shop_pots (seller_id) VALUES (:mine)", mine=mine)

        assert len(tx.rows(ALL)) == 1
        assert "Seq Scan" not in str(tx.value(f"EXPLAIN (FORMAT json) {ALL}"))
