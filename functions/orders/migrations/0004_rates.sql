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
