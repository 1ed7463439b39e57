-- disputed_amount is what providers hold back, or keep, of a charge: what is left of the capture is less by it.
ALTER TABLE transactions
    ADD COLUMN disputed_amount bigint NOT NULL DEFAULT 0 CHECK (disputed_amount >= 0);

-- One row is one dispute at a provider. Whoever has to send its answer there does so from due_at on.
CREATE TABLE disputes (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    transaction_id uuid NOT NULL REFERENCES transactions,
    order_id uuid NOT NULL,
    provider text NOT NULL,
    reference text NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    currency souk.currency NOT NULL,
    reason text NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'answering', 'answered', 'accepted', 'won', 'lost')),
    answer jsonb,
    answer_until timestamptz,
    tries integer NOT NULL DEFAULT 0,
    due_at timestamptz,
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    CONSTRAINT one_row_per_dispute UNIQUE (provider, reference)
);
CREATE INDEX disputes_by_status ON disputes (status, id DESC);
CREATE INDEX disputes_by_order ON disputes (order_id);
CREATE INDEX disputes_due ON disputes (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX disputes_by_transaction ON disputes (transaction_id);

-- The disputes in the books of the sandbox.
CREATE TABLE sandbox_disputes (
    id text PRIMARY KEY,
    charge_id text NOT NULL REFERENCES sandbox_charges,
    amount bigint NOT NULL,
    answer text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sandbox_disputes_by_charge ON sandbox_disputes (charge_id);
