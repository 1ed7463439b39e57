-- How goods are taxed: a product's own class, else that of the nearest category up the tree that has one.
ALTER TABLE categories
    ADD COLUMN tax_class text
        CHECK (tax_class IN ('standard', 'reduced', 'lower_reduced', 'super_reduced', 'zero')),
    ADD COLUMN taxed_as text NOT NULL DEFAULT 'standard';

ALTER TABLE products
    ADD COLUMN tax_class text
        CHECK (tax_class IN ('standard', 'reduced', 'lower_reduced', 'super_reduced', 'zero'));

-- In grams, 0 when nobody said it.
ALTER TABLE product_variants ADD COLUMN weight integer NOT NULL DEFAULT 0 CHECK (weight BETWEEN 0 AND 1000000);

CREATE OR REPLACE FUNCTION renew_trails() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalog.categories AS below
    SET (trail, names, taxed_as) = (
        SELECT
            json_agg(
                json_build_object('id', step.id, 'name', step.name, 'slug', step.slug)
                ORDER BY cardinality(step.lineage)
            ),
            lower(string_agg(step.name, ' > ' ORDER BY cardinality(step.lineage))),
            coalesce(
                (array_agg(step.tax_class ORDER BY cardinality(step.lineage) DESC)
                    FILTER (WHERE step.tax_class IS NOT NULL))[1],
                'standard'
            )
        FROM catalog.categories AS step
        WHERE step.id = ANY (below.lineage)
    )
    WHERE below.lineage @> ARRAY[NEW.id];
    RETURN NULL;
END
$$;
DROP TRIGGER renew_trails ON categories;
CREATE TRIGGER renew_trails AFTER INSERT OR UPDATE OF name, slug, lineage, tax_class ON categories
    FOR EACH ROW EXECUTE FUNCTION renew_trails();

CREATE OR REPLACE VIEW pages AS
SELECT
    id, seller_id, reference, category_id, title, slug, description, images, attributes, options, amount,
    highest_amount, currency, published, version, created_at, updated_at, tax_class
FROM products
WHERE archived_at IS NULL AND (listed OR souk.is_own(seller_id));

CREATE OR REPLACE VIEW offered_variants AS
SELECT id, product_id, sku, options, amount, position, weight
FROM product_variants
WHERE archived_at IS NULL;

-- Why it is a function with a setting, and not checked here: see where it was made first.
SET LOCAL check_function_bodies = off;
CREATE OR REPLACE FUNCTION show_product(product_id uuid) RETURNS json
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
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
        'tax_class', page.tax_class,
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
                'weight', variant.weight,
                'available', variant.available
            )) AS variants
        FROM (
            SELECT
                offered.id, offered.sku, offered.options, offered.amount, offered.weight,
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

CREATE OR REPLACE VIEW catalog_api.variants AS
SELECT
    variant.id AS variant_id, variant.product_id, variant.seller_id, variant.sku, product.title, product.slug,
    variant.options, variant.amount AS unit_amount, product.currency, product.images -> 0 ->> 'url' AS image_url,
    coalesce(seller.active, false) AND product.published AND variant.archived_at IS NULL AS buyable,
    variant.archived_at IS NOT NULL AS archived,
    variant.weight,
    coalesce(product.tax_class, category.taxed_as, 'standard') AS tax_class
FROM product_variants AS variant
JOIN products AS product ON product.id = variant.product_id
LEFT JOIN sellers AS seller ON seller.id = variant.seller_id
LEFT JOIN categories AS category ON category.id = product.category_id;
