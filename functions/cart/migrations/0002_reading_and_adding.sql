-- Planning these two takes longer than running them. A function keeps the plan for its session, which a statement could
-- do only by a name, and names tie a session of RDS Proxy to one client.

-- Give the cart as CartView; the prices it shows count as seen from now on.
CREATE FUNCTION show_cart(of_owner uuid) RETURNS json
LANGUAGE plpgsql SET search_path = cart, pg_temp AS $$
DECLARE
    shown_cart json;
BEGIN
    WITH line AS (
        SELECT
            item.variant_id, item.quantity, item.added_at, item.seen_amount, variant.product_id, variant.seller_id,
            seller.name AS seller_name, variant.sku, variant.title, variant.slug, variant.options, variant.image_url,
            item.seen_currency AS currency, cart.currency AS cart_currency,
            coalesce(variant.unit_amount, item.seen_amount) AS unit_amount,
            greatest(coalesce(stock.available, 0), 0) AS available,
            item.seen_currency <> cart.currency AS is_waiting,
            coalesce(variant.buyable AND variant.currency = item.seen_currency, false) AS buyable
        FROM cart_items AS item
        JOIN carts AS cart ON cart.id = item.owner_id
        LEFT JOIN catalog_api.variants AS variant ON variant.variant_id = item.variant_id
        LEFT JOIN sellers_api.sellers AS seller ON seller.seller_id = variant.seller_id
        LEFT JOIN inventory_api.availability AS stock ON stock.variant_id = item.variant_id
        WHERE item.owner_id = of_owner
    ),
    cart AS (
        SELECT id
        FROM carts
        WHERE id = of_owner AND EXISTS (SELECT FROM line WHERE buyable AND unit_amount <> seen_amount)
        FOR UPDATE
    ),
    shown AS (
        UPDATE cart_items AS item
        SET seen_amount = line.unit_amount
        FROM cart, line
        WHERE item.owner_id = cart.id AND item.variant_id = line.variant_id
            AND line.buyable AND line.unit_amount <> line.seen_amount
    )
    SELECT json_build_object(
        'version', coalesce((SELECT version FROM carts WHERE id = of_owner), 0),
        'currency', min(cart_currency),
        'quantity', coalesce(sum(quantity) FILTER (WHERE buyable AND NOT is_waiting), 0),
        'total', CASE WHEN count(*) > 0 THEN souk.money(
            coalesce(sum(unit_amount * quantity) FILTER (WHERE buyable AND NOT is_waiting), 0)::bigint,
            min(cart_currency)
        ) END,
        'lines', coalesce(json_agg(json_build_object(
            'id', variant_id,
            'variant_id', variant_id,
            'product_id', product_id,
            'seller_id', seller_id,
            'seller_name', seller_name,
            'sku', sku,
            'title', title,
            'slug', slug,
            'options', options,
            'image_url', image_url,
            'quantity', quantity,
            'unit_price', souk.money(unit_amount, currency),
            'previous_price', CASE WHEN buyable AND unit_amount <> seen_amount
                THEN souk.money(seen_amount, currency) END,
            'total', souk.money(unit_amount * quantity, currency),
            'available', available,
            'note', CASE
                WHEN NOT buyable THEN 'not_for_sale'
                WHEN is_waiting THEN 'other_currency'
                WHEN available = 0 THEN 'out_of_stock'
                WHEN available < quantity THEN 'low_stock'
            END
        ) ORDER BY added_at, variant_id), '[]'),
        'sellers', (
            SELECT coalesce(json_agg(json_build_object(
                'seller_id', seller_id,
                'seller_name', seller_name,
                'quantity', quantity,
                'total', souk.money(amount, currency)
            ) ORDER BY first_added, seller_id), '[]')
            FROM (
                SELECT
                    seller_id, seller_name, currency, sum(quantity) AS quantity,
                    sum(unit_amount * quantity)::bigint AS amount, min(added_at) AS first_added
                FROM line
                WHERE buyable AND NOT is_waiting
                GROUP BY seller_id, seller_name, currency
            ) AS seller
        )
    )
    INTO shown_cart
    FROM line;
    RETURN shown_cart;
END
$$;

-- Add units to the line of a variant, whatever its stock; no row when there is no such variant.
CREATE FUNCTION add_item(of_owner uuid, of_variant uuid, units integer)
RETURNS TABLE (
    variant_id uuid, product_id uuid, seller_id uuid, title text, unit_amount bigint, currency souk.currency,
    buyable boolean, available bigint, cart_currency souk.currency, version integer, quantity integer
)
LANGUAGE plpgsql ROWS 1 SET search_path = cart, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        WITH wanted AS (
            SELECT
                variant.variant_id, variant.product_id, variant.seller_id, variant.title, variant.unit_amount,
                variant.currency, variant.buyable, coalesce(stock.available, 0) AS available
            FROM catalog_api.variants AS variant
            LEFT JOIN inventory_api.availability AS stock ON stock.variant_id = variant.variant_id
            WHERE variant.variant_id = of_variant
        ),
        cart AS (
            INSERT INTO carts AS cart (id, currency)
            SELECT of_owner, currency FROM wanted WHERE buyable
            ON CONFLICT (id) DO UPDATE
            SET currency = coalesce(cart.currency, excluded.currency), version = cart.version + 1, updated_at = now(),
                abandoned_at = NULL
            RETURNING currency, version
        ),
        line AS (
            INSERT INTO cart_items AS line (owner_id, variant_id, quantity, seen_amount, seen_currency)
            SELECT of_owner, wanted.variant_id, units, wanted.unit_amount, wanted.currency
            FROM wanted
            JOIN cart ON cart.currency = wanted.currency
            ON CONFLICT (owner_id, variant_id) DO UPDATE
            SET quantity = line.quantity + excluded.quantity, seen_amount = excluded.seen_amount,
                seen_currency = excluded.seen_currency
            RETURNING quantity
        )
        SELECT
            wanted.variant_id, wanted.product_id, wanted.seller_id, wanted.title, wanted.unit_amount, wanted.currency,
            wanted.buyable, wanted.available, cart.currency, cart.version, line.quantity
        FROM wanted
        LEFT JOIN cart ON true
        LEFT JOIN line ON true;
END
$$;
