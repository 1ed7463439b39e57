-- The code of a coupon as it is known; what it is worth, and whether it still is, orders know.
ALTER TABLE carts ADD COLUMN coupon text;

CREATE VIEW cart_api.coupons AS
SELECT id AS owner_id, coupon
FROM carts
WHERE coupon IS NOT NULL;

-- Keep the code of a coupon with a cart, or none.
CREATE FUNCTION cart_api.keep_coupon(owner_id uuid, coupon text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cart, pg_temp AS $$
BEGIN
    UPDATE carts AS cart
    SET coupon = keep_coupon.coupon, updated_at = now(), abandoned_at = NULL
    WHERE cart.id = keep_coupon.owner_id;
END
$$;

-- Put the coupon of an order that was given up back into its customer's cart, unless that has another by now.
CREATE FUNCTION cart_api.put_coupon_back(customer_id uuid, coupon text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cart, pg_temp AS $$
BEGIN
    UPDATE carts AS cart
    SET coupon = put_coupon_back.coupon
    WHERE cart.id = put_coupon_back.customer_id AND cart.coupon IS NULL;
END
$$;

-- Move what a guest gathered into the customer's cart, lines in another currency too, and the coupon unless that has
-- one. A line holds 999 and a cart 200 lines; what is beyond that stays with the guest. A second call finds nothing
-- that fits and changes nothing.
CREATE OR REPLACE FUNCTION cart_api.merge(guest_id uuid, customer_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cart, pg_temp AS $$
DECLARE
    room integer;
BEGIN
    IF guest_id = customer_id OR NOT EXISTS (SELECT FROM carts WHERE id = guest_id AND line_count > 0) THEN
        RETURN;
    END IF;
    INSERT INTO carts (id) VALUES (customer_id) ON CONFLICT DO NOTHING;
    PERFORM FROM carts WHERE id IN (guest_id, customer_id) ORDER BY id FOR UPDATE;
    SELECT 200 - line_count INTO room FROM carts WHERE id = customer_id;
    WITH theirs AS (
        SELECT
            line.*, least(line.quantity, 999 - coalesce(mine.quantity, 0)) AS fitting,
            mine.variant_id IS NOT NULL AS is_known,
            row_number() OVER (
                PARTITION BY mine.variant_id IS NOT NULL ORDER BY line.added_at, line.variant_id
            ) AS place
        FROM cart_items AS line
        LEFT JOIN cart_items AS mine ON mine.owner_id = customer_id AND mine.variant_id = line.variant_id
        WHERE line.owner_id = guest_id
    ),
    moving AS (
        SELECT variant_id, quantity, fitting, seen_amount, seen_currency, added_at
        FROM theirs
        WHERE fitting > 0 AND (is_known OR place <= room)
    ),
    emptied AS (
        DELETE FROM cart_items AS line
        USING moving
        WHERE line.owner_id = guest_id AND line.variant_id = moving.variant_id AND moving.fitting = moving.quantity
    ),
    lessened AS (
        UPDATE cart_items AS line
        SET quantity = line.quantity - moving.fitting
        FROM moving
        WHERE line.owner_id = guest_id AND line.variant_id = moving.variant_id AND moving.fitting < moving.quantity
    )
    INSERT INTO cart_items AS mine (owner_id, variant_id, quantity, seen_amount, seen_currency, added_at)
    SELECT customer_id, moving.variant_id, moving.fitting, moving.seen_amount, moving.seen_currency, moving.added_at
    FROM moving
    ON CONFLICT (owner_id, variant_id) DO UPDATE SET quantity = mine.quantity + excluded.quantity;
    IF found THEN
        UPDATE carts AS cart
        SET version = cart.version + 1, updated_at = now(), abandoned_at = NULL,
            coupon = CASE WHEN cart.id = customer_id THEN coalesce(cart.coupon, theirs.coupon) END
        FROM carts AS theirs
        WHERE cart.id IN (guest_id, customer_id) AND theirs.id = guest_id;
    END IF;
END
$$;

-- Give the cart as CartView; the prices it shows count as seen from now on.
CREATE OR REPLACE FUNCTION show_cart(of_owner uuid) RETURNS json
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
        'coupon', (SELECT coupon FROM carts WHERE id = of_owner),
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

GRANT SELECT ON cart_api.coupons TO orders;
GRANT EXECUTE ON FUNCTION cart_api.keep_coupon(uuid, text) TO orders;
GRANT EXECUTE ON FUNCTION cart_api.put_coupon_back(uuid, text) TO orders;
