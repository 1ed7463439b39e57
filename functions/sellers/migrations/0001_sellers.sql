CREATE TABLE sellers (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    owner_id uuid NOT NULL UNIQUE,
    name text NOT NULL CHECK (length(name) BETWEEN 2 AND 80),
    slug text NOT NULL CHECK (length(slug) BETWEEN 1 AND 100),
    country souk.country NOT NULL,
    tagline text NOT NULL DEFAULT '' CHECK (length(tagline) <= 120),
    about text NOT NULL DEFAULT '' CHECK (length(about) <= 5000),
    shipping_policy text NOT NULL DEFAULT '' CHECK (length(shipping_policy) <= 5000),
    returns_policy text NOT NULL DEFAULT '' CHECK (length(returns_policy) <= 5000),
    logo_url text CHECK (length(logo_url) <= 500),
    banner_url text CHECK (length(banner_url) <= 500),
    status text NOT NULL DEFAULT 'applied' CHECK (status IN ('applied', 'refused', 'approved', 'suspended')),
    reason text CHECK ((reason IS NOT NULL) = (status IN ('refused', 'suspended'))),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sellers_by_name ON sellers (status, name, id);

ALTER TABLE sellers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON sellers USING (souk.is_own(id));

-- Every shop, read and written as the owner: for applicants, visitors and administrators, who act for no shop.
CREATE VIEW directory AS
SELECT *
FROM sellers;

CREATE VIEW sellers_api.sellers AS
SELECT id AS seller_id, name, status = 'approved' AS active
FROM sellers;

-- What everybody sees of a shop, also in its card.
CREATE VIEW sellers_api.fronts AS
SELECT
    id, name, slug, country, tagline, about, shipping_policy, returns_policy, logo_url, banner_url, status, created_at,
    updated_at,
    json_build_object(
        'id', id,
        'name', name,
        'slug', slug,
        'country', country,
        'tagline', tagline,
        'logo_url', logo_url,
        'status', status,
        'created_at', created_at
    ) AS card
FROM sellers;

-- A shop that sells as its page shows it.
CREATE FUNCTION sellers_api.show_seller(wanted uuid) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT
            to_jsonb(shop) - '{status, updated_at, card}'::text[]
            || jsonb_build_object('product_count', counted.products, 'product_count_is_exact', counted.is_exact)
        FROM sellers_api.fronts AS shop
        CROSS JOIN LATERAL catalog_api.count_products(shop.id) AS counted
        WHERE shop.id = wanted AND shop.status = 'approved'
    );
END
$$;

CREATE VIEW sellers_api.owners AS
SELECT owner_id AS user_id, id AS seller_id, name, slug, status
FROM sellers;

GRANT USAGE ON SCHEMA sellers_api TO cart, catalog, inventory, orders, users;
GRANT SELECT ON sellers_api.sellers TO cart, catalog, inventory, orders;
GRANT SELECT ON sellers_api.fronts TO catalog;
GRANT EXECUTE ON FUNCTION sellers_api.show_seller(uuid) TO catalog;
GRANT SELECT ON sellers_api.owners TO users;
