-- What a customer may pay with because we owe it: a gift card is its holder's, store credit is a customer's in one
-- currency. What is on it is the fold of its movements. Of a code its digest and its end are kept; a card that was sent
-- by mail has none until the mail is written.
CREATE TABLE credit_accounts (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('gift_card', 'store_credit')),
    customer_id uuid CHECK ((customer_id IS NOT NULL) = (kind = 'store_credit')),
    code_hash bytea UNIQUE CHECK (code_hash IS NULL OR kind = 'gift_card'),
    hint text CHECK ((hint IS NULL) = (code_hash IS NULL)),
    email text CHECK (email IS NULL OR kind = 'gift_card'),
    locale text CHECK ((locale IS NULL) = (email IS NULL)),
    currency souk.currency NOT NULL,
    balance bigint NOT NULL DEFAULT 0 CHECK (balance >= 0),
    step integer NOT NULL DEFAULT 0,
    expires_at timestamptz CHECK (expires_at IS NULL OR kind = 'gift_card'),
    ended_at timestamptz CHECK (ended_at IS NULL OR kind = 'gift_card'),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT one_store_credit UNIQUE (customer_id, currency)
);
CREATE INDEX credit_accounts_by_kind ON credit_accounts (kind, id DESC);
CREATE INDEX credit_accounts_by_expiry ON credit_accounts (expires_at) WHERE balance > 0 AND expires_at IS NOT NULL;

CREATE TABLE credit_movements (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    account_id uuid NOT NULL REFERENCES credit_accounts,
    step integer NOT NULL CHECK (step > 0),
    kind text NOT NULL CHECK (kind IN ('issued', 'granted', 'spent', 'returned', 'refunded', 'expired', 'ended')),
    amount bigint NOT NULL CHECK (amount <> 0 AND (amount < 0) = (kind IN ('spent', 'expired', 'ended'))),
    balance bigint NOT NULL CHECK (balance >= 0),
    currency souk.currency NOT NULL,
    order_id uuid,
    refund_id uuid,
    note text,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT one_movement_per_step UNIQUE (account_id, step)
);
CREATE INDEX credit_movements_of_order ON credit_movements (order_id) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX returned_once_per_refund ON credit_movements (refund_id, account_id) WHERE refund_id IS NOT NULL;

-- What an order took of which account, and what of it went back.
CREATE TABLE credit_payments (
    order_id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES credit_accounts,
    amount bigint NOT NULL CHECK (amount > 0),
    returned_amount bigint NOT NULL DEFAULT 0,
    currency souk.currency NOT NULL,
    PRIMARY KEY (order_id, account_id),
    CONSTRAINT returned_at_most_the_spent CHECK (returned_amount BETWEEN 0 AND amount)
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_movements
    FOR EACH STATEMENT EXECUTE FUNCTION souk.refuse_to_rewrite();

CREATE FUNCTION is_live(account credit_accounts) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN account.ended_at IS NULL AND (account.expires_at IS NULL OR account.expires_at > now());

-- Move what is on an account, never below nothing, and write down why; null when it holds less, or is over and not to
-- be spent. Nothing else changes a balance. What comes back may be spent for 30 days at least.
CREATE FUNCTION move_credit(
    of_account uuid, because text, moved bigint, of_order uuid DEFAULT NULL, of_refund uuid DEFAULT NULL,
    said text DEFAULT NULL
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = payments, pg_temp AS $$
DECLARE
    account credit_accounts;
    movement uuid;
BEGIN
    UPDATE credit_accounts AS held
    SET balance = held.balance + moved,
        step = held.step + 1,
        expires_at = CASE
            WHEN because = 'returned' AND held.expires_at IS NOT NULL
                THEN greatest(held.expires_at, now() + interval '30 days')
            ELSE held.expires_at
        END
    WHERE held.id = of_account AND held.balance + moved >= 0 AND (because <> 'spent' OR is_live(held))
    RETURNING * INTO account;
    IF found THEN
        INSERT INTO credit_movements (
            account_id, step, kind, amount, balance, currency, order_id, refund_id, note
        )
        VALUES (
            of_account, account.step, because, moved, account.balance, account.currency, of_order, of_refund, said
        )
        RETURNING id INTO movement;
    END IF;
    RETURN movement;
END
$$;

-- Give so much of what an order took of an account back to it, no more than is left of that.
CREATE FUNCTION return_credit(of_order uuid, to_account uuid, back bigint, of_refund uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = payments, pg_temp AS $$
BEGIN
    UPDATE credit_payments AS paid
    SET returned_amount = paid.returned_amount + back
    WHERE paid.order_id = of_order AND paid.account_id = to_account AND paid.amount - paid.returned_amount >= back;
    IF NOT found THEN
        RAISE 'less is left of what was spent' USING ERRCODE = 'check_violation';
    END IF;
    RETURN move_credit(to_account, 'returned', back, of_order, of_refund);
END
$$;

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON credit_movements, credit_payments FROM payments;
REVOKE UPDATE, DELETE, TRUNCATE ON credit_accounts FROM payments;
GRANT UPDATE (code_hash, hint, ended_at) ON credit_accounts TO payments;

-- What can be spent of the gift cards whose codes are named, by their places, and of a customer's store credit in a
-- currency. Codes that are unknown, over or used up have no row, so nobody learns which of it they are.
CREATE FUNCTION payments_api.spendable(code_hashes bytea[], of_customer uuid, in_currency souk.currency)
RETURNS TABLE (place integer, account_id uuid, kind text, hint text, currency souk.currency, balance bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = payments, pg_temp AS $$
SELECT named.place::integer, account.id, account.kind, account.hint, account.currency, account.balance
FROM unnest(code_hashes) WITH ORDINALITY AS named (code_hash, place)
JOIN credit_accounts AS account ON account.code_hash = named.code_hash
WHERE is_live(account) AND account.balance > 0
UNION ALL
SELECT NULL, account.id, account.kind, NULL, account.currency, account.balance
FROM credit_accounts AS account
WHERE account.customer_id = of_customer AND account.currency = in_currency AND account.balance > 0
ORDER BY 1 NULLS LAST
$$;

-- Take what an order is paid with of each account, in the order of their ids; false when one holds less by now, and
-- then nothing may be kept.
CREATE FUNCTION payments_api.spend(of_order uuid, account_ids uuid[], amounts bigint[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = payments, pg_temp AS $$
DECLARE
    part record;
BEGIN
    FOR part IN
        SELECT wanted.account_id, wanted.amount
        FROM unnest(account_ids, amounts) AS wanted (account_id, amount)
        ORDER BY wanted.account_id
    LOOP
        IF move_credit(part.account_id, 'spent', -part.amount, of_order) IS NULL THEN
            RETURN false;
        END IF;
        INSERT INTO credit_payments (order_id, account_id, amount, currency)
        SELECT of_order, account.id, part.amount, account.currency
        FROM credit_accounts AS account
        WHERE account.id = part.account_id;
    END LOOP;
    RETURN true;
END
$$;

-- Give back what is left of all that an order took.
CREATE FUNCTION payments_api.give_back(of_order uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = payments, pg_temp AS $$
DECLARE
    paid record;
BEGIN
    FOR paid IN
        SELECT account_id, amount - returned_amount AS remaining
        FROM credit_payments
        WHERE order_id = of_order AND amount > returned_amount
        ORDER BY account_id
        FOR UPDATE
    LOOP
        PERFORM return_credit(of_order, paid.account_id, paid.remaining, NULL);
    END LOOP;
END
$$;

-- Who a gift card is sent to, as long as it has no code; and give it one.
CREATE FUNCTION payments_api.gift_card_to_send(card_id uuid)
RETURNS TABLE (email text, locale text, amount bigint, currency souk.currency, expires_at timestamptz)
LANGUAGE sql STABLE ROWS 1 SECURITY DEFINER SET search_path = payments, pg_temp AS $$
SELECT account.email, account.locale, account.balance, account.currency, account.expires_at
FROM credit_accounts AS account
WHERE account.id = card_id AND account.email IS NOT NULL AND account.code_hash IS NULL AND is_live(account)
$$;

CREATE FUNCTION payments_api.give_code(card_id uuid, new_hash bytea, new_hint text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = payments, pg_temp AS $$
BEGIN
    UPDATE credit_accounts
    SET code_hash = new_hash, hint = new_hint
    WHERE id = card_id AND code_hash IS NULL AND kind = 'gift_card';
    RETURN found;
END
$$;

GRANT USAGE ON SCHEMA payments_api TO orders, notifications;
GRANT EXECUTE ON FUNCTION payments_api.spendable(bytea[], uuid, souk.currency) TO orders;
GRANT EXECUTE ON FUNCTION payments_api.spend(uuid, uuid[], bigint[]) TO orders;
GRANT EXECUTE ON FUNCTION payments_api.give_back(uuid) TO orders;
GRANT EXECUTE ON FUNCTION payments_api.gift_card_to_send(uuid) TO notifications;
GRANT EXECUTE ON FUNCTION payments_api.give_code(uuid, bytea, text) TO notifications;

-- A refund may be given as store credit in place of the provider's money.
ALTER TABLE refunds ADD COLUMN as_credit boolean NOT NULL DEFAULT false;

CREATE OR REPLACE FUNCTION note_refund() RETURNS trigger
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
        jsonb_strip_nulls(jsonb_build_object(
            'reason', NEW.reason,
            'reference', NEW.reference,
            'as_credit', nullif(NEW.as_credit, false)
        ))
    );
    RETURN NULL;
END
$$;
