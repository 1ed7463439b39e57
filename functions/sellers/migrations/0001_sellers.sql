CREATE TABLE sellers (
    seller_id         uuid        PRIMARY KEY DEFAULT uuidv7(),
    owner_id          uuid        NOT NULL CONSTRAINT sellers_one_per_owner UNIQUE,
    shop_name         text        NOT NULL CHECK (length(shop_name) BETWEEN 2 AND 80),
    country           souk.country NOT NULL,
    status            text        NOT NULL DEFAULT 'applied' CHECK (status IN ('applied', 'approved', 'suspended')),
    suspension_reason text        CHECK ((suspension_reason IS NOT NULL) = (status = 'suspended')),
    version           integer     NOT NULL DEFAULT 1,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now()
);

-- Whoever acts as a seller sees their own shop only; shoppers and administrators do not set the seller.
ALTER TABLE sellers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_shop ON sellers
    USING (COALESCE(seller_id = NULLIF(current_setting('souk.seller_id', true), '')::uuid, true));

CREATE VIEW sellers_api.sellers AS
SELECT seller_id, owner_id, shop_name AS name, status, status = 'approved' AS active
  FROM sellers;

GRANT USAGE ON SCHEMA sellers_api TO orders, notifications;
GRANT SELECT (seller_id, name, status, active) ON sellers_api.sellers TO orders;
GRANT SELECT ON sellers_api.sellers TO notifications;
