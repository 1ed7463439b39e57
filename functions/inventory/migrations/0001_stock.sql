CREATE TABLE warehouses (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    seller_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    country souk.country,
    priority integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz
);
CREATE UNIQUE INDEX warehouse_name_once_in_a_shop ON warehouses (seller_id, name) WHERE closed_at IS NULL;
CREATE INDEX warehouses_priority ON warehouses (seller_id, priority, id) WHERE closed_at IS NULL;

-- A variant that inventory knows, by its id; `version` counts what was published of it.
CREATE TABLE stock_items (
    id uuid PRIMARY KEY,
    seller_id uuid NOT NULL,
    version integer NOT NULL DEFAULT 0
);

-- How much a seller may count is the API's rule; here it has no ceiling, so that what comes back always finds room.
CREATE TABLE stock_levels (
    variant_id uuid NOT NULL REFERENCES stock_items,
    warehouse_id uuid NOT NULL REFERENCES warehouses,
    seller_id uuid NOT NULL,
    on_hand bigint NOT NULL DEFAULT 0,
    reserved bigint NOT NULL DEFAULT 0,
    threshold integer NOT NULL DEFAULT 0 CHECK (threshold >= 0),
    low boolean NOT NULL DEFAULT true,
    PRIMARY KEY (variant_id, warehouse_id),
    CONSTRAINT reserved_is_on_hand CHECK (reserved BETWEEN 0 AND on_hand)
) WITH (fillfactor = 80);
CREATE INDEX stock_levels_of_shop ON stock_levels (seller_id, variant_id, warehouse_id);
CREATE INDEX stock_levels_low ON stock_levels (seller_id, variant_id, warehouse_id) WHERE low;
CREATE INDEX stock_levels_warehouse ON stock_levels (warehouse_id);

-- Append-only: the levels are the sum of their movements.
CREATE TABLE stock_movements (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    variant_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    seller_id uuid NOT NULL,
    kind text NOT NULL CHECK (
        kind IN ('received', 'counted', 'adjusted', 'reserved', 'committed', 'released', 'expired', 'returned')
    ),
    on_hand_change bigint NOT NULL DEFAULT 0,
    reserved_change bigint NOT NULL DEFAULT 0,
    order_id uuid,
    reason text,
    moved_at timestamptz NOT NULL DEFAULT now(),
    CHECK (on_hand_change <> 0 OR reserved_change <> 0)
) PARTITION BY RANGE (id);
CREATE INDEX stock_movements_variant ON stock_movements (variant_id, warehouse_id, id);
SELECT souk.partition('stock_movements', '1 month');
REVOKE UPDATE, DELETE ON stock_movements FROM inventory;

-- A reservation's id is its order's.
CREATE TABLE reservations (
    id uuid PRIMARY KEY,
    status text NOT NULL DEFAULT 'held' CHECK (status IN ('held', 'committed', 'released', 'expired', 'returned')),
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX reservations_held ON reservations (expires_at) WHERE status = 'held';

CREATE TABLE reservation_lines (
    order_id uuid NOT NULL REFERENCES reservations,
    variant_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    seller_id uuid NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, variant_id, warehouse_id)
);

ALTER TABLE warehouses ENABLE ROW LEVEL SECURITY;
ALTER TABLE stock_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE stock_levels ENABLE ROW LEVEL SECURITY;
ALTER TABLE stock_movements ENABLE ROW LEVEL SECURITY;
ALTER TABLE reservation_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON warehouses USING (souk.is_own(seller_id));
CREATE POLICY own ON stock_items USING (souk.is_own(seller_id));
CREATE POLICY own ON stock_levels USING (souk.is_own(seller_id));
CREATE POLICY own ON stock_movements USING (souk.is_own(seller_id));
CREATE POLICY own ON reservation_lines USING (souk.is_own(seller_id));

-- Views read as their owner, past the policies: an order's lines are of several shops.
CREATE VIEW order_lines AS
SELECT order_id, variant_id, seller_id, sum(quantity)::integer AS quantity
FROM reservation_lines
GROUP BY order_id, variant_id, seller_id;

-- What each level is, beside the sum of its movements, which it must be.
CREATE VIEW balances AS
SELECT
    level.variant_id, level.warehouse_id, level.seller_id, level.on_hand, level.reserved,
    moved.on_hand AS moved_on_hand, moved.reserved AS moved_reserved
FROM stock_levels AS level
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(movement.on_hand_change), 0)::bigint AS on_hand,
        coalesce(sum(movement.reserved_change), 0)::bigint AS reserved
    FROM stock_movements AS movement
    WHERE movement.variant_id = level.variant_id AND movement.warehouse_id = level.warehouse_id
) AS moved;

-- The sum is a subquery of each row, not a grouping, so that a join reads only the levels of its own rows.
CREATE VIEW inventory_api.availability AS
SELECT
    item.id AS variant_id,
    coalesce((
        SELECT sum(level.on_hand - level.reserved) FROM stock_levels AS level WHERE level.variant_id = item.id
    ), 0)::bigint AS available
FROM stock_items AS item;

-- What a catalogue file says of a variant: the units in the shop's default warehouse.
CREATE VIEW inventory_api.default_stock AS
SELECT
    item.id AS variant_id,
    (
        SELECT level.on_hand
        FROM warehouses AS warehouse
        LEFT JOIN stock_levels AS level ON level.warehouse_id = warehouse.id AND level.variant_id = item.id
        WHERE warehouse.seller_id = item.seller_id AND warehouse.closed_at IS NULL
        ORDER BY warehouse.priority, warehouse.id
        LIMIT 1
    ) AS on_hand
FROM stock_items AS item;

-- From which shelves a paid order takes what it sold.
CREATE VIEW inventory_api.picks AS
SELECT line.order_id, line.seller_id, line.variant_id, line.warehouse_id, warehouse.name AS warehouse, line.quantity
FROM reservation_lines AS line
JOIN reservations AS reservation ON reservation.id = line.order_id
JOIN warehouses AS warehouse ON warehouse.id = line.warehouse_id
WHERE reservation.status = 'committed';

GRANT USAGE ON SCHEMA inventory_api TO cart, catalog, orders;
GRANT SELECT ON inventory_api.picks TO orders;
GRANT SELECT ON inventory_api.availability TO cart, catalog;
GRANT SELECT ON inventory_api.default_stock TO catalog;
