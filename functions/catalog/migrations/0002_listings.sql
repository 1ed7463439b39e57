-- The read model of browsing: each listed product once under everything it can be browsed by (the whole
-- catalogue, its shop, its category and that one's ancestors), so that every list is one walk along one index.
CREATE TABLE listings (
    scope uuid NOT NULL,
    product_id uuid NOT NULL,
    currency souk.currency NOT NULL,
    amount bigint NOT NULL,
    in_stock boolean NOT NULL,
    PRIMARY KEY (scope, product_id)
);
CREATE INDEX listings_newest ON listings (scope, product_id, in_stock);
CREATE INDEX listings_price ON listings (scope, currency, amount, product_id, in_stock);
CREATE INDEX listings_product ON listings USING hash (product_id);

-- What a list shows of a product, by its id, as the JSON it is sent in.
CREATE TABLE cards (
    id uuid PRIMARY KEY,
    card text NOT NULL
);

-- Every word a listed title has had, to guess what a misspelt query meant.
CREATE TABLE title_words (
    id text PRIMARY KEY
);
CREATE INDEX title_words_alike ON title_words USING gin (id public.gin_trgm_ops) WITH (fastupdate = off);

CREATE FUNCTION has_stock(of_product uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM offered_variants AS variant
        JOIN inventory_api.availability AS level ON level.variant_id = variant.id
        WHERE variant.product_id = of_product AND level.available > 0
    );
END
$$;

-- Bring the listings of products to what the shelf says, and write only what differs. A function keeps its plans, which
-- take several times as long to make as to run.
CREATE FUNCTION refresh(product_ids uuid[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    -- In a statement of its own, so that of two refreshes the later reads what the former left.
    PERFORM FROM cards AS card WHERE card.id = ANY (product_ids) ORDER BY card.id FOR UPDATE;
    WITH product AS MATERIALIZED (
        SELECT
            shown.id, shown.title, shown.currency, shown.amount, stock.is_there,
            ARRAY['00000000-0000-0000-0000-000000000000', shown.seller_id] || category.lineage AS scopes,
            json_build_object(
                'id', shown.id,
                'title', shown.title,
                'price', souk.money(shown.amount, shown.currency),
                'image_url', shown.images[1],
                'seller', json_build_object('id', seller.id, 'name', seller.name),
                'category_id', shown.category_id,
                'in_stock', stock.is_there
            )::text AS card
        FROM shelf AS shown
        JOIN sellers AS seller ON seller.id = shown.seller_id
        JOIN categories AS category ON category.id = shown.category_id
        CROSS JOIN LATERAL (SELECT has_stock(shown.id) AS is_there OFFSET 0) AS stock
        WHERE shown.id = ANY (product_ids)
    ),
    wanted AS MATERIALIZED (
        SELECT scope, product.id AS product_id, product.currency, product.amount, product.is_there AS in_stock
        FROM product
        CROSS JOIN LATERAL unnest(product.scopes) AS scope
    ),
    unlisted AS (
        DELETE FROM listings AS listing
        WHERE listing.product_id = ANY (product_ids)
            AND NOT EXISTS (
                SELECT FROM wanted WHERE wanted.scope = listing.scope AND wanted.product_id = listing.product_id
            )
    ),
    uncarded AS (
        DELETE FROM cards AS card
        WHERE card.id = ANY (product_ids) AND NOT EXISTS (SELECT FROM product WHERE product.id = card.id)
    ),
    carded AS (
        INSERT INTO cards AS card (id, card)
        SELECT product.id, product.card
        FROM product
        ORDER BY product.id
        ON CONFLICT (id) DO UPDATE SET card = excluded.card
        WHERE card.card <> excluded.card
    ),
    worded AS (
        INSERT INTO title_words (id)
        SELECT DISTINCT word
        FROM product
        CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('simple', public.unaccent(product.title)))) AS word
        ORDER BY word
        ON CONFLICT DO NOTHING
    )
    INSERT INTO listings AS listing (scope, product_id, currency, amount, in_stock)
    SELECT wanted.*
    FROM wanted
    ORDER BY wanted.product_id, wanted.scope
    ON CONFLICT (scope, product_id) DO UPDATE
    SET currency = excluded.currency, amount = excluded.amount, in_stock = excluded.in_stock
    WHERE (listing.currency, listing.amount, listing.in_stock)
        IS DISTINCT FROM (excluded.currency, excluded.amount, excluded.in_stock);
END
$$;

-- Refresh the products of these variants that ran out of stock or came back, which few changes of stock do; give all.
CREATE FUNCTION refresh_stock(variant_ids uuid[]) RETURNS uuid[]
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    product_ids uuid[] := ARRAY(
        SELECT DISTINCT variant.product_id FROM offered_variants AS variant WHERE variant.id = ANY (variant_ids)
    );
    changed uuid[];
BEGIN
    PERFORM FROM cards AS card WHERE card.id = ANY (product_ids) ORDER BY card.id FOR UPDATE;
    changed := ARRAY(
        SELECT listing.product_id
        FROM listings AS listing
        WHERE listing.scope = '00000000-0000-0000-0000-000000000000'
            AND listing.product_id = ANY (product_ids)
            AND listing.in_stock <> has_stock(listing.product_id)
    );
    IF changed <> '{}' THEN
        PERFORM refresh(changed);
    END IF;
    RETURN product_ids;
END
$$;

-- How many products of a shop are listed, counted up to so many.
CREATE FUNCTION catalog_api.count_products(shop uuid, most integer) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = catalog, pg_temp
BEGIN ATOMIC
    SELECT count(*) FROM (SELECT FROM listings WHERE scope = shop LIMIT most) AS counted;
END;

GRANT USAGE ON SCHEMA catalog_api TO sellers;
GRANT EXECUTE ON FUNCTION catalog_api.count_products(uuid, integer) TO sellers;
