CREATE TEXT SEARCH CONFIGURATION shop (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION shop
    ALTER MAPPING FOR asciiword, word, hword, hword_part, hword_asciipart, asciihword
    WITH public.unaccent, english_stem;

-- What the sellers service published last of each shop.
CREATE TABLE sellers (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL,
    active boolean NOT NULL,
    sequence integer NOT NULL
);

CREATE TABLE categories (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    parent_id uuid REFERENCES categories,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100 AND name !~ '>'),
    slug text NOT NULL CHECK (length(slug) BETWEEN 1 AND 100 AND slug !~ '/'),
    path text NOT NULL,
    lineage uuid[] NOT NULL CHECK (cardinality(lineage) BETWEEN 1 AND 4),
    -- The way to it from the root, as a product's page shows it.
    trail json,
    -- The names along this way in lower case, as a file names it: `home > mugs`.
    names text,
    position integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT slug_once_among_siblings UNIQUE NULLS NOT DISTINCT (parent_id, slug)
);
CREATE INDEX categories_path ON categories (path);
CREATE INDEX categories_slug ON categories (slug);
CREATE INDEX categories_names ON categories (names);
CREATE INDEX categories_lineage ON categories USING gin (lineage) WITH (fastupdate = off);

CREATE FUNCTION renew_trails() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalog.categories AS below
    SET (trail, names) = (
        SELECT
            json_agg(
                json_build_object('id', step.id, 'name', step.name, 'slug', step.slug)
                ORDER BY cardinality(step.lineage)
            ),
            lower(string_agg(step.name, ' > ' ORDER BY cardinality(step.lineage)))
        FROM catalog.categories AS step
        WHERE step.id = ANY (below.lineage)
    )
    WHERE below.lineage @> ARRAY[NEW.id];
    RETURN NULL;
END
$$;
CREATE TRIGGER renew_trails AFTER INSERT OR UPDATE OF name, slug, lineage ON categories
    FOR EACH ROW EXECUTE FUNCTION renew_trails();

CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    seller_id uuid NOT NULL,
    -- What the shop calls it, and a file its `product`; its id until it is called something.
    reference text NOT NULL CHECK (length(reference) BETWEEN 1 AND 64),
    category_id uuid REFERENCES categories ON DELETE SET NULL,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    slug text NOT NULL CHECK (length(slug) BETWEEN 1 AND 100),
    description text NOT NULL CHECK (length(description) <= 5000),
    -- Its pictures in order, each with its address and, where known, what it shows, its width and its height.
    images jsonb NOT NULL DEFAULT '[]',
    attributes jsonb NOT NULL DEFAULT '{}',
    -- The options of its variants and their values in order, as they are shown; written with the variants.
    options json NOT NULL DEFAULT '[]',
    -- What its cheapest and its dearest variant cost.
    amount bigint NOT NULL CHECK (amount > 0),
    highest_amount bigint NOT NULL CHECK (highest_amount >= amount),
    currency souk.currency NOT NULL,
    -- Whether its shop shows it, and whether customers see it: a suspended shop shows what nobody sees.
    published boolean NOT NULL,
    listed boolean NOT NULL,
    archived_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('shop', title), 'A') || setweight(to_tsvector('shop', description), 'D')
    ) STORED,
    CHECK (NOT listed OR published AND archived_at IS NULL),
    CONSTRAINT shelf_has_a_category CHECK (category_id IS NOT NULL OR archived_at IS NOT NULL)
);
CREATE UNIQUE INDEX reference_once_in_a_shop ON products (seller_id, reference) WHERE archived_at IS NULL;
CREATE INDEX products_category ON products (category_id);
CREATE INDEX products_attributes ON products USING gin (attributes jsonb_path_ops) WITH (fastupdate = off) WHERE listed;
CREATE INDEX products_of_shop ON products (seller_id, id) WHERE archived_at IS NULL;
-- For the shop's own search. What is new waits in a list of the index, so that imports do not pay for each word.
CREATE INDEX products_alike ON products USING gin (seller_id, title public.gin_trgm_ops) WHERE archived_at IS NULL;
CREATE INDEX products_search ON products USING gin (search) WITH (fastupdate = off) WHERE listed;

CREATE TABLE product_variants (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    product_id uuid NOT NULL REFERENCES products,
    seller_id uuid NOT NULL,
    sku text NOT NULL CHECK (length(sku) BETWEEN 1 AND 64),
    options jsonb NOT NULL DEFAULT '{}',
    amount bigint NOT NULL CHECK (amount > 0),
    position integer NOT NULL,
    archived_at timestamptz
);
CREATE UNIQUE INDEX sku_once_in_a_shop ON product_variants (seller_id, sku) WHERE archived_at IS NULL;
CREATE INDEX product_variants_alike ON product_variants USING gin (seller_id, sku public.gin_trgm_ops)
    WHERE archived_at IS NULL;
CREATE INDEX product_variants_product ON product_variants (product_id, position, id);

ALTER TABLE products ENABLE ROW LEVEL SECURITY;
ALTER TABLE product_variants ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON products USING (souk.is_own(seller_id));
CREATE POLICY own ON product_variants USING (souk.is_own(seller_id));

-- What may be seen of products by those who act for no shop. Views read as their owner, past the policies.
CREATE VIEW shelf AS
SELECT
    id, seller_id, category_id, title, slug, description, images, attributes, amount, highest_amount, currency, version,
    created_at, updated_at, search
FROM products
WHERE listed;

-- A product's page is for everybody when it is listed, and for its shop before.
CREATE VIEW pages AS
SELECT
    id, seller_id, reference, category_id, title, slug, description, images, attributes, options, amount,
    highest_amount, currency, published, version, created_at, updated_at
FROM products
WHERE archived_at IS NULL AND (listed OR souk.is_own(seller_id));

CREATE VIEW offered_variants AS
SELECT id, product_id, sku, options, amount, position
FROM product_variants
WHERE archived_at IS NULL;

-- What a shop calls its products. It asks for the shop itself: below the policy no index would serve a search, for
-- ILIKE is not leakproof, so PostgreSQL compares no row by it before the policy let that pass.
CREATE VIEW own_names AS
SELECT id AS product_id, title AS name
FROM products
WHERE archived_at IS NULL AND souk.is_own(seller_id)
UNION ALL
SELECT product_id, sku
FROM product_variants
WHERE archived_at IS NULL AND souk.is_own(seller_id);

CREATE VIEW placements AS
SELECT id AS product_id, category_id
FROM products
WHERE archived_at IS NULL;

-- Planning this query takes three times as long as running it. In PostgreSQL 18 a function with a setting keeps its
-- plan for the session, which a statement could do only by a name, and names tie a session of RDS Proxy to one client.
-- The setting: ADR 55. It is not checked here, for what inventory publishes of stock comes with inventory's migrations.
SET LOCAL check_function_bodies = off;
CREATE FUNCTION show_product(product_id uuid) RETURNS json LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT json_build_object(
        'id', page.id,
        'version', page.version,
        'reference', page.reference,
        'title', page.title,
        'slug', page.slug,
        'status', CASE WHEN page.published THEN 'published' ELSE 'draft' END,
        'description', page.description,
        'price', souk.money(page.amount, page.currency),
        'highest_price', souk.money(page.highest_amount, page.currency),
        'seller', json_build_object(
            'id', page.seller_id, 'name', coalesce(seller.name, ''), 'slug', coalesce(seller.slug, '-')
        ),
        'category', category.trail,
        'attributes', page.attributes,
        'image_url', page.images -> 0 ->> 'url',
        'images', page.images,
        'options', page.options,
        'variants', stock.variants,
        'default_variant_id', stock.first_in_stock,
        'in_stock', stock.available > 0,
        'stock_quantity', stock.available,
        'created_at', page.created_at,
        'updated_at', page.updated_at
    )
    FROM pages AS page
    LEFT JOIN sellers AS seller ON seller.id = page.seller_id
    LEFT JOIN categories AS category ON category.id = page.category_id
    CROSS JOIN LATERAL (
        SELECT
            coalesce(sum(variant.available), 0)::bigint AS available,
            (array_agg(variant.id) FILTER (WHERE variant.available > 0))[1] AS first_in_stock,
            json_agg(json_build_object(
                'id', variant.id,
                'sku', variant.sku,
                'options', variant.options,
                'price', souk.money(variant.amount, page.currency),
                'available', variant.available
            )) AS variants
        FROM (
            SELECT
                offered.id, offered.sku, offered.options, offered.amount,
                coalesce(level.available, 0) AS available
            FROM offered_variants AS offered
            LEFT JOIN inventory_api.availability AS level ON level.variant_id = offered.id
            WHERE offered.product_id = page.id
            ORDER BY offered.position, offered.id
        ) AS variant
    ) AS stock
    WHERE page.id = $1
$$;
RESET check_function_bodies;

CREATE VIEW catalog_api.variants AS
SELECT
    variant.id AS variant_id, variant.product_id, variant.seller_id, variant.sku, product.title, product.slug,
    variant.options, variant.amount AS unit_amount, product.currency, product.images -> 0 ->> 'url' AS image_url,
    coalesce(seller.active, false) AND product.published AND variant.archived_at IS NULL AS buyable,
    variant.archived_at IS NOT NULL AS archived
FROM product_variants AS variant
JOIN products AS product ON product.id = variant.product_id
LEFT JOIN sellers AS seller ON seller.id = variant.seller_id;

GRANT USAGE ON SCHEMA catalog_api TO cart, orders, inventory;
GRANT SELECT ON catalog_api.variants TO cart, orders, inventory;
