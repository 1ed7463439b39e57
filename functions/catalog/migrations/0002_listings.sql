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

-- What a list shows of a product, by its id, as the JSON it is sent in; and its first variant in stock, if any.
CREATE TABLE cards (
    id uuid PRIMARY KEY,
    card text NOT NULL,
    variant_id uuid
);

-- Every word a listed title has had, to guess what a misspelt query meant.
CREATE TABLE title_words (
    id text PRIMARY KEY
);
CREATE INDEX title_words_alike ON title_words USING gin (id public.gin_trgm_ops) WITH (fastupdate = off);

-- What a name may be typed from: each of its words with those that follow, of the listed products, the categories, and
-- the shops that sell.
CREATE TABLE beginnings (
    kind text NOT NULL CHECK (kind IN ('product', 'category', 'shop')),
    words text COLLATE "C" NOT NULL,
    named_id uuid NOT NULL,
    PRIMARY KEY (kind, words, named_id)
);
CREATE INDEX beginnings_named ON beginnings (named_id);

CREATE FUNCTION typed(name text) RETURNS text LANGUAGE sql STABLE
RETURN trim(regexp_replace(lower(public.unaccent(name)), '[^[:alnum:]]+', ' ', 'g'));

-- A beginning is kept, and looked for, up to so many characters.
CREATE FUNCTION beginning(words text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN left(words, 60);

CREATE FUNCTION begin_name(of_kind text, id uuid, name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    parts text[] := string_to_array(catalog.typed(name), ' ');
BEGIN
    DELETE FROM catalog.beginnings WHERE named_id = id;
    INSERT INTO catalog.beginnings (kind, words, named_id)
    SELECT DISTINCT of_kind, catalog.beginning(array_to_string(parts[place:], ' ')), id
    FROM generate_series(1, cardinality(parts)) AS place
    WHERE place <= 8;
END
$$;

CREATE FUNCTION begin_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalog.begin_name('category', coalesce(NEW.id, OLD.id), NEW.name);
    RETURN NULL;
END
$$;
CREATE TRIGGER begin_category AFTER INSERT OR UPDATE OF name OR DELETE ON categories
    FOR EACH ROW EXECUTE FUNCTION begin_category();

CREATE FUNCTION begin_shop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalog.begin_name('shop', NEW.id, CASE WHEN NEW.active THEN NEW.name END);
    RETURN NULL;
END
$$;
CREATE TRIGGER begin_shop AFTER INSERT OR UPDATE ON sellers
    FOR EACH ROW EXECUTE FUNCTION begin_shop();

CREATE FUNCTION begin_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalog.begin_name('product', NEW.id, CASE WHEN NEW.listed THEN NEW.title END);
    RETURN NULL;
END
$$;
CREATE TRIGGER begin_product AFTER INSERT ON products
    FOR EACH ROW WHEN (NEW.listed) EXECUTE FUNCTION begin_product();
CREATE TRIGGER begin_product_anew AFTER UPDATE ON products
    FOR EACH ROW WHEN ((OLD.title, OLD.listed) IS DISTINCT FROM (NEW.title, NEW.listed))
    EXECUTE FUNCTION begin_product();

CREATE FUNCTION first_in_stock(of_product uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT variant.id
        FROM offered_variants AS variant
        JOIN inventory_api.availability AS level ON level.variant_id = variant.id
        WHERE variant.product_id = of_product AND level.available > 0
        ORDER BY variant.position, variant.id
        LIMIT 1
    );
END
$$;

-- Bring the listings of products to what the shelf says, and write only what differs. A function keeps its plans, which
-- take several times as long to make as to run.
CREATE FUNCTION refresh(product_ids uuid[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    -- In statements of their own, so that of two refreshes the later reads what the former left, and a category that is
    -- moved at once either is read where it came to stand or moves afterwards, and then finds these products.
    PERFORM FROM cards AS card WHERE card.id = ANY (product_ids) ORDER BY card.id FOR UPDATE;
    PERFORM
    FROM categories AS category
    WHERE category.id IN (SELECT shown.category_id FROM shelf AS shown WHERE shown.id = ANY (product_ids))
    ORDER BY category.id
    FOR SHARE;
    WITH product AS MATERIALIZED (
        SELECT
            shown.id, shown.title, shown.currency, shown.amount, stock.variant_id,
            ARRAY['00000000-0000-0000-0000-000000000000', shown.seller_id] || category.lineage AS scopes,
            json_build_object(
                'id', shown.id,
                'title', shown.title,
                'slug', shown.slug,
                'price', souk.money(shown.amount, shown.currency),
                'highest_price', souk.money(shown.highest_amount, shown.currency),
                'image_url', shown.images -> 0 ->> 'url',
                'image_alt', shown.images -> 0 ->> 'alt',
                'second_image_url', shown.images -> 1 ->> 'url',
                'seller', json_build_object('id', seller.id, 'name', seller.name, 'slug', seller.slug),
                'category_id', shown.category_id,
                'in_stock', stock.variant_id IS NOT NULL,
                'default_variant_id', stock.variant_id,
                'variant_count', (SELECT count(*) FROM offered_variants AS one WHERE one.product_id = shown.id)
            )::text AS card
        FROM shelf AS shown
        JOIN sellers AS seller ON seller.id = shown.seller_id
        JOIN categories AS category ON category.id = shown.category_id
        CROSS JOIN LATERAL (SELECT first_in_stock(shown.id) AS variant_id OFFSET 0) AS stock
        WHERE shown.id = ANY (product_ids)
    ),
    wanted AS MATERIALIZED (
        SELECT
            scope, product.id AS product_id, product.currency, product.amount,
            product.variant_id IS NOT NULL AS in_stock
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
        INSERT INTO cards AS card (id, card, variant_id)
        SELECT product.id, product.card, product.variant_id
        FROM product
        ORDER BY product.id
        ON CONFLICT (id) DO UPDATE SET card = excluded.card, variant_id = excluded.variant_id
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

-- Refresh the products of these variants whose first variant in stock is another now, which few changes of stock bring
-- about; give all.
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
        SELECT card.id
        FROM cards AS card
        WHERE card.id = ANY (product_ids) AND card.variant_id IS DISTINCT FROM first_in_stock(card.id)
    );
    IF changed <> '{}' THEN
        PERFORM refresh(changed);
    END IF;
    RETURN product_ids;
END
$$;

-- How many products of a shop are listed, counted as far as lists are.
CREATE FUNCTION catalog_api.count_products(shop uuid, OUT products bigint, OUT is_exact boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = catalog, pg_temp
BEGIN ATOMIC
    SELECT least(count(*), 1000), count(*) <= 1000
    FROM (SELECT FROM listings WHERE scope = shop LIMIT 1001) AS counted;
END;

GRANT USAGE ON SCHEMA catalog_api TO sellers;
GRANT EXECUTE ON FUNCTION catalog_api.count_products(uuid) TO sellers;
