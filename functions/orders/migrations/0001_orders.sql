-- Whether an order of this status is still to be paid.
CREATE FUNCTION is_unpaid(status text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN status IN ('pending', 'awaiting_action');

-- No more goes back than was captured, so a refund is never noted before its payment.
-- payment_step is the latest step of its payments that an order has noted: the request, the attempt, the event.
CREATE TABLE orders (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer_id uuid NOT NULL,
    guest_email text,
    guest_language text,
    status text NOT NULL CHECK (status IN (
        'pending', 'awaiting_action', 'paid', 'partly_shipped', 'shipped', 'completed', 'cancelled', 'refunded'
    )),
    sequence integer NOT NULL CHECK (sequence > 0),
    currency souk.currency NOT NULL,
    items_amount bigint NOT NULL CHECK (items_amount >= 0),
    shipping_amount bigint NOT NULL CHECK (shipping_amount >= 0),
    tax_amount bigint NOT NULL CHECK (tax_amount BETWEEN 0 AND total_amount),
    total_amount bigint NOT NULL CHECK (total_amount = items_amount + shipping_amount),
    captured_amount bigint NOT NULL DEFAULT 0,
    refunded_amount bigint NOT NULL DEFAULT 0 CHECK (refunded_amount BETWEEN 0 AND captured_amount),
    payment_method text NOT NULL,
    shipping_address jsonb NOT NULL,
    note text,
    seller_count integer NOT NULL CHECK (seller_count > 0),
    shipped_count integer NOT NULL DEFAULT 0 CHECK (shipped_count BETWEEN 0 AND seller_count),
    delivered_count integer NOT NULL DEFAULT 0 CHECK (delivered_count BETWEEN 0 AND shipped_count),
    held_until timestamptz NOT NULL,
    payment_transaction_id uuid,
    payment_step integer[] NOT NULL DEFAULT '{}',
    payment_failure text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_of_customer ON orders (customer_id, id DESC);
CREATE INDEX orders_of_guest ON orders (guest_email, id DESC) WHERE guest_email IS NOT NULL;
CREATE INDEX orders_by_status ON orders (status, id DESC);
CREATE INDEX orders_unpaid ON orders (held_until) WHERE is_unpaid(status);

-- order_status is the order's from its payment on: its shops see it then, and may act upon what is theirs of it.
CREATE TABLE seller_orders (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders,
    seller_id uuid NOT NULL,
    seller_name text NOT NULL,
    shipping_option text NOT NULL,
    currency souk.currency NOT NULL,
    items_amount bigint NOT NULL CHECK (items_amount >= 0),
    shipping_amount bigint NOT NULL CHECK (shipping_amount >= 0),
    shipping_tax_amount bigint NOT NULL CHECK (shipping_tax_amount BETWEEN 0 AND shipping_amount),
    tax_amount bigint NOT NULL CHECK (tax_amount BETWEEN shipping_tax_amount AND total_amount),
    total_amount bigint NOT NULL CHECK (total_amount = items_amount + shipping_amount),
    commission_rate integer NOT NULL CHECK (commission_rate BETWEEN 0 AND 10000),
    commission_amount bigint NOT NULL CHECK (commission_amount BETWEEN 0 AND items_amount),
    carrier text,
    tracking_number text,
    order_status text CHECK (order_status IN (
        'paid', 'partly_shipped', 'shipped', 'completed', 'cancelled', 'refunded'
    )),
    to_send boolean GENERATED ALWAYS AS (order_status IN ('paid', 'partly_shipped') AND shipped_at IS NULL) STORED,
    shipped_at timestamptz,
    delivered_at timestamptz CHECK (delivered_at IS NULL OR shipped_at IS NOT NULL),
    UNIQUE (order_id, seller_id)
);
CREATE INDEX seller_orders_of_seller ON seller_orders (seller_id, id DESC) WHERE order_status IS NOT NULL;
CREATE INDEX seller_orders_by_status ON seller_orders (seller_id, order_status, id DESC)
    WHERE order_status IS NOT NULL;
CREATE INDEX seller_orders_to_send ON seller_orders (seller_id, id DESC) WHERE to_send;

CREATE TABLE order_lines (
    id uuid PRIMARY KEY,
    seller_order_id uuid NOT NULL REFERENCES seller_orders,
    seller_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL,
    title text NOT NULL,
    options jsonb NOT NULL,
    image_url text,
    quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    currency souk.currency NOT NULL,
    unit_amount bigint NOT NULL CHECK (unit_amount >= 0),
    total_amount bigint NOT NULL CHECK (total_amount = unit_amount * quantity),
    tax_rate integer NOT NULL CHECK (tax_rate BETWEEN 0 AND 10000),
    tax_amount bigint NOT NULL CHECK (tax_amount BETWEEN 0 AND total_amount),
    commission_amount bigint NOT NULL CHECK (commission_amount BETWEEN 0 AND total_amount)
);
CREATE INDEX order_lines_of_seller_order ON order_lines (seller_order_id);

-- The history is written once: an order's status is its fold.
CREATE TABLE order_events (
    order_id uuid NOT NULL REFERENCES orders,
    sequence integer NOT NULL CHECK (sequence > 0),
    kind text NOT NULL,
    status text NOT NULL,
    data jsonb NOT NULL DEFAULT '{}',
    occurred_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (order_id, sequence)
) PARTITION BY RANGE (order_id);

SELECT souk.partition('order_events', '1 month');

REVOKE UPDATE, DELETE, TRUNCATE ON order_events FROM orders;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_events
    FOR EACH STATEMENT EXECUTE FUNCTION souk.refuse_to_rewrite();

-- What is kept of the links by which a guest's order is claimed into an account: whoever holds one may, as long as
-- it is a guest's.
CREATE TABLE order_claims (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    order_id uuid NOT NULL REFERENCES orders,
    token_hash bytea NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX order_claims_by_age ON order_claims (expires_at);

SELECT souk.expire('order_claims', 'expires_at', '1 day');

ALTER TABLE seller_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON seller_orders USING (souk.is_own(seller_id));
CREATE POLICY own ON order_lines USING (souk.is_own(seller_id));
