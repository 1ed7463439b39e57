CREATE TABLE carts (
    owner_id uuid PRIMARY KEY,
    currency souk.currency,
    line_count int NOT NULL DEFAULT 0 CONSTRAINT a_cart_holds_at_most_200_lines CHECK (line_count BETWEEN 0 AND 200),
    version int NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    abandoned_at timestamptz
);

CREATE INDEX carts_left_alone ON carts (updated_at) WHERE line_count > 0 AND abandoned_at IS NULL;

CREATE TABLE cart_items (
    owner_id uuid NOT NULL REFERENCES carts ON DELETE CASCADE,
    variant_id uuid NOT NULL,
    quantity int NOT NULL CONSTRAINT a_line_holds_at_most_999 CHECK (quantity BETWEEN 1 AND 999),
    seen_amount bigint NOT NULL CHECK (seen_amount >= 0),
    seen_currency souk.currency NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner_id, variant_id)
);

-- The lines are counted by arithmetic on the locked cart: two shoppers' tabs that each remove one of the last two lines
-- see each other's line, yet leave an empty cart that may take any currency.
CREATE FUNCTION count_lines() RETURNS trigger LANGUAGE plpgsql SET search_path = cart, pg_temp AS $$
BEGIN
    UPDATE carts
    SET line_count = line_count + CASE TG_OP WHEN 'INSERT' THEN changed.lines ELSE -changed.lines END,
        currency = CASE WHEN TG_OP = 'DELETE' AND line_count = changed.lines THEN NULL ELSE currency END
    FROM (SELECT changed_items.owner_id, count(*)::int AS lines FROM changed_items GROUP BY changed_items.owner_id) AS changed
    WHERE carts.owner_id = changed.owner_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER lines_were_added AFTER INSERT ON cart_items
    REFERENCING NEW TABLE AS changed_items FOR EACH STATEMENT EXECUTE FUNCTION count_lines();

CREATE TRIGGER lines_were_removed AFTER DELETE ON cart_items
    REFERENCING OLD TABLE AS changed_items FOR EACH STATEMENT EXECUTE FUNCTION count_lines();

-- Take the lines of a cart out of it; a second buyer of the same cart waits here and then finds it empty.
CREATE FUNCTION cart_api.take(owner_id uuid)
RETURNS TABLE (variant_id uuid, quantity int, seen_amount bigint, seen_currency souk.currency)
LANGUAGE plpgsql ROWS 10 SECURITY DEFINER SET search_path = cart, pg_temp AS $$
#variable_conflict use_column
BEGIN
    UPDATE carts SET version = version + 1, updated_at = now(), abandoned_at = NULL WHERE carts.owner_id = take.owner_id;
    RETURN QUERY
        DELETE FROM cart_items AS item
        WHERE item.owner_id = take.owner_id
        RETURNING item.variant_id, item.quantity, item.seen_amount, item.seen_currency;
END
$$;

-- Move what a guest gathered into the customer's cart. The customer's own currency and 200 lines bound what fits;
-- the guest's cart is empty afterwards, so a second call changes nothing.
CREATE FUNCTION cart_api.merge(guest_id uuid, customer_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cart, pg_temp AS $$
DECLARE
    customer carts;
    guest carts;
BEGIN
    IF guest_id = customer_id OR NOT EXISTS (SELECT FROM carts WHERE owner_id = guest_id AND line_count > 0) THEN
        RETURN;
    END IF;
    INSERT INTO carts (owner_id) VALUES (customer_id) ON CONFLICT DO NOTHING;
    PERFORM FROM carts WHERE owner_id IN (guest_id, customer_id) ORDER BY owner_id FOR UPDATE;
    SELECT * INTO guest FROM carts WHERE owner_id = guest_id;
    SELECT * INTO customer FROM carts WHERE owner_id = customer_id;
    IF customer.currency IS NULL OR customer.currency = guest.currency THEN
        UPDATE carts
        SET currency = guest.currency, version = version + 1, updated_at = now(), abandoned_at = NULL
        WHERE owner_id = customer_id;
        UPDATE cart_items AS mine
        SET quantity = least(999, mine.quantity + theirs.quantity)
        FROM cart_items AS theirs
        WHERE mine.owner_id = customer_id AND theirs.owner_id = guest_id AND theirs.variant_id = mine.variant_id;
        INSERT INTO cart_items (owner_id, variant_id, quantity, seen_amount, seen_currency, added_at)
        SELECT customer_id, theirs.variant_id, theirs.quantity, theirs.seen_amount, theirs.seen_currency, theirs.added_at
        FROM cart_items AS theirs
        WHERE theirs.owner_id = guest_id
            AND NOT EXISTS (SELECT FROM cart_items WHERE owner_id = customer_id AND variant_id = theirs.variant_id)
        ORDER BY theirs.added_at
        LIMIT 200 - customer.line_count;
    END IF;
    UPDATE carts SET version = version + 1, updated_at = now() WHERE owner_id = guest_id;
    DELETE FROM cart_items WHERE owner_id = guest_id;
END
$$;

GRANT USAGE ON SCHEMA cart_api TO orders, auth;
GRANT EXECUTE ON FUNCTION cart_api.take(uuid) TO orders;
GRANT EXECUTE ON FUNCTION cart_api.merge(uuid, uuid) TO auth;
