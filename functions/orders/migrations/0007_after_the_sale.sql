ALTER TABLE orders
    ADD COLUMN cancelled_count integer NOT NULL DEFAULT 0 CHECK (cancelled_count >= 0),
    ADD CHECK (shipped_count + cancelled_count <= seller_count);

-- What is refunded counts from the request on, so that two requests can never exceed what was paid; what a provider
-- refuses is taken off again. state is the seller order's own, from its payment on.
ALTER TABLE seller_orders
    ADD COLUMN tracking_url text,
    ADD COLUMN cancelled_at timestamptz,
    ADD COLUMN buyer_name text COLLATE "C",
    ADD COLUMN refunded_amount bigint NOT NULL DEFAULT 0 CHECK (refunded_amount BETWEEN 0 AND total_amount),
    ADD COLUMN refunded_shipping_amount bigint NOT NULL DEFAULT 0
        CHECK (
            refunded_shipping_amount BETWEEN 0 AND shipping_amount - shipping_discount_amount + shipping_tax_amount
        ),
    ADD COLUMN refunded_tax_amount bigint NOT NULL DEFAULT 0 CHECK (refunded_tax_amount BETWEEN 0 AND tax_amount),
    ADD COLUMN refunded_commission_amount bigint NOT NULL DEFAULT 0
        CHECK (refunded_commission_amount BETWEEN 0 AND commission_amount),
    ADD COLUMN refunded_subsidy_amount bigint NOT NULL DEFAULT 0
        CHECK (refunded_subsidy_amount BETWEEN 0 AND subsidy_amount),
    ADD CHECK (cancelled_at IS NULL OR shipped_at IS NULL),
    ALTER COLUMN to_send SET EXPRESSION AS (
        order_status IN ('paid', 'partly_shipped') AND shipped_at IS NULL AND cancelled_at IS NULL
    ),
    ADD COLUMN state text GENERATED ALWAYS AS (CASE
        WHEN delivered_at IS NOT NULL THEN 'delivered'
        WHEN shipped_at IS NOT NULL THEN 'shipped'
        WHEN cancelled_at IS NOT NULL THEN 'cancelled'
        WHEN order_status IN ('cancelled', 'refunded') THEN order_status
        WHEN order_status IS NOT NULL THEN 'ready'
    END) STORED;
CREATE INDEX seller_orders_by_state ON seller_orders (seller_id, state, id DESC) WHERE order_status IS NOT NULL;
CREATE INDEX seller_orders_by_buyer ON seller_orders (seller_id, buyer_name, id DESC) WHERE order_status IS NOT NULL;

-- What was paid for a line holds its tax, which its total does where prices include tax. returning_quantity are the
-- units of returns that are under way.
ALTER TABLE order_lines
    ADD COLUMN refunded_quantity integer NOT NULL DEFAULT 0 CHECK (refunded_quantity >= 0),
    ADD COLUMN returning_quantity integer NOT NULL DEFAULT 0 CHECK (returning_quantity >= 0),
    ADD COLUMN refunded_amount bigint NOT NULL DEFAULT 0
        CHECK (refunded_amount BETWEEN 0 AND total_amount + tax_amount),
    ADD COLUMN refunded_tax_amount bigint NOT NULL DEFAULT 0 CHECK (refunded_tax_amount BETWEEN 0 AND tax_amount),
    ADD COLUMN refunded_commission_amount bigint NOT NULL DEFAULT 0
        CHECK (refunded_commission_amount BETWEEN 0 AND commission_amount),
    ADD COLUMN refunded_subsidy_amount bigint NOT NULL DEFAULT 0
        CHECK (refunded_subsidy_amount BETWEEN 0 AND subsidy_amount),
    ADD CHECK (refunded_quantity + returning_quantity <= quantity);

-- One that gives the customer nothing, since the platform had paid all of it, is completed as it is made.
CREATE TABLE refunds (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders,
    seller_order_id uuid NOT NULL REFERENCES seller_orders,
    seller_id uuid NOT NULL,
    currency souk.currency NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    shipping_amount bigint NOT NULL CHECK (shipping_amount BETWEEN 0 AND amount),
    tax_amount bigint NOT NULL CHECK (tax_amount BETWEEN 0 AND amount),
    commission_amount bigint NOT NULL CHECK (commission_amount >= 0),
    subsidy_amount bigint NOT NULL CHECK (subsidy_amount >= 0),
    reason text NOT NULL,
    note text,
    restocked boolean NOT NULL,
    lines jsonb NOT NULL,
    status text NOT NULL CHECK (status IN ('requested', 'refused', 'completed')),
    completed_amount bigint NOT NULL DEFAULT 0 CHECK (completed_amount BETWEEN 0 AND amount),
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
CREATE INDEX refunds_of_order ON refunds (order_id);
CREATE INDEX refunds_of_seller_order ON refunds (seller_order_id);

CREATE TABLE order_returns (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders,
    seller_order_id uuid NOT NULL REFERENCES seller_orders,
    seller_id uuid NOT NULL,
    status text NOT NULL CHECK (status IN ('requested', 'accepted', 'declined', 'received', 'refunded')),
    reason text NOT NULL,
    note text,
    answer text,
    without_return boolean NOT NULL DEFAULT false CHECK (NOT (without_return AND restocked)),
    restocked boolean NOT NULL DEFAULT false,
    refund_id uuid UNIQUE REFERENCES refunds,
    created_at timestamptz NOT NULL DEFAULT now(),
    answered_at timestamptz,
    received_at timestamptz
);
CREATE INDEX returns_of_order ON order_returns (order_id, id);
CREATE INDEX returns_of_seller_order ON order_returns (seller_order_id);
CREATE INDEX returns_of_seller ON order_returns (seller_id, id DESC);
CREATE INDEX returns_by_status ON order_returns (seller_id, status, id DESC);

CREATE TABLE return_lines (
    return_id uuid NOT NULL REFERENCES order_returns,
    order_line_id uuid NOT NULL REFERENCES order_lines,
    seller_id uuid NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (return_id, order_line_id)
);
CREATE INDEX return_lines_of_order_line ON return_lines (order_line_id);

ALTER TABLE refunds ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_returns ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON refunds USING (souk.is_own(seller_id));
CREATE POLICY own ON order_returns USING (souk.is_own(seller_id));
CREATE POLICY own ON return_lines USING (souk.is_own(seller_id));

-- Where a seller order stands in an order of this status.
CREATE OR REPLACE FUNCTION status_of(seller_order seller_orders, order_status text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN seller_order.delivered_at IS NOT NULL THEN 'delivered'
    WHEN seller_order.shipped_at IS NOT NULL THEN 'shipped'
    WHEN seller_order.cancelled_at IS NOT NULL THEN 'cancelled'
    WHEN order_status IN ('cancelled', 'refunded') THEN order_status
    WHEN is_unpaid(order_status) THEN 'pending'
    ELSE 'ready'
END;

-- Let the seller orders of an order know how it stands and for whom it is, from its payment on.
CREATE OR REPLACE FUNCTION follow_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp SET enable_seqscan = off AS $$
BEGIN
    UPDATE seller_orders AS sold
    SET order_status = NEW.status, buyer_name = lower(NEW.shipping_address ->> 'name')
    WHERE sold.order_id = NEW.id AND (NEW.status = 'paid' OR sold.order_status IS NOT NULL);
    RETURN NULL;
END
$$;

DROP TRIGGER follow_status ON orders;
CREATE TRIGGER follow_status AFTER UPDATE OF status, shipping_address ON orders
    FOR EACH ROW WHEN (OLD.status <> NEW.status OR OLD.shipping_address <> NEW.shipping_address)
    EXECUTE FUNCTION follow_status();

UPDATE seller_orders AS sold
SET buyer_name = lower(placed.shipping_address ->> 'name')
FROM orders AS placed
WHERE placed.id = sold.order_id AND sold.order_status IS NOT NULL;

-- What was paid for a line, its tax included.
CREATE FUNCTION paid_for(line order_lines, prices_include_tax boolean) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN line.total_amount + CASE WHEN prices_include_tax THEN 0 ELSE line.tax_amount END;

-- A line as its customer and its seller see it.
CREATE OR REPLACE FUNCTION document_of(line order_lines) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
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
    'discount', souk.money(line.discount_amount, line.currency),
    'total', souk.money(line.total_amount, line.currency),
    'tax', souk.money(line.tax_amount, line.currency),
    'tax_rate', line.tax_rate,
    'refunded', souk.money(line.refunded_amount, line.currency),
    'refunded_quantity', line.refunded_quantity,
    'returning_quantity', line.returning_quantity
);

-- A seller order with its lines, as its customer and its seller see it.
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
    'discount_total', souk.money(sold.discount_amount + sold.shipping_discount_amount, sold.currency),
    'tax_total', souk.money(sold.tax_amount, sold.currency),
    'total', souk.money(sold.total_amount, sold.currency),
    'promotions', sold.promotions,
    'prices_include_tax', sold.prices_include_tax,
    'taxes', tax_table(sold.taxes, sold.currency),
    'refunded', souk.money(sold.refunded_amount, sold.currency),
    'refunded_shipping', souk.money(sold.refunded_shipping_amount, sold.currency),
    'carrier', sold.carrier,
    'tracking_number', sold.tracking_number,
    'tracking_url', sold.tracking_url,
    'shipped_at', sold.shipped_at,
    'delivered_at', sold.delivered_at,
    'cancelled_at', sold.cancelled_at,
    'lines', lines
);

-- A return with its lines, as its customer and its seller see it.
CREATE FUNCTION document_of(returned order_returns, lines json) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
    'id', returned.id,
    'order_id', returned.order_id,
    'seller_order_id', returned.seller_order_id,
    'seller_id', returned.seller_id,
    'status', returned.status,
    'reason', returned.reason,
    'note', returned.note,
    'answer', returned.answer,
    'without_return', returned.without_return,
    'restocked', returned.restocked,
    'refund_id', returned.refund_id,
    'requested_at', returned.created_at,
    'answered_at', returned.answered_at,
    'received_at', returned.received_at,
    'lines', lines
);

-- A line of a return.
CREATE FUNCTION document_of(returned return_lines, line order_lines) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
    'line_id', line.id,
    'variant_id', line.variant_id,
    'sku', line.sku,
    'title', line.title,
    'options', line.options,
    'image_url', line.image_url,
    'quantity', returned.quantity
);

-- The returns of an order as its customer sees them: those of every shop, past the policies.
CREATE VIEW customer_returns AS
SELECT
    returned.id,
    returned.order_id,
    placed.customer_id,
    document_of(returned, (
        SELECT json_agg(document_of(back, line) ORDER BY line.title, line.variant_id)
        FROM return_lines AS back
        JOIN order_lines AS line ON line.id = back.order_line_id
        WHERE back.return_id = returned.id
    )) AS document
FROM order_returns AS returned
JOIN orders AS placed ON placed.id = returned.order_id;

-- What of a paid order was sold by a shop, or by any when none is named, and how much of it went back; with its lines.
-- What was paid for the delivery, and what the platform paid of it, is what the lines do not account for.
CREATE FUNCTION parts(of_order uuid, of_seller uuid) RETURNS TABLE (
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
            'subsidy_amount', line.subsidy_amount,
            'refunded_quantity', line.refunded_quantity,
            'returning_quantity', line.returning_quantity,
            'refunded_amount', line.refunded_amount,
            'refunded_tax_amount', line.refunded_tax_amount,
            'refunded_commission_amount', line.refunded_commission_amount,
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
CREATE FUNCTION claim_refund(refund jsonb) RETURNS boolean
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
        refunded_subsidy_amount = line.refunded_subsidy_amount + back.subsidy
    FROM jsonb_to_recordset(claimed.lines)
        AS back (line_id uuid, quantity integer, amount bigint, tax bigint, commission bigint, subsidy bigint)
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
        subsidy_amount, reason, note, restocked, lines, status, finished_at
    )
    VALUES (
        claimed.id, claimed.order_id, claimed.seller_order_id, claimed.seller_id, claimed.currency, claimed.amount,
        claimed.shipping_amount, claimed.tax_amount, claimed.commission_amount, claimed.subsidy_amount, claimed.reason,
        claimed.note, claimed.restocked, claimed.lines,
        CASE WHEN claimed.amount > 0 THEN 'requested' ELSE 'completed' END,
        CASE WHEN claimed.amount = 0 THEN now() END
    );
    RETURN true;
END
$$;

-- Count what went back for a refund; all of it completes the refund, and the return that it is for. False when that is
-- more than was asked for.
CREATE FUNCTION count_refunded(of_refund uuid, paid_back bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
DECLARE
    is_complete boolean;
BEGIN
    UPDATE refunds
    SET completed_amount = completed_amount + paid_back,
        status = CASE WHEN completed_amount + paid_back = amount THEN 'completed' ELSE status END,
        finished_at = CASE WHEN completed_amount + paid_back = amount THEN now() END
    WHERE id = of_refund AND status = 'requested' AND completed_amount + paid_back <= amount
    RETURNING status = 'completed' INTO is_complete;
    UPDATE order_returns SET status = 'refunded' WHERE is_complete AND refund_id = of_refund;
    RETURN is_complete IS NOT NULL;
END
$$;

-- Let go of what a refund claimed that was refused whole; nothing when it was not, or was let go before.
CREATE FUNCTION refuse_refund(of_refund uuid, refused bigint)
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
        refunded_subsidy_amount = sold.refunded_subsidy_amount - claimed.subsidy_amount
    WHERE sold.id = claimed.seller_order_id;
    UPDATE order_lines AS line
    SET refunded_quantity = line.refunded_quantity - back.quantity,
        refunded_amount = line.refunded_amount - back.amount,
        refunded_tax_amount = line.refunded_tax_amount - back.tax,
        refunded_commission_amount = line.refunded_commission_amount - back.commission,
        refunded_subsidy_amount = line.refunded_subsidy_amount - back.subsidy
    FROM jsonb_to_recordset(claimed.lines)
        AS back (line_id uuid, quantity integer, amount bigint, tax bigint, commission bigint, subsidy bigint)
    WHERE line.id = back.line_id;
    RETURN QUERY SELECT claimed.seller_order_id, claimed.seller_id;
END
$$;

-- Store a return and claim its units, no more than are neither refunded nor on their way back; say whether it could be.
CREATE FUNCTION claim_return(asked jsonb, lines jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
DECLARE
    claimed order_returns := jsonb_populate_record(NULL::order_returns, asked);
    taken integer;
BEGIN
    UPDATE order_lines AS line
    SET returning_quantity = line.returning_quantity + back.quantity
    FROM jsonb_to_recordset(claim_return.lines) AS back (line_id uuid, quantity integer)
    WHERE line.id = back.line_id AND line.seller_order_id = claimed.seller_order_id
        AND line.quantity - line.refunded_quantity - line.returning_quantity >= back.quantity;
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF taken <> jsonb_array_length(claim_return.lines) THEN
        RETURN false;
    END IF;
    INSERT INTO order_returns (id, order_id, seller_order_id, seller_id, status, reason, note)
    VALUES (
        claimed.id, claimed.order_id, claimed.seller_order_id, claimed.seller_id, claimed.status, claimed.reason,
        claimed.note
    );
    INSERT INTO return_lines (return_id, order_line_id, seller_id, quantity)
    SELECT claimed.id, back.line_id, claimed.seller_id, back.quantity
    FROM jsonb_to_recordset(claim_return.lines) AS back (line_id uuid, quantity integer);
    RETURN true;
END
$$;

-- How much of an order's money stands in refunds that were asked for by themselves.
CREATE FUNCTION orders_api.spoken_for(of_order uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = orders, pg_temp AS $$
SELECT coalesce(sum(refund.amount), 0)::bigint
FROM refunds AS refund
WHERE refund.order_id = of_order AND refund.status <> 'refused'
$$;

GRANT EXECUTE ON FUNCTION orders_api.spoken_for(uuid) TO payments;

-- What shops are to give back, for credit notes: what a refund claimed that was not refused. What goes back with the
-- whole order is credited as the order is cancelled.
CREATE VIEW all_requested_refunds AS
SELECT id, seller_order_id, seller_id, currency, amount, tax_amount, reason
FROM refunds
WHERE status <> 'refused' AND reason <> 'order_cancelled' AND amount > 0;
