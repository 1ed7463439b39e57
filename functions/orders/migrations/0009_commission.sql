-- What the platform keeps of what is sold: a share of it and a fixed amount for each line or each unit, between bounds
-- for a line. A rule is for a shop, for a category with what is below it, for both, or for everybody; one with amounts
-- is for sales in their currency. It stays when it is ended, and each line has the terms that it was sold by.
CREATE TABLE commission_rules (
    id uuid PRIMARY KEY,
    seller_id uuid,
    category_id uuid,
    currency souk.currency,
    rate integer NOT NULL CHECK (rate BETWEEN 0 AND 10000),
    fixed_amount bigint NOT NULL CHECK (fixed_amount >= 0),
    fixed_per text NOT NULL CHECK (fixed_per IN ('line', 'unit')),
    least_amount bigint CHECK (least_amount >= 0),
    most_amount bigint CHECK (most_amount >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT least_below_most CHECK (least_amount <= most_amount),
    CHECK (currency IS NOT NULL OR fixed_amount = 0 AND least_amount IS NULL AND most_amount IS NULL)
);
CREATE UNIQUE INDEX rule_once_among_those_in_force ON commission_rules (seller_id, category_id, currency)
    NULLS NOT DISTINCT WHERE ended_at IS NULL;

ALTER TABLE commission_rules ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON commission_rules USING (souk.is_own(seller_id));

-- A rule as administrators see it.
CREATE FUNCTION document_of(rule commission_rules) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
    'id', rule.id,
    'seller_id', rule.seller_id,
    'category_id', rule.category_id,
    'rate', rule.rate,
    'fixed', CASE WHEN rule.fixed_amount > 0 THEN souk.money(rule.fixed_amount, rule.currency) END,
    'fixed_per', rule.fixed_per,
    'least', CASE WHEN rule.least_amount IS NOT NULL THEN souk.money(rule.least_amount, rule.currency) END,
    'most', CASE WHEN rule.most_amount IS NOT NULL THEN souk.money(rule.most_amount, rule.currency) END,
    'created_at', rule.created_at,
    'ended_at', rule.ended_at,
    'version', rule.version
);

-- Every rule, read and written as the owner: administrators act for no shop.
CREATE VIEW all_commission_rules AS
SELECT rule.*, document_of(rule) AS document
FROM commission_rules AS rule;

-- By which terms a line of this shop in these categories, from the root down, is sold in this currency; null when no
-- rule says. A shop's comes before everybody's, a category's before that of what it is in, a currency's before any's.
CREATE FUNCTION commission_for(of_seller uuid, lineage uuid[], sold_in souk.currency) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = orders, pg_temp SET enable_seqscan = off AS $$
BEGIN
    RETURN (
        SELECT json_build_object(
            'rule_id', rule.id,
            'version', rule.version,
            'rate', rule.rate,
            'fixed', rule.fixed_amount,
            'per_unit', rule.fixed_per = 'unit',
            'least', coalesce(rule.least_amount, 0),
            'most', rule.most_amount
        )
        FROM commission_rules AS rule
        WHERE rule.ended_at IS NULL
            AND (rule.seller_id = of_seller OR rule.seller_id IS NULL)
            AND (rule.category_id = ANY (lineage) OR rule.category_id IS NULL)
            AND (rule.currency = sold_in OR rule.currency IS NULL)
        ORDER BY
            rule.seller_id IS NULL, array_position(lineage, rule.category_id) DESC NULLS LAST, rule.currency IS NULL
        LIMIT 1
    );
END
$$;

-- Where a shop is established, as it says itself, with its VAT number.
CREATE FUNCTION established(country text, legal_address jsonb, tax_id text) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN json_build_object(
    'country', coalesce(legal_address ->> 'country', country),
    'postal_code', legal_address ->> 'postal_code',
    'tax_id', tax_id
);

-- One rate for all of a seller order is kept with it; the terms of a line, which are null where they were not kept yet,
-- stand on the line. The tax on the commission is what the platform charges the shop, beside it.
ALTER TABLE seller_orders
    ALTER COLUMN commission_rate DROP NOT NULL,
    ADD COLUMN commission_tax_rate integer NOT NULL DEFAULT 0 CHECK (commission_tax_rate BETWEEN 0 AND 10000),
    ADD COLUMN commission_tax_amount bigint NOT NULL DEFAULT 0 CHECK (commission_tax_amount >= 0),
    ADD COLUMN refunded_commission_tax_amount bigint NOT NULL DEFAULT 0
        CHECK (refunded_commission_tax_amount BETWEEN 0 AND commission_tax_amount);

ALTER TABLE order_lines
    ADD COLUMN commission_terms jsonb,
    ADD COLUMN commission_tax_amount bigint NOT NULL DEFAULT 0 CHECK (commission_tax_amount >= 0),
    ADD COLUMN refunded_commission_tax_amount bigint NOT NULL DEFAULT 0
        CHECK (refunded_commission_tax_amount BETWEEN 0 AND commission_tax_amount),
    ADD CONSTRAINT commission_with_tax_of_what_the_shop_sold_for
        CHECK (commission_amount + commission_tax_amount <= total_amount + subsidy_amount);

ALTER TABLE refunds ADD COLUMN commission_tax_amount bigint NOT NULL DEFAULT 0 CHECK (commission_tax_amount >= 0);

-- What shops sold, for those who keep the books of it.
CREATE OR REPLACE VIEW orders_api.shares AS
SELECT
    id AS seller_order_id, order_id, seller_id, currency, total_amount AS paid_amount, tax_amount, commission_amount,
    commission_tax_amount, subsidy_amount
FROM seller_orders;

-- Give the lines in the cart's currency, or take them out of it, with what the catalogue says of them today; nothing
-- when it is gone. The first line of a shop says where that is established, and has the options of its own to send by.
-- Why it is a function, and looks up each line by itself: see the one before.
DROP FUNCTION cart_lines(uuid, boolean);
CREATE FUNCTION cart_lines(customer_id uuid, taking boolean)
RETURNS TABLE (
    variant_id uuid, quantity integer, seen_amount bigint, seen_currency souk.currency, product_id uuid, seller_id uuid,
    seller_name text, sku text, title text, options jsonb, image_url text, unit_amount bigint, currency souk.currency,
    buyable boolean, tax_class text, weight integer, shipping json, commission json,
    established json
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
            ) END,
            commission_for(variant.seller_id, (
                SELECT placed.lineage FROM catalog_api.lineages AS placed WHERE placed.product_id = variant.product_id
            ), variant.currency),
            CASE WHEN variant.seller_id IS DISTINCT FROM lag(variant.seller_id) OVER in_order THEN (
                SELECT established(identity.country, identity.legal_address, identity.tax_id)
                FROM sellers_api.identities AS identity
                WHERE identity.seller_id = variant.seller_id
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

-- What of an order was sold by whom, as events carry it.
CREATE OR REPLACE FUNCTION sold(order_id uuid) RETURNS TABLE (sellers json, lines json)
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
                    'commission', souk.money(share.commission_amount, share.currency),
                    'commission_tax', souk.money(share.commission_tax_amount, share.currency),
                    'subsidy', souk.money(share.subsidy_amount, share.currency)
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

-- Store an order with what each of its sellers sells, and give it as its customer sees it. What knows of no tax on
-- commission says none.
CREATE OR REPLACE FUNCTION store_order(kind text, placed jsonb, seller_orders jsonb, lines jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
BEGIN
    INSERT INTO orders (
        id, number, customer_id, guest_email, guest_language, status, sequence, currency, items_amount, shipping_amount,
        tax_amount, total_amount, payment_method, shipping_address, note, seller_count, held_until, created_at,
        prices_include_tax, taxes, discount_amount, shipping_discount_amount, promotions
    )
    SELECT
        id, number, customer_id, guest_email, guest_language, status, sequence, currency, items_amount, shipping_amount,
        tax_amount, total_amount, payment_method, shipping_address, note, seller_count, held_until, created_at,
        coalesce(prices_include_tax, true), coalesce(taxes, one_rate(total_amount, tax_amount, lines)),
        coalesce(discount_amount, 0), coalesce(shipping_discount_amount, 0), coalesce(promotions, '[]')
    FROM jsonb_populate_record(NULL::orders, store_order.placed);
    INSERT INTO seller_orders (
        id, order_id, seller_id, seller_name, shipping_option, currency, items_amount, shipping_amount,
        shipping_tax_amount, tax_amount, total_amount, commission_rate, commission_amount,
        shipping_name, prices_include_tax, taxes, discount_amount, shipping_discount_amount, subsidy_amount, promotions,
        commission_tax_rate, commission_tax_amount
    )
    SELECT
        id, order_id, seller_id, seller_name, shipping_option, currency, items_amount, shipping_amount,
        shipping_tax_amount, tax_amount, total_amount, commission_rate, commission_amount,
        coalesce(shipping_name, shipping_option), coalesce(prices_include_tax, true),
        coalesce(taxes, one_rate(total_amount, tax_amount, lines)), coalesce(discount_amount, 0),
        coalesce(shipping_discount_amount, 0), coalesce(subsidy_amount, 0), coalesce(promotions, '[]'),
        coalesce(commission_tax_rate, 0), coalesce(commission_tax_amount, 0)
    FROM jsonb_populate_recordset(NULL::seller_orders, store_order.seller_orders);
    INSERT INTO order_lines (
        id, seller_order_id, seller_id, variant_id, product_id, sku, title, options, image_url, quantity,
        currency, unit_amount, total_amount, tax_rate, tax_amount, commission_amount, discount_amount, subsidy_amount,
        commission_terms, commission_tax_amount
    )
    SELECT
        id, seller_order_id, seller_id, variant_id, product_id, sku, title, options, image_url, quantity,
        currency, unit_amount, total_amount, tax_rate, tax_amount, commission_amount, coalesce(discount_amount, 0),
        coalesce(subsidy_amount, 0), commission_terms, coalesce(commission_tax_amount, 0)
    FROM jsonb_populate_recordset(NULL::order_lines, store_order.lines);
    INSERT INTO order_events (order_id, sequence, kind, status, occurred_at)
    SELECT id, sequence, store_order.kind, status, created_at
    FROM jsonb_populate_record(NULL::orders, store_order.placed);
    RETURN (SELECT document FROM customer_orders WHERE id = (store_order.placed ->> 'id')::uuid);
END
$$;

-- What of a paid order was sold by a shop, or by any when none is named, and how much of it went back; with its lines.
CREATE OR REPLACE FUNCTION parts(of_order uuid, of_seller uuid) RETURNS TABLE (
    id uuid, seller_id uuid, currency souk.currency, shipping_amount bigint, shipping_tax_amount bigint,
    shipping_subsidy_amount bigint, refunded_shipping_amount bigint, refunded_tax_amount bigint,
    refunded_subsidy_amount bigint, shipped_at timestamptz, delivered_at timestamptz, cancelled_at timestamptz,
    lines json
)
LANGUAGE sql STABLE ROWS 3 SECURITY DEFINER SET search_path = orders, pg_temp AS $$
SELECT
    sold.id, sold.seller_id, sold.currency,
    sold.total_amount - (
        SELECT coalesce(sum(paid_for(line, sold.prices_include_tax)), 0)::bigint
        FROM order_lines AS line
        WHERE line.seller_order_id = sold.id
    ),
    sold.shipping_tax_amount,
    sold.subsidy_amount - (
        SELECT coalesce(sum(line.subsidy_amount), 0)::bigint
        FROM order_lines AS line
        WHERE line.seller_order_id = sold.id
    ),
    sold.refunded_shipping_amount, sold.refunded_tax_amount, sold.refunded_subsidy_amount, sold.shipped_at,
    sold.delivered_at, sold.cancelled_at,
    (
        SELECT json_agg(json_build_object(
            'id', line.id,
            'variant_id', line.variant_id,
            'quantity', line.quantity,
            'total_amount', paid_for(line, sold.prices_include_tax),
            'tax_amount', line.tax_amount,
            'commission_amount', line.commission_amount,
            'commission_tax_amount', line.commission_tax_amount,
            'subsidy_amount', line.subsidy_amount,
            'refunded_quantity', line.refunded_quantity,
            'returning_quantity', line.returning_quantity,
            'refunded_amount', line.refunded_amount,
            'refunded_tax_amount', line.refunded_tax_amount,
            'refunded_commission_amount', line.refunded_commission_amount,
            'refunded_commission_tax_amount', line.refunded_commission_tax_amount,
            'refunded_subsidy_amount', line.refunded_subsidy_amount
        ) ORDER BY line.id)
        FROM order_lines AS line
        WHERE line.seller_order_id = sold.id
    )
FROM seller_orders AS sold
WHERE sold.order_id = of_order AND sold.order_status IS NOT NULL
    AND (of_seller IS NULL OR sold.seller_id = of_seller)
ORDER BY sold.seller_id
$$;

-- Claim a refund of a seller order and of its lines, no more than is left of each; say whether it could be.
CREATE OR REPLACE FUNCTION claim_refund(refund jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
DECLARE
    claimed refunds := jsonb_populate_record(NULL::refunds, refund);
    taken integer;
BEGIN
    UPDATE seller_orders AS sold
    SET refunded_amount = sold.refunded_amount + claimed.amount,
        refunded_shipping_amount = sold.refunded_shipping_amount + claimed.shipping_amount,
        refunded_tax_amount = sold.refunded_tax_amount + claimed.tax_amount,
        refunded_commission_amount = sold.refunded_commission_amount + claimed.commission_amount,
        refunded_commission_tax_amount = sold.refunded_commission_tax_amount
            + coalesce(claimed.commission_tax_amount, 0),
        refunded_subsidy_amount = sold.refunded_subsidy_amount + claimed.subsidy_amount
    WHERE sold.id = claimed.seller_order_id AND sold.seller_id = claimed.seller_id
        AND sold.total_amount - sold.refunded_amount >= claimed.amount
        AND sold.shipping_amount - sold.shipping_discount_amount
            + CASE WHEN sold.prices_include_tax THEN 0 ELSE sold.shipping_tax_amount END
            - sold.refunded_shipping_amount >= claimed.shipping_amount;
    IF NOT found THEN
        RETURN false;
    END IF;
    UPDATE order_lines AS line
    SET refunded_quantity = line.refunded_quantity + back.quantity,
        refunded_amount = line.refunded_amount + back.amount,
        refunded_tax_amount = line.refunded_tax_amount + back.tax,
        refunded_commission_amount = line.refunded_commission_amount + back.commission,
        refunded_commission_tax_amount = line.refunded_commission_tax_amount + coalesce(back.commission_tax, 0),
        refunded_subsidy_amount = line.refunded_subsidy_amount + back.subsidy
    FROM jsonb_to_recordset(claimed.lines)
        AS back (
            line_id uuid, quantity integer, amount bigint, tax bigint, commission bigint, commission_tax bigint,
            subsidy bigint
        )
    JOIN seller_orders AS sold ON sold.id = claimed.seller_order_id
    WHERE line.id = back.line_id AND line.seller_order_id = sold.id
        AND line.quantity - line.refunded_quantity - line.returning_quantity >= back.quantity
        AND paid_for(line, sold.prices_include_tax) - line.refunded_amount >= back.amount;
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF taken <> jsonb_array_length(claimed.lines) THEN
        RAISE EXCEPTION 'less is left of a line' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO refunds (
        id, order_id, seller_order_id, seller_id, currency, amount, shipping_amount, tax_amount, commission_amount,
        commission_tax_amount, subsidy_amount, reason, note, restocked, as_credit, lines, status,
        finished_at
    )
    VALUES (
        claimed.id, claimed.order_id, claimed.seller_order_id, claimed.seller_id, claimed.currency, claimed.amount,
        claimed.shipping_amount, claimed.tax_amount, claimed.commission_amount,
        coalesce(claimed.commission_tax_amount, 0), claimed.subsidy_amount, claimed.reason, claimed.note,
        claimed.restocked, coalesce(claimed.as_credit, false), claimed.lines,
        CASE WHEN claimed.amount > 0 THEN 'requested' ELSE 'completed' END,
        CASE WHEN claimed.amount = 0 THEN now() END
    );
    RETURN true;
END
$$;

-- Let go of what a refund claimed that was refused whole; nothing when it was not, or was let go before.
CREATE OR REPLACE FUNCTION refuse_refund(of_refund uuid, refused bigint)
RETURNS TABLE (seller_order_id uuid, seller_id uuid)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER SET search_path = orders, pg_temp AS $$
#variable_conflict use_column
DECLARE
    claimed refunds;
BEGIN
    UPDATE refunds
    SET status = 'refused', finished_at = now()
    WHERE id = of_refund AND status = 'requested' AND amount = refused AND completed_amount = 0
    RETURNING * INTO claimed;
    IF NOT found THEN
        RETURN;
    END IF;
    UPDATE seller_orders AS sold
    SET refunded_amount = sold.refunded_amount - claimed.amount,
        refunded_shipping_amount = sold.refunded_shipping_amount - claimed.shipping_amount,
        refunded_tax_amount = sold.refunded_tax_amount - claimed.tax_amount,
        refunded_commission_amount = sold.refunded_commission_amount - claimed.commission_amount,
        refunded_commission_tax_amount = sold.refunded_commission_tax_amount
            - claimed.commission_tax_amount,
        refunded_subsidy_amount = sold.refunded_subsidy_amount - claimed.subsidy_amount
    WHERE sold.id = claimed.seller_order_id;
    UPDATE order_lines AS line
    SET refunded_quantity = line.refunded_quantity - back.quantity,
        refunded_amount = line.refunded_amount - back.amount,
        refunded_tax_amount = line.refunded_tax_amount - back.tax,
        refunded_commission_amount = line.refunded_commission_amount - back.commission,
        refunded_commission_tax_amount = line.refunded_commission_tax_amount - coalesce(back.commission_tax, 0),
        refunded_subsidy_amount = line.refunded_subsidy_amount - back.subsidy
    FROM jsonb_to_recordset(claimed.lines)
        AS back (
            line_id uuid, quantity integer, amount bigint, tax bigint, commission bigint, commission_tax bigint,
            subsidy bigint
        )
    WHERE line.id = back.line_id;
    RETURN QUERY SELECT claimed.seller_order_id, claimed.seller_id;
END
$$;

-- The refunds of every shop, past the policies, as shops and administrators see them.
CREATE VIEW all_refunds AS
SELECT
    refund.id,
    refund.order_id,
    refund.seller_id,
    refund.status,
    json_build_object(
        'id', refund.id,
        'order_id', refund.order_id,
        'number', placed.number,
        'seller_order_id', refund.seller_order_id,
        'seller_id', refund.seller_id,
        'seller_name', sold.seller_name,
        'status', refund.status,
        'amount', souk.money(refund.amount, refund.currency),
        'shipping', souk.money(refund.shipping_amount, refund.currency),
        'tax', souk.money(refund.tax_amount, refund.currency),
        'commission', souk.money(refund.commission_amount, refund.currency),
        'commission_tax', souk.money(refund.commission_tax_amount, refund.currency),
        'subsidy', souk.money(refund.subsidy_amount, refund.currency),
        'paid_back', souk.money(refund.completed_amount, refund.currency),
        'came_back', souk.money(refund.returned_amount, refund.currency),
        'reason', refund.reason,
        'note', refund.note,
        'restocked', refund.restocked,
        'as_credit', refund.as_credit,
        'requested_at', refund.created_at,
        'finished_at', refund.finished_at,
        'lines', (
            SELECT coalesce(json_agg(json_build_object(
                'line_id', back.line_id,
                'quantity', back.quantity,
                'amount', souk.money(back.amount, refund.currency)
            )), '[]')
            FROM jsonb_to_recordset(refund.lines) AS back (line_id uuid, quantity integer, amount bigint)
        )
    ) AS document
FROM refunds AS refund
JOIN orders AS placed ON placed.id = refund.order_id
JOIN seller_orders AS sold ON sold.id = refund.seller_order_id;
