-- What providers say that they moved, as their reports have it: `source` is our id of what it is about, where that is
-- known, `amount` what their balance changed by before the fee.
CREATE TABLE provider_entries (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    provider text NOT NULL,
    entry text NOT NULL,
    kind text NOT NULL,
    source uuid,
    reference text,
    amount bigint NOT NULL,
    fee bigint NOT NULL,
    currency text NOT NULL,
    moved_at timestamptz NOT NULL,
    CONSTRAINT reported_once UNIQUE (provider, entry)
);
CREATE INDEX provider_entries_by_time ON provider_entries (provider, moved_at, id);
CREATE INDEX provider_entries_by_source ON provider_entries (source, kind) WHERE source IS NOT NULL;
CREATE INDEX provider_entries_by_age ON provider_entries (moved_at);

SELECT souk.expire('provider_entries', 'moved_at', '400 days');

-- A report is read up to a moment once, and the next one goes on where the latest that ended did.
CREATE TABLE reconciliation_runs (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    provider text NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL CHECK (until > since),
    ended_at timestamptz,
    CONSTRAINT run_once UNIQUE (provider, until)
);

-- Where a report and the ledger differ; `subject` is the provider's entry, or our journal that has none.
CREATE TABLE mismatches (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    provider text NOT NULL,
    difference text NOT NULL CHECK (difference IN (
        'missing_here', 'missing_there', 'another_amount', 'another_currency', 'booked_twice'
    )),
    subject text NOT NULL,
    kind text NOT NULL,
    source uuid,
    reference text,
    order_id uuid,
    booked_amount bigint,
    booked_fee bigint,
    booked_currency text,
    reported_amount bigint,
    reported_fee bigint,
    reported_currency text,
    occurred_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    note text,
    settled_at timestamptz,
    CONSTRAINT found_once UNIQUE (provider, subject, difference)
);
CREATE INDEX mismatches_open ON mismatches (id DESC) WHERE settled_at IS NULL;

-- The sandbox's own account of what it moved, which its other books write.
CREATE TABLE sandbox_movements (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    kind text NOT NULL,
    about text NOT NULL,
    amount bigint NOT NULL,
    fee bigint NOT NULL DEFAULT 0,
    currency souk.currency NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sandbox_movements_by_time ON sandbox_movements (created_at, id);

-- It keeps 1.5 per cent of what it captures, half up.
ALTER TABLE sandbox_charges ADD COLUMN fee bigint NOT NULL GENERATED ALWAYS AS ((amount * 15 + 500) / 1000) STORED;

CREATE FUNCTION enter_sandbox_charge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sandbox_movements (kind, about, amount, fee, currency)
    VALUES ('charge', NEW.id, NEW.amount, NEW.fee, NEW.currency);
    RETURN NULL;
END
$$;

CREATE FUNCTION enter_sandbox_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sandbox_movements (kind, about, amount, currency)
    SELECT 'refund', NEW.id, -NEW.amount, currency
    FROM sandbox_charges
    WHERE id = NEW.charge_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION enter_sandbox_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sandbox_movements (kind, about, amount, currency)
    VALUES ('payout_made', NEW.id, -NEW.amount, NEW.currency);
    RETURN NULL;
END
$$;

CREATE TRIGGER enter_captured AFTER INSERT ON sandbox_charges FOR EACH ROW
    WHEN (NEW.status = 'captured' AND NEW.amount > 0) EXECUTE FUNCTION enter_sandbox_charge();
CREATE TRIGGER enter_captured_later AFTER UPDATE OF status ON sandbox_charges FOR EACH ROW
    WHEN (NEW.status = 'captured' AND OLD.status <> 'captured' AND NEW.amount > 0)
    EXECUTE FUNCTION enter_sandbox_charge();
CREATE TRIGGER enter_refund AFTER INSERT ON sandbox_refunds FOR EACH ROW EXECUTE FUNCTION enter_sandbox_refund();
CREATE TRIGGER enter_transfer AFTER INSERT ON sandbox_transfers FOR EACH ROW EXECUTE FUNCTION enter_sandbox_transfer();
