CREATE TABLE sellers (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    owner_id uuid NOT NULL UNIQUE,
    shop_name text NOT NULL CHECK (length(shop_name) BETWEEN 2 AND 80),
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
CREATE INDEX sellers_by_name ON sellers (status, shop_name, id);

ALTER TABLE sellers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON sellers USING (souk.is_own(id));

-- Every shop, read and written as the owner: for applicants, visitors and administrators, who act for no shop.
CREATE VIEW directory AS
SELECT
    id, owner_id, shop_name, slug, country, tagline, about, shipping_policy, returns_policy, logo_url, banner_url,
    status, reason, version, created_at, updated_at
FROM sellers;

CREATE VIEW sellers_api.sellers AS
SELECT id AS seller_id, shop_name AS name, status = 'approved' AS active
FROM sellers;

-- What everybody sees of a shop, also in its card.
CREATE VIEW sellers_api.fronts AS
SELECT
    id, shop_name AS name, slug, country, tagline, about, shipping_policy, returns_policy, logo_url, banner_url, status,
    created_at, updated_at,
    json_build_object(
        'id', id,
        'name', shop_name,
        'slug', slug,
        'country', country,
        'tagline', tagline,
        'logo_url', logo_url,
        'status', status,
        'created_at', created_at
    ) AS card
FROM sellers;

-- A shop that sells as its page shows it; its products are counted up to 1000.
CREATE FUNCTION sellers_api.show_seller(wanted uuid) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT json_build_object(
            'id', shop.id,
            'name', shop.name,
            'slug', shop.slug,
            'country', shop.country,
            'tagline', shop.tagline,
            'about', shop.about,
            'shipping_policy', shop.shipping_policy,
            'returns_policy', shop.returns_policy,
            'logo_url', shop.logo_url,
            'banner_url', shop.banner_url,
            'created_at', shop.created_at,
            'product_count', least(counted.products, 1000),
            'product_count_is_exact', counted.products <= 1000
        )
        FROM sellers_api.fronts AS shop
        CROSS JOIN LATERAL catalog_api.count_products(shop.id, 1001) AS counted (products)
        WHERE shop.id = wanted AND shop.status = 'approved'
    );
END
$$;

CREATE VIEW sellers_api.owners AS
SELECT owner_id AS user_id, id AS seller_id, shop_name AS name, slug, status
FROM sellers;

GRANT USAGE ON SCHEMA sellers_api TO cart, catalog, inventory, orders, users;
GRANT SELECT ON sellers_api.sellers TO cart, catalog, inventory, orders;
GRANT SELECT ON sellers_api.fronts TO catalog;
GRANT EXECUTE ON FUNCTION sellers_api.show_seller(uuid) TO catalog;
GRANT SELECT ON sellers_api.owners TO users;
