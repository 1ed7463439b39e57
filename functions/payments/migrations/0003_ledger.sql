-- Double entry. A journal is one thing that happened to money, and its kind and source say which; one of an order's
-- history has the number of its entry there.
CREATE TABLE ledger_journals (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    kind text NOT NULL,
    source uuid NOT NULL,
    order_id uuid,
    sequence integer CHECK (sequence > 0),
    occurred_at timestamptz NOT NULL,
    CONSTRAINT booked_once UNIQUE (kind, source)
);
CREATE INDEX ledger_journals_of_order ON ledger_journals (order_id) WHERE order_id IS NOT NULL;

-- An amount is a debit when it is positive.
CREATE TABLE ledger_entries (
    journal_id uuid NOT NULL REFERENCES ledger_journals,
    line smallint NOT NULL CHECK (line > 0),
    account text NOT NULL,
    part text NOT NULL,
    seller_id uuid CHECK ((seller_id IS NOT NULL) = (account = 'seller')),
    provider text,
    amount bigint NOT NULL CHECK (amount <> 0),
    currency souk.currency NOT NULL,
    PRIMARY KEY (journal_id, line)
) PARTITION BY RANGE (journal_id);
CREATE INDEX ledger_entries_of_seller ON ledger_entries (seller_id, journal_id, line)
    INCLUDE (provider, amount, currency) WHERE seller_id IS NOT NULL;

SELECT souk.partition('ledger_entries', '1 month');

CREATE FUNCTION refuse_imbalance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM inserted GROUP BY journal_id, currency HAVING sum(amount) <> 0) THEN
        RAISE 'the entries of a journal do not sum to zero'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'balanced', TABLE = 'ledger_entries';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER balanced AFTER INSERT ON ledger_entries REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_imbalance();

-- What accounts held before the closing: a balance is this and the entries since, so that no charge waits for another.
CREATE TABLE ledger_checkpoints (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    account text NOT NULL,
    seller_id uuid,
    provider text,
    currency souk.currency NOT NULL,
    balance bigint NOT NULL,
    CONSTRAINT one_checkpoint_per_balance UNIQUE NULLS NOT DISTINCT (account, seller_id, provider, currency)
);
CREATE INDEX ledger_checkpoints_of_seller ON ledger_checkpoints (seller_id) WHERE seller_id IS NOT NULL;

-- The checkpoints count the entries of journals before the latest closing, whose id is the first that they do not.
CREATE TABLE ledger_closings (
    id uuid PRIMARY KEY,
    closed_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION closed_up_to() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(
    (SELECT id FROM ledger_closings ORDER BY id DESC LIMIT 1), '00000000-0000-0000-0000-000000000000'
);

-- Count the entries before the cutoff into the checkpoints, about so many of them; True when there are more. The id of
-- a journal is made when it is booked, so a cutoff further back than a transaction may last lets none slip in behind.
CREATE FUNCTION close_ledger(cutoff uuid, batch integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = payments, pg_temp SET enable_seqscan = off AS $$
DECLARE
    since uuid;
    bound uuid;
BEGIN
    LOCK TABLE ledger_closings IN SHARE ROW EXCLUSIVE MODE;
    since := closed_up_to();
    IF since >= cutoff THEN
        RETURN false;
    END IF;
    SELECT journal_id INTO bound
    FROM ledger_entries
    WHERE journal_id > since AND journal_id < cutoff
    ORDER BY journal_id
    OFFSET batch
    LIMIT 1;
    INSERT INTO ledger_checkpoints AS checkpoint (account, seller_id, provider, currency, balance)
    SELECT account, seller_id, provider, currency, sum(amount)
    FROM ledger_entries
    WHERE journal_id >= since AND journal_id < coalesce(bound, cutoff)
    GROUP BY account, seller_id, provider, currency
    ON CONFLICT ON CONSTRAINT one_checkpoint_per_balance DO UPDATE
    SET balance = checkpoint.balance + excluded.balance;
    INSERT INTO ledger_closings (id) VALUES (coalesce(bound, cutoff));
    RETURN bound IS NOT NULL;
END
$$;

-- Book a journal with its entries, unless it is booked already. Nothing else writes into the ledger. What a clock that
-- was set back would book behind the closing is refused until it is right again, for no balance would count it.
CREATE PROCEDURE post(kind text, source uuid, order_id uuid, sequence integer, occurred_at timestamptz, entries json)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = payments, pg_temp AS $$
DECLARE
    booked uuid;
BEGIN
    INSERT INTO ledger_journals (kind, source, order_id, sequence, occurred_at)
    VALUES (post.kind, post.source, post.order_id, post.sequence, post.occurred_at)
    ON CONFLICT ON CONSTRAINT booked_once DO NOTHING
    RETURNING id INTO booked;
    IF EXISTS (SELECT FROM ledger_closings WHERE id > booked) THEN
        RAISE 'the clock stands before the latest closing of the ledger';
    END IF;
    IF booked IS NOT NULL THEN
        INSERT INTO ledger_entries (journal_id, line, account, part, seller_id, provider, amount, currency)
        SELECT
            booked, row_number() OVER (), entry.account, entry.part, entry.seller_id, entry.provider, entry.amount,
            entry.currency
        FROM json_to_recordset(post.entries) AS entry (
            account text, part text, seller_id uuid, provider text, amount bigint, currency souk.currency
        );
    END IF;
END
$$;

-- Until when what a seller order brought is not paid out.
CREATE TABLE holds (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    seller_id uuid NOT NULL,
    until timestamptz NOT NULL DEFAULT 'infinity'
);
CREATE INDEX holds_of_seller ON holds (seller_id, until);
CREATE INDEX holds_of_order ON holds (order_id);

-- What a shop is owed, by where the money lies, and what of it is held.
CREATE FUNCTION owed(seller_id uuid, moment timestamptz)
RETURNS TABLE (provider text, currency souk.currency, total bigint, pending bigint)
LANGUAGE sql STABLE SET search_path = payments, pg_temp
BEGIN ATOMIC
    SELECT booked.provider, booked.currency, sum(booked.total)::bigint, sum(booked.pending)::bigint
    FROM (
        SELECT checkpoint.provider, checkpoint.currency, -checkpoint.balance AS total, 0 AS pending
        FROM ledger_checkpoints AS checkpoint
        WHERE checkpoint.seller_id = owed.seller_id
        UNION ALL
        SELECT entry.provider, entry.currency, -entry.amount, 0
        FROM ledger_entries AS entry
        WHERE entry.seller_id = owed.seller_id AND entry.journal_id >= closed_up_to()
        UNION ALL
        SELECT entry.provider, entry.currency, 0, -entry.amount
        FROM holds AS held
        JOIN ledger_journals AS journal ON journal.order_id = held.order_id
        JOIN ledger_entries AS entry ON entry.journal_id = journal.id AND entry.seller_id = held.seller_id
        WHERE held.seller_id = owed.seller_id AND held.until > owed.moment
    ) AS booked
    GROUP BY booked.provider, booked.currency;
END;

-- Let nobody else claim what a shop is owed, nor count it anew, until the transaction ends.
CREATE FUNCTION lock_balance(seller_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = payments, pg_temp AS $$
BEGIN
    PERFORM
    FROM ledger_checkpoints AS checkpoint
    WHERE checkpoint.seller_id = lock_balance.seller_id
    ORDER BY checkpoint.id
    FOR UPDATE;
END
$$;

-- A row is committed before the provider is asked, and its id is the provider's idempotency key. Whoever has to act on
-- it next does so from due_at on; nobody when it is null.
CREATE TABLE payouts (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    seller_id uuid NOT NULL,
    provider text NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    currency souk.currency NOT NULL,
    status text NOT NULL DEFAULT 'claimed' CHECK (status IN ('claimed', 'unknown', 'failed', 'made')),
    reference text,
    failure_reason text,
    tries integer NOT NULL DEFAULT 0,
    due_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payouts_of_seller ON payouts (seller_id, id DESC);
CREATE INDEX payouts_due ON payouts (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX one_open_payout ON payouts (seller_id, provider, currency) WHERE status IN ('claimed', 'unknown');

CREATE TABLE sandbox_transfers (
    id text PRIMARY KEY,
    destination text NOT NULL,
    amount bigint NOT NULL,
    currency souk.currency NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The history of payments is written once: where a payment stands is its fold. The rows themselves write it, so that no
-- step of one can be forgotten; step is the number of the latest.
CREATE TABLE payment_events (
    transaction_id uuid NOT NULL,
    sequence integer NOT NULL CHECK (sequence > 0),
    order_id uuid NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    refund_id uuid,
    provider text,
    amount bigint NOT NULL,
    currency souk.currency NOT NULL,
    data jsonb NOT NULL DEFAULT '{}',
    occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (transaction_id, sequence)
) PARTITION BY RANGE (transaction_id);
CREATE INDEX payment_events_of_order ON payment_events (order_id);

SELECT souk.partition('payment_events', '1 month');

ALTER TABLE transactions ADD COLUMN step integer NOT NULL DEFAULT 1;

CREATE FUNCTION count_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.step := OLD.step + 1;
    RETURN NEW;
END
$$;

CREATE FUNCTION note_payment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = payments, pg_temp AS $$
BEGIN
    INSERT INTO payment_events (transaction_id, sequence, order_id, kind, status, provider, amount, currency, data)
    VALUES (
        NEW.id, NEW.step, NEW.order_id,
        CASE WHEN tg_op = 'INSERT' OR NEW.status <> OLD.status THEN NEW.status ELSE 'amended' END,
        NEW.status, NEW.provider, CASE NEW.status WHEN 'completed' THEN NEW.captured_amount ELSE NEW.amount END,
        NEW.currency, jsonb_strip_nulls(jsonb_build_object(
            'customer_id', NEW.customer_id,
            'attempt', NEW.attempt,
            'method', NEW.method,
            'reference', NEW.reference,
            'failure_reason', NEW.failure_reason,
            'fee', nullif(NEW.fee_amount, 0)
        ))
    );
    RETURN NULL;
END
$$;

CREATE TRIGGER note_begun AFTER INSERT ON transactions FOR EACH ROW EXECUTE FUNCTION note_payment();
CREATE TRIGGER count_step BEFORE UPDATE ON transactions FOR EACH ROW
    WHEN (
        (OLD.status, OLD.provider, OLD.reference, OLD.failure_reason, OLD.customer_id, OLD.captured_amount)
        IS DISTINCT FROM
        (NEW.status, NEW.provider, NEW.reference, NEW.failure_reason, NEW.customer_id, NEW.captured_amount)
    )
    EXECUTE FUNCTION count_step();
CREATE TRIGGER note_moved AFTER UPDATE ON transactions FOR EACH ROW
    WHEN (
        (OLD.status, OLD.provider, OLD.reference, OLD.failure_reason, OLD.customer_id, OLD.captured_amount)
        IS DISTINCT FROM
        (NEW.status, NEW.provider, NEW.reference, NEW.failure_reason, NEW.customer_id, NEW.captured_amount)
    )
    EXECUTE FUNCTION note_payment();

-- A refund is a part of its transaction's history.
CREATE FUNCTION note_refund() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = payments, pg_temp AS $$
DECLARE
    charged record;
BEGIN
    UPDATE transactions
    SET step = step + 1
    WHERE id = NEW.transaction_id
    RETURNING step, status, provider INTO charged;
    INSERT INTO payment_events (
        transaction_id, sequence, order_id, kind, status, refund_id, provider, amount, currency, data
    )
    VALUES (
        NEW.transaction_id, charged.step, NEW.order_id, 'refund_' || NEW.status, charged.status, NEW.id,
        charged.provider, NEW.amount, NEW.currency,
        jsonb_strip_nulls(jsonb_build_object('reason', NEW.reason, 'reference', NEW.reference))
    );
    RETURN NULL;
END
$$;

-- That a provider gave no answer moves no money, and whoever notes it does not hold the transaction.
CREATE TRIGGER note_begun AFTER INSERT ON refunds FOR EACH ROW EXECUTE FUNCTION note_refund();
CREATE TRIGGER note_moved AFTER UPDATE OF status ON refunds FOR EACH ROW
    WHEN (OLD.status <> NEW.status AND NEW.status <> 'unknown') EXECUTE FUNCTION note_refund();

-- Payments from before there was a history begin it as they stand.
INSERT INTO payment_events (
    transaction_id, sequence, order_id, kind, status, provider, amount, currency, data, occurred_at
)
SELECT
    id, 1, order_id, CASE WHEN captured_amount > 0 THEN 'completed' ELSE status END, status, provider, amount, currency,
    jsonb_build_object('customer_id', customer_id, 'attempt', attempt, 'method', method, 'fee', fee_amount), updated_at
FROM transactions;
INSERT INTO payment_events (
    transaction_id, sequence, order_id, kind, status, refund_id, provider, amount, currency, occurred_at
)
SELECT
    refund.transaction_id, 1 + row_number() OVER (PARTITION BY refund.transaction_id ORDER BY refund.id, step.place),
    refund.order_id, step.kind, charged.status, refund.id, charged.provider, refund.amount, refund.currency,
    refund.updated_at
FROM refunds AS refund
JOIN transactions AS charged ON charged.id = refund.transaction_id
CROSS JOIN LATERAL (
    VALUES (1, 'refund_initiated'), (2, 'refund_' || refund.status)
) AS step (place, kind)
WHERE step.place = 1 OR refund.status IN ('completed', 'failed');
UPDATE transactions
SET step = (
    SELECT max(sequence)
    FROM payment_events
    WHERE transaction_id = transactions.id
);

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_journals, ledger_entries, payment_events FROM payments;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_checkpoints, ledger_closings FROM payments;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_journals
    FOR EACH STATEMENT EXECUTE FUNCTION souk.refuse_to_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION souk.refuse_to_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_events
    FOR EACH STATEMENT EXECUTE FUNCTION souk.refuse_to_rewrite();

-- Views read, and write, as their owner, past the policies: the ledger of an order is of several shops.
CREATE VIEW all_entries AS
SELECT journal_id, line, account, part, seller_id, provider, amount, currency
FROM ledger_entries;

CREATE VIEW all_holds AS
SELECT id, order_id, seller_id, until
FROM holds;

CREATE VIEW all_payouts AS
SELECT
    id, seller_id, provider, amount, currency, status, reference, failure_reason, tries, due_at, created_at, updated_at
FROM payouts;

CREATE VIEW all_checkpoints AS
SELECT account, seller_id, provider, currency, balance
FROM ledger_checkpoints;

REVOKE INSERT, UPDATE, DELETE ON all_entries, all_checkpoints FROM payments;

ALTER TABLE ledger_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_checkpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE payouts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON ledger_entries USING (souk.is_own(seller_id));
CREATE POLICY own ON ledger_checkpoints USING (souk.is_own(seller_id));
CREATE POLICY own ON holds USING (souk.is_own(seller_id));
CREATE POLICY own ON payouts USING (souk.is_own(seller_id));
