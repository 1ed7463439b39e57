-- One row is one attempt to charge one order; `request` is the sequence of the order's event that asked for it, `retry`
-- counts those that followed by themselves. It is committed before the provider is asked, and its id is the provider's
-- idempotency key. Whoever has to act on it next does so from due_at on; nobody when it is null.
CREATE TABLE transactions (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    order_id uuid NOT NULL,
    request integer NOT NULL CHECK (request >= 1),
    attempt smallint NOT NULL CHECK (attempt >= 1),
    retry smallint NOT NULL DEFAULT 0 CHECK (retry BETWEEN 0 AND attempt - 1),
    customer_id uuid NOT NULL,
    provider text,
    method text NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    currency souk.currency NOT NULL,
    status text NOT NULL CHECK (status IN (
        'scheduled', 'initiated', 'unknown', 'requires_action', 'confirming', 'voiding', 'voided',
        'completed', 'failed', 'partly_refunded', 'refunded'
    )),
    reference text,
    failure_reason text,
    next_action jsonb,
    captured_amount bigint NOT NULL DEFAULT 0,
    refunded_amount bigint NOT NULL DEFAULT 0,
    sequence integer NOT NULL DEFAULT 0,
    tries integer NOT NULL DEFAULT 0,
    due_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT one_row_per_attempt UNIQUE (order_id, attempt),
    CONSTRAINT captured_at_most_the_amount CHECK (captured_amount BETWEEN 0 AND amount),
    CONSTRAINT refunded_at_most_the_captured CHECK (refunded_amount BETWEEN 0 AND captured_amount)
);
CREATE INDEX transactions_by_customer ON transactions (customer_id, id DESC);
CREATE INDEX transactions_by_reference ON transactions (reference) WHERE reference IS NOT NULL;
CREATE INDEX transactions_due ON transactions (due_at) WHERE due_at IS NOT NULL;

-- refunded_amount above counts a refund from its claim on, so that two claims can never exceed what was captured.
CREATE TABLE refunds (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    transaction_id uuid NOT NULL REFERENCES transactions,
    order_id uuid NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    currency souk.currency NOT NULL,
    reason text NOT NULL,
    status text NOT NULL CHECK (status IN ('initiated', 'unknown', 'completed', 'failed')),
    reference text,
    tries integer NOT NULL DEFAULT 0,
    due_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX refunds_by_transaction ON refunds (transaction_id);
CREATE INDEX refunds_by_order ON refunds (order_id);
CREATE INDEX refunds_due ON refunds (due_at) WHERE due_at IS NOT NULL;

-- The notices of providers, as they came.
CREATE TABLE webhooks (
    provider text NOT NULL,
    provider_event_id text NOT NULL,
    body text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (provider, provider_event_id)
);
CREATE INDEX webhooks_by_age ON webhooks (received_at);

SELECT souk.expire('webhooks', 'received_at', '90 days');

-- The sandbox provider's own books, which a real provider keeps elsewhere; the ids are the idempotency keys.
CREATE TABLE sandbox_charges (
    id text PRIMARY KEY,
    method text NOT NULL,
    amount bigint NOT NULL,
    currency souk.currency NOT NULL,
    status text NOT NULL CHECK (status IN ('captured', 'requires_action', 'declined', 'voided')),
    reason text,
    asked integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sandbox_refunds (
    id text PRIMARY KEY,
    charge_id text NOT NULL REFERENCES sandbox_charges,
    amount bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sandbox_refunds_by_charge ON sandbox_refunds (charge_id);
