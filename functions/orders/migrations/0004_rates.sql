-- How a shop's parcels travel, in zones with rates each; money is in minor units of the option's currency, weights are
-- in grams. The first rate of a parcel's zone that holds is its price.
CREATE TABLE shipping_options (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    seller_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    currency souk.currency NOT NULL,
    least_days integer NOT NULL CHECK (least_days >= 0),
    most_days integer NOT NULL CHECK (most_days >= least_days),
    active boolean NOT NULL,
    zones jsonb NOT NULL CHECK (jsonb_array_length(zones) > 0),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX shipping_options_of_shop ON shipping_options (seller_id, id);
CREATE UNIQUE INDEX shipping_option_name_once_in_a_shop ON shipping_options (seller_id, currency, name);

ALTER TABLE shipping_options ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON shipping_options USING (souk.is_own(seller_id));

-- The active options of the shops that keep any; a view reads as its owner, past the policy.
CREATE VIEW kept_shipping AS
SELECT
    seller_id,
    coalesce(
        json_agg(json_build_object(
            'id', id,
            'name', name,
            'currency', currency,
            'least_days', least_days,
            'most_days', most_days,
            'zones', zones
        )) FILTER (WHERE active),
        '[]'
    ) AS options
FROM shipping_options
GROUP BY seller_id;

-- The tax table of an order and of each invoice: for each rate in basis points what is taxed, and the tax.
ALTER TABLE orders
    ADD COLUMN prices_include_tax boolean NOT NULL DEFAULT true,
    ADD COLUMN taxes jsonb NOT NULL DEFAULT '[]',
    DROP CONSTRAINT orders_check1,
    ADD CONSTRAINT total_adds_up CHECK (
        total_amount = items_amount + shipping_amount + CASE WHEN prices_include_tax THEN 0 ELSE tax_amount END
    );

ALTER TABLE seller_orders
    ADD COLUMN prices_include_tax boolean NOT NULL DEFAULT true,
    ADD COLUMN taxes jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN shipping_name text NOT NULL DEFAULT '',
    DROP CONSTRAINT seller_orders_check2,
    ADD CONSTRAINT total_adds_up CHECK (
        total_amount = items_amount + shipping_amount + CASE WHEN prices_include_tax THEN 0 ELSE tax_amount END
    );

UPDATE seller_orders AS sold
SET shipping_name = CASE sold.shipping_option WHEN 'express' THEN 'Express delivery' ELSE 'Standard delivery' END,
    taxes = (
        SELECT jsonb_build_array(jsonb_build_object(
            'rate', max(line.tax_rate), 'net', sold.total_amount - sold.tax_amount, 'tax', sold.tax_amount
        ))
        FROM order_lines AS line
        WHERE line.seller_order_id = sold.id
    );

UPDATE orders AS placed
SET taxes = (
    SELECT jsonb_build_array(jsonb_build_object(
        'rate', max((sold.taxes -> 0 ->> 'rate')::integer),
        'net', placed.total_amount - placed.tax_amount,
        'tax', placed.tax_amount
    ))
    FROM seller_orders AS sold
    WHERE sold.order_id = placed.id
);

ALTER TABLE orders ALTER COLUMN prices_include_tax DROP DEFAULT, ALTER COLUMN taxes DROP DEFAULT;
ALTER TABLE seller_orders
    ALTER COLUMN prices_include_tax DROP DEFAULT,
    ALTER COLUMN taxes DROP DEFAULT,
    ALTER COLUMN shipping_name DROP DEFAULT;

-- A tax table as its customer and its seller see it.
CREATE FUNCTION tax_table(taxes jsonb, currency souk.currency) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(json_agg(json_build_object(
        'rate', taxed.rate,
        'net', souk.money(taxed.net, currency),
        'tax', souk.money(taxed.tax, currency)
    ) ORDER BY taxed.rate DESC), '[]')
    FROM jsonb_to_recordset(taxes) AS taxed (rate integer, net bigint, tax bigint)
);

CREATE OR REPLACE FUNCTION document_of(sold seller_orders, order_status text, lines json) RETURNS json
LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
    'id', sold.id,
    'seller_id', sold.seller_id,
    'seller_name', sold.seller_name,
    'status', status_of(sold, order_status),
    'shipping_option', sold.shipping_option,
    'shipping_name', sold.shipping_name,
    'items_total', souk.money(sold.items_amount, sold.currency),
    'shipping_total', souk.money(sold.shipping_amount, sold.currency),
    'tax_total', souk.money(sold.tax_amount, sold.currency),
    'total', souk.money(sold.total_amount, sold.currency),
    'prices_include_tax', sold.prices_include_tax,
    'taxes', tax_table(sold.taxes, sold.currency),
    'carrier', sold.carrier,
    'tracking_number', sold.tracking_number,
    'shipped_at', sold.shipped_at,
    'delivered_at', sold.delivered_at,
    'lines', lines
);

-- An order as its customer sees it, by itself and in a list.
CREATE OR REPLACE VIEW customer_orders AS
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
        'prices_include_tax', placed.prices_include_tax,
        'taxes', tax_table(placed.taxes, placed.currency),
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
-- when it is gone. The first line of a shop that keeps options of its own to send by has them.
-- Planning this takes longer than running it, and a function keeps the plan for its session, which a statement could do
-- only by a name, and names tie a session of RDS Proxy to one client. Each line is looked up by itself, so that a plan
-- made for a small catalogue is as good for a large one.
DROP FUNCTION cart_lines(uuid, boolean);
CREATE FUNCTION cart_lines(customer_id uuid, taking boolean)
RETURNS TABLE (
    variant_id uuid, quantity integer, seen_amount bigint, seen_currency souk.currency, product_id uuid, seller_id uuid,
    seller_name text, sku text, title text, options jsonb, image_url text, unit_amount bigint, currency souk.currency,
    buyable boolean, tax_class text, weight integer, shipping json
)
LANGUAGE plpgsql ROWS 10 SET search_path = orders, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT
            line.variant_id, line.quantity, line.seen_amount, line.seen_currency, variant.product_id,
            variant.seller_id, variant.seller_name, variant.sku, variant.title, variant.options, variant.image_url,
            variant.unit_amount, variant.currency, coalesce(variant.buyable, false), variant.tax_class, variant.weight,
            CASE WHEN variant.seller_id IS DISTINCT FROM lag(variant.seller_id) OVER in_order THEN (
                SELECT kept.options FROM kept_shipping AS kept WHERE kept.seller_id = variant.seller_id
            ) END
        FROM cart_api.lines(cart_lines.customer_id, cart_lines.taking) AS line
        LEFT JOIN LATERAL (
            SELECT
                offered.product_id, offered.seller_id, seller.name AS seller_name, offered.sku, offered.title,
                offered.options, offered.image_url, offered.unit_amount, offered.currency, offered.tax_class,
                offered.weight,
                offered.buyable AND seller.active AS buyable
            FROM catalog_api.variants AS offered
            LEFT JOIN sellers_api.sellers AS seller ON seller.seller_id = offered.seller_id
            WHERE offered.variant_id = line.variant_id
            OFFSET 0
        ) AS variant ON true
        WINDOW in_order AS (ORDER BY variant.seller_id, line.variant_id)
        ORDER BY variant.seller_id, line.variant_id;
END
$$;

-- The tax table of what is taxed at one rate, that of the first line: what the version before says no table of, which
-- goes on placing orders while this one is deployed.
CREATE FUNCTION one_rate(total bigint, tax bigint, lines jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN jsonb_build_array(jsonb_build_object('rate', lines -> 0 -> 'tax_rate', 'net', total - tax, 'tax', tax));

-- Store an order with what each of its sellers sells, and give it as its customer sees it.
CREATE OR REPLACE FUNCTION store_order(kind text, placed jsonb, seller_orders jsonb, lines jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
BEGIN
    INSERT INTO orders (
        id, number, customer_id, guest_email, guest_language, status, sequence, currency, items_amount, shipping_amount,
        tax_amount, total_amount, payment_method, shipping_address, note, seller_count, held_until, created_at,
        prices_include_tax, taxes
    )
    SELECT
        id, number, customer_id, guest_email, guest_language, status, sequence, currency, items_amount, shipping_amount,
        tax_amount, total_amount, payment_method, shipping_address, note, seller_count, held_until, created_at,
        coalesce(prices_include_tax, true), coalesce(taxes, one_rate(total_amount, tax_amount, lines))
    FROM jsonb_populate_record(NULL::orders, store_order.placed);
    INSERT INTO seller_orders (
        id, order_id, seller_id, seller_name, shipping_option, currency, items_amount, shipping_amount,
        shipping_tax_amount, tax_amount, total_amount, commission_rate, commission_amount,
        shipping_name, prices_include_tax, taxes
    )
    SELECT
        id, order_id, seller_id, seller_name, shipping_option, currency, items_amount, shipping_amount,
        shipping_tax_amount, tax_amount, total_amount, commission_rate, commission_amount,
        coalesce(shipping_name, shipping_option), coalesce(prices_include_tax, true),
        coalesce(taxes, one_rate(total_amount, tax_amount, lines))
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
