-- Where a seller order stands in an order of this status.
CREATE FUNCTION status_of(seller_order seller_orders, order_status text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN seller_order.delivered_at IS NOT NULL THEN 'delivered'
    WHEN seller_order.shipped_at IS NOT NULL THEN 'shipped'
    WHEN order_status IN ('cancelled', 'refunded') THEN order_status
    WHEN is_unpaid(order_status) THEN 'pending'
    ELSE 'ready'
END;

-- Let the seller orders of an order know how it stands, from its payment on.
-- Why enable_seqscan is off, here and below: ADR 55.
CREATE FUNCTION follow_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp SET enable_seqscan = off AS $$
BEGIN
    UPDATE seller_orders AS sold
    SET order_status = NEW.status
    WHERE sold.order_id = NEW.id AND (NEW.status = 'paid' OR sold.order_status IS NOT NULL);
    RETURN NULL;
END
$$;

CREATE TRIGGER follow_status AFTER UPDATE OF status ON orders
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION follow_status();

-- Until when an order may be paid again; null while it is being charged, and once it is paid or over.
CREATE FUNCTION payable_until(placed orders) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN placed.status = 'awaiting_action' OR (placed.status = 'pending' AND placed.payment_failure IS NOT NULL)
        THEN placed.held_until
END;

-- A line as its customer and its seller see it.
CREATE FUNCTION document_of(line order_lines) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
    'id', line.id,
    'variant_id', line.variant_id,
    'product_id', line.product_id,
    'sku', line.sku,
    'title', line.title,
    'options', line.options,
    'image_url', line.image_url,
    'quantity', line.quantity,
    'unit_price', souk.money(line.unit_amount, line.currency),
    'total', souk.money(line.total_amount, line.currency),
    'tax', souk.money(line.tax_amount, line.currency),
    'tax_rate', line.tax_rate
);

-- A seller order with its lines, as its customer and its seller see it.
CREATE FUNCTION document_of(sold seller_orders, order_status text, lines json) RETURNS json
LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
    'id', sold.id,
    'seller_id', sold.seller_id,
    'seller_name', sold.seller_name,
    'status', status_of(sold, order_status),
    'shipping_option', sold.shipping_option,
    'items_total', souk.money(sold.items_amount, sold.currency),
    'shipping_total', souk.money(sold.shipping_amount, sold.currency),
    'tax_total', souk.money(sold.tax_amount, sold.currency),
    'total', souk.money(sold.total_amount, sold.currency),
    'carrier', sold.carrier,
    'tracking_number', sold.tracking_number,
    'shipped_at', sold.shipped_at,
    'delivered_at', sold.delivered_at,
    'lines', lines
);

-- Views read as their owner, past the policies: the seller orders of an order are of several shops.

-- An order as its customer sees it, by itself and in a list.
CREATE VIEW customer_orders AS
SELECT
    placed.id,
    placed.number,
    placed.customer_id,
    placed.guest_email,
    placed.guest_language,
    placed.status,
    json_build_object(
        'id', placed.id,
        'number', placed.number,
        'status', placed.status,
        'placed_at', placed.created_at,
        'items_total', souk.money(placed.items_amount, placed.currency),
        'shipping_total', souk.money(placed.shipping_amount, placed.currency),
        'tax_total', souk.money(placed.tax_amount, placed.currency),
        'total', souk.money(placed.total_amount, placed.currency),
        'refunded', souk.money(placed.refunded_amount, placed.currency),
        'shipping_address', placed.shipping_address,
        'email', placed.guest_email,
        'payment_method', placed.payment_method,
        'payment_transaction_id', placed.payment_transaction_id,
        'payment_failure', placed.payment_failure,
        'payable_until', payable_until(placed),
        'note', placed.note,
        'sellers', (
            SELECT json_agg(document_of(sold, placed.status, (
                SELECT json_agg(document_of(line) ORDER BY line.title, line.variant_id)
                FROM order_lines AS line
                WHERE line.seller_order_id = sold.id
            )) ORDER BY sold.seller_name, sold.seller_id)
            FROM seller_orders AS sold
            WHERE sold.order_id = placed.id
        )
    ) AS document,
    json_build_object(
        'id', placed.id,
        'number', placed.number,
        'status', placed.status,
        'placed_at', placed.created_at,
        'payable_until', payable_until(placed),
        'total', souk.money(placed.total_amount, placed.currency),
        'line_count', (
            SELECT count(*)
            FROM seller_orders AS sold
            JOIN order_lines AS line ON line.seller_order_id = sold.id
            WHERE sold.order_id = placed.id
        ),
        'lines', (
            SELECT json_agg(json_build_object(
                'title', line.title,
                'image_url', line.image_url,
                'quantity', line.quantity
            ))
            FROM (
                SELECT line.title, line.image_url, line.quantity
                FROM seller_orders AS sold
                JOIN order_lines AS line ON line.seller_order_id = sold.id
                WHERE sold.order_id = placed.id
                ORDER BY line.title, line.variant_id
                LIMIT 4
            ) AS line
        )
    ) AS summary
FROM orders AS placed;

-- Give the lines in the cart's currency, or take them out of it, with what the catalogue says of them today; nothing
-- when it is gone.
-- Planning this takes longer than running it, and a function keeps the plan for its session, which a statement could do
-- only by a name, and names tie a session of RDS Proxy to one client. Each line is looked up by itself, so that a plan
-- made for a small catalogue is as good for a large one.
CREATE FUNCTION cart_lines(customer_id uuid, taking boolean)
RETURNS TABLE (
    variant_id uuid, quantity integer, seen_amount bigint, seen_currency souk.currency, product_id uuid, seller_id uuid,
    seller_name text, sku text, title text, options jsonb, image_url text, unit_amount bigint, currency souk.currency,
    buyable boolean
)
LANGUAGE plpgsql ROWS 10 SET search_path = orders, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT
            line.variant_id, line.quantity, line.seen_amount, line.seen_currency, variant.product_id,
            variant.seller_id, variant.seller_name, variant.sku, variant.title, variant.options, variant.image_url,
            variant.unit_amount, variant.currency, coalesce(variant.buyable, false)
        FROM cart_api.lines(cart_lines.customer_id, cart_lines.taking) AS line
        LEFT JOIN LATERAL (
            SELECT
                offered.product_id, offered.seller_id, seller.name AS seller_name, offered.sku, offered.title,
                offered.options, offered.image_url, offered.unit_amount, offered.currency,
                offered.buyable AND seller.active AS buyable
            FROM catalog_api.variants AS offered
            LEFT JOIN sellers_api.sellers AS seller ON seller.seller_id = offered.seller_id
            WHERE offered.variant_id = line.variant_id
            OFFSET 0
        ) AS variant ON true
        ORDER BY variant.seller_id, line.variant_id;
END
$$;

-- What of an order was sold by whom, as events carry it. Planning it takes longer than running it, see cart_lines.
CREATE FUNCTION sold(order_id uuid) RETURNS TABLE (sellers json, lines json)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = orders, pg_temp SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY
        SELECT
            (
                SELECT json_agg(json_build_object(
                    'seller_order_id', share.id,
                    'seller_id', share.seller_id,
                    'total', souk.money(share.total_amount, share.currency),
                    'tax', souk.money(share.tax_amount, share.currency),
                    'commission', souk.money(share.commission_amount, share.currency)
                ) ORDER BY share.seller_id)
                FROM seller_orders AS share
                WHERE share.order_id = placed.id
            ) AS sellers,
            (
                SELECT json_agg(json_build_object(
                    'variant_id', line.variant_id,
                    'product_id', line.product_id,
                    'seller_id', line.seller_id,
                    'quantity', line.quantity,
                    'unit_amount', line.unit_amount
                ) ORDER BY line.seller_id, line.variant_id)
                FROM seller_orders AS share
                JOIN order_lines AS line ON line.seller_order_id = share.id
                WHERE share.order_id = placed.id
            ) AS lines
        FROM orders AS placed
        WHERE placed.id = sold.order_id;
END
$$;

-- Store an order with what each of its sellers sells, and give it as its customer sees it.
CREATE FUNCTION store_order(kind text, placed jsonb, seller_orders jsonb, lines jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
BEGIN
    INSERT INTO orders (
        id, number, customer_id, guest_email, guest_language, status, sequence, currency, items_amount, shipping_amount,
        tax_amount, total_amount, payment_method, shipping_address, note, seller_count, held_until, created_at
    )
    SELECT
        id, number, customer_id, guest_email, guest_language, status, sequence, currency, items_amount, shipping_amount,
        tax_amount, total_amount, payment_method, shipping_address, note, seller_count, held_until, created_at
    FROM jsonb_populate_record(NULL::orders, store_order.placed);
    INSERT INTO seller_orders (
        id, order_id, seller_id, seller_name, shipping_option, currency, items_amount, shipping_amount,
        shipping_tax_amount, tax_amount, total_amount, commission_rate, commission_amount
    )
    SELECT
        id, order_id, seller_id, seller_name, shipping_option, currency, items_amount, shipping_amount,
        shipping_tax_amount, tax_amount, total_amount, commission_rate, commission_amount
    FROM jsonb_populate_recordset(NULL::seller_orders, store_order.seller_orders);
    INSERT INTO order_lines (
        id, seller_order_id, seller_id, variant_id, product_id, sku, title, options, image_url, quantity,
        currency, unit_amount, total_amount, tax_rate, tax_amount, commission_amount
    )
    SELECT
        id, seller_order_id, seller_id, variant_id, product_id, sku, title, options, image_url, quantity,
        currency, unit_amount, total_amount, tax_rate, tax_amount, commission_amount
    FROM jsonb_populate_recordset(NULL::order_lines, store_order.lines);
    INSERT INTO order_events (order_id, sequence, kind, status, occurred_at)
    SELECT id, sequence, store_order.kind, status, created_at
    FROM jsonb_populate_record(NULL::orders, store_order.placed);
    RETURN (SELECT document FROM customer_orders WHERE id = (store_order.placed ->> 'id')::uuid);
END
$$;

-- Hold an order's stock and store it, or say what is short, and then nothing is held.
CREATE FUNCTION place(
    kind text, placed jsonb, seller_orders jsonb, lines jsonb, correlation_id text, OUT document json, OUT short json
)
LANGUAGE plpgsql SET search_path = orders, pg_temp AS $$
BEGIN
    SELECT json_agg(missing) INTO short
    FROM (
        SELECT array_agg(line.variant_id) AS variant_ids, array_agg(line.quantity) AS quantities
        FROM jsonb_to_recordset(lines) AS line (variant_id uuid, quantity integer)
    ) AS wanted
    CROSS JOIN LATERAL inventory_api.reserve(
        (placed ->> 'id')::uuid, wanted.variant_ids, wanted.quantities, (placed ->> 'held_until')::timestamptz,
        correlation_id
    ) AS missing;
    IF short IS NULL THEN
        document := store_order(kind, placed, seller_orders, lines);
    END IF;
END
$$;

CREATE VIEW orders_api.payable AS
SELECT id AS order_id, number, customer_id, total_amount, currency, status
FROM orders;

-- An order as its customer sees it, and who that is. Planning it takes longer than running it, see cart_lines.
CREATE FUNCTION orders_api.receipt(
    order_id uuid
) RETURNS TABLE (customer_id uuid, guest_email text, guest_language text, document json)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = orders, pg_temp SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY
        SELECT placed.customer_id, placed.guest_email, placed.guest_language, placed.document
        FROM customer_orders AS placed
        WHERE placed.id = receipt.order_id;
END
$$;

-- Note what is kept of a link by which a guest's order can be claimed; False when it is nobody's to claim any more.
CREATE FUNCTION orders_api.offer_claim(order_id uuid, token_hash bytea, expires_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
BEGIN
    INSERT INTO order_claims (order_id, token_hash, expires_at)
    SELECT placed.id, offer_claim.token_hash, offer_claim.expires_at
    FROM orders AS placed
    WHERE placed.id = offer_claim.order_id AND placed.guest_email IS NOT NULL;
    RETURN found;
END
$$;

GRANT USAGE ON SCHEMA orders_api TO payments, notifications;
GRANT EXECUTE ON FUNCTION orders_api.offer_claim(uuid, bytea, timestamptz) TO notifications;
GRANT SELECT ON orders_api.payable TO payments;
GRANT EXECUTE ON FUNCTION orders_api.receipt(uuid) TO notifications;
