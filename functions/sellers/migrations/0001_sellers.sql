CREATE TABLE sellers (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    owner_id uuid NOT NULL UNIQUE,
    shop_name text NOT NULL CHECK (length(shop_name) BETWEEN 2 AND 80),
    country souk.country NOT NULL,
    status text NOT NULL DEFAULT 'applied' CHECK (status IN ('applied', 'approved', 'suspended')),
    suspension_reason text CHECK ((suspension_reason IS NOT NULL) = (status = 'suspended')),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sellers_by_name ON sellers (status, shop_name, id);

ALTER TABLE sellers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON sellers USING (souk.is_own(id));

-- Every shop, read and written as the owner: for applicants, visitors and administrators, who act for no shop.
CREATE VIEW directory AS
SELECT id, owner_id, shop_name, country, status, suspension_reason, version, created_at, updated_at
FROM sellers;

CREATE VIEW sellers_api.sellers AS
SELECT id AS seller_id, shop_name AS name, status, status = 'approved' AS active
FROM sellers;

GRANT USAGE ON SCHEMA sellers_api TO cart, catalog, inventory, orders;
GRANT SELECT ON sellers_api.sellers TO cart, catalog, inventory, orders;
