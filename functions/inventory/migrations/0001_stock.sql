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

-- A variant that inventory knows; `version` counts what was told of it.
CREATE TABLE stock_items (
  variant_id uuid PRIMARY KEY,
  seller_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 0
);

CREATE TABLE stock_levels (
  variant_id uuid NOT NULL REFERENCES stock_items,
  warehouse_id uuid NOT NULL REFERENCES warehouses,
  seller_id uuid NOT NULL,
  on_hand integer NOT NULL DEFAULT 0,
  reserved integer NOT NULL DEFAULT 0,
  threshold integer NOT NULL DEFAULT 0 CHECK (threshold BETWEEN 0 AND 1000000),
  low boolean NOT NULL DEFAULT true,
  PRIMARY KEY (variant_id, warehouse_id),
  CONSTRAINT on_hand_in_range CHECK (on_hand BETWEEN 0 AND 1000000),
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
  kind text NOT NULL CHECK (kind IN ('received', 'counted', 'adjusted', 'reserved', 'committed', 'released', 'expired', 'returned')),
  on_hand_change integer NOT NULL DEFAULT 0,
  reserved_change integer NOT NULL DEFAULT 0,
  order_id uuid,
  reason text,
  moved_at timestamptz NOT NULL DEFAULT now(),
  CHECK (on_hand_change <> 0 OR reserved_change <> 0)
) PARTITION BY RANGE (id);
CREATE INDEX stock_movements_variant ON stock_movements (variant_id, warehouse_id, id);
SELECT souk.partition('stock_movements', '1 month');
REVOKE UPDATE, DELETE ON stock_movements FROM inventory;

CREATE TABLE reservations (
  order_id uuid PRIMARY KEY,
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
CREATE POLICY own_shop ON warehouses
  USING (seller_id = NULLIF(current_setting('souk.seller_id', true), '')::uuid);
CREATE POLICY own_shop ON stock_items
  USING (seller_id = NULLIF(current_setting('souk.seller_id', true), '')::uuid);
CREATE POLICY own_shop ON stock_levels
  USING (seller_id = NULLIF(current_setting('souk.seller_id', true), '')::uuid);
CREATE POLICY own_shop ON stock_movements
  USING (seller_id = NULLIF(current_setting('souk.seller_id', true), '')::uuid);

-- Views read as their owner, past the policies.
CREATE VIEW owners AS
SELECT variant_id, seller_id
FROM stock_items;

CREATE VIEW warehouse_owners AS
SELECT id AS warehouse_id, seller_id
FROM warehouses
WHERE closed_at IS NULL;

-- The sum is a subquery of each row, not a grouping, so that a join reads only the levels of its own rows.
CREATE VIEW inventory_api.availability AS
SELECT i.variant_id,
  COALESCE((SELECT sum(l.on_hand - l.reserved) FROM stock_levels l WHERE l.variant_id = i.variant_id), 0)::bigint AS available
FROM stock_items i;

-- What a catalogue file says of a variant: the units in the shop's default warehouse.
CREATE VIEW inventory_api.default_stock AS
SELECT i.variant_id, (
    SELECT l.on_hand
    FROM warehouses w
    LEFT JOIN stock_levels l ON l.warehouse_id = w.id AND l.variant_id = i.variant_id
    WHERE w.seller_id = i.seller_id AND w.closed_at IS NULL
    ORDER BY w.priority, w.id
    LIMIT 1
  ) AS on_hand
FROM stock_items i;

GRANT USAGE ON SCHEMA inventory_api TO cart, catalog, orders;
GRANT SELECT ON inventory_api.availability TO cart, catalog;
GRANT SELECT ON inventory_api.default_stock TO catalog;
