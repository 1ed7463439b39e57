-- A cart's id is its owner's, a customer's or a guest's. It is bought in one currency; lines in another wait until the
-- lines in it are gone.
CREATE TABLE carts (
    id uuid PRIMARY KEY,
    currency souk.currency,
    line_count integer NOT NULL DEFAULT 0
        CONSTRAINT a_cart_holds_at_most_200_lines CHECK (line_count BETWEEN 0 AND 200),
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    abandoned_at timestamptz
);

CREATE INDEX carts_left_alone ON carts (updated_at) WHERE line_count > 0 AND abandoned_at IS NULL;

CREATE TABLE cart_items (
    owner_id uuid NOT NULL REFERENCES carts ON DELETE CASCADE,
    variant_id uuid NOT NULL,
    quantity integer NOT NULL CONSTRAINT a_line_holds_at_most_999 CHECK (quantity BETWEEN 1 AND 999),
    seen_amount bigint NOT NULL CHECK (seen_amount >= 0),
    seen_currency souk.currency NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner_id, variant_id)
);

-- Who changes lines has locked their cart first, so this sees every line that others left.
CREATE FUNCTION count_lines() RETURNS trigger LANGUAGE plpgsql SET search_path = cart, pg_temp AS $$
BEGIN
    UPDATE carts AS cart
    SET line_count = cart.line_count + CASE tg_op WHEN 'INSERT' THEN changed.lines ELSE -changed.lines END,
        currency = CASE
            WHEN EXISTS (
                SELECT FROM cart_items AS line WHERE line.owner_id = cart.id AND line.seen_currency = cart.currency
            ) THEN cart.currency
            ELSE (
                SELECT line.seen_currency
                FROM cart_items AS line
                WHERE line.owner_id = cart.id
                ORDER BY line.added_at, line.variant_id
                LIMIT 1
            )
        END
    FROM (
        SELECT item.owner_id, count(*)::integer AS lines FROM changed_items AS item GROUP BY item.owner_id
    ) AS changed
    WHERE cart.id = changed.owner_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER lines_were_added AFTER INSERT ON cart_items
    REFERENCING NEW TABLE AS changed_items FOR EACH STATEMENT EXECUTE FUNCTION count_lines();

CREATE TRIGGER lines_were_removed AFTER DELETE ON cart_items
    REFERENCING OLD TABLE AS changed_items FOR EACH STATEMENT EXECUTE FUNCTION count_lines();

-- Give the lines in the cart's currency, or take them out of it: who orders the same cart again waits here and then
-- finds them gone.
CREATE FUNCTION cart_api.lines(owner_id uuid, taking boolean)
RETURNS TABLE (variant_id uuid, quantity integer, seen_amount bigint, seen_currency souk.currency)
LANGUAGE plpgsql ROWS 10 SECURITY DEFINER SET search_path = cart, pg_temp AS $$
#variable_conflict use_column
DECLARE
    bought_in souk.currency;
BEGIN
    IF NOT taking THEN
        RETURN QUERY
            SELECT item.variant_id, item.quantity, item.seen_amount, item.seen_currency
            FROM cart_items AS item
            JOIN carts AS cart ON cart.id = item.owner_id AND cart.currency = item.seen_currency
            WHERE item.owner_id = lines.owner_id;
        RETURN;
    END IF;
    UPDATE carts AS cart
    SET version = cart.version + 1, updated_at = now(), abandoned_at = NULL
    WHERE cart.id = lines.owner_id
    RETURNING cart.currency INTO bought_in;
    RETURN QUERY
        DELETE FROM cart_items AS item
        WHERE item.owner_id = lines.owner_id AND item.seen_currency = bought_in
        RETURNING item.variant_id, item.quantity, item.seen_amount, item.seen_currency;
END
$$;

-- Move what a guest gathered into the customer's cart, lines in another currency too. A line holds 999 and a cart 200
-- lines; what is beyond that stays with the guest. A second call finds nothing that fits and changes nothing.
CREATE FUNCTION cart_api.merge(guest_id uuid, customer_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cart, pg_temp AS $$
DECLARE
    room integer;
BEGIN
    IF guest_id = customer_id OR NOT EXISTS (SELECT FROM carts WHERE id = guest_id AND line_count > 0) THEN
        RETURN;
    END IF;
    INSERT INTO carts (id) VALUES (customer_id) ON CONFLICT DO NOTHING;
    PERFORM FROM carts WHERE id IN (guest_id, customer_id) ORDER BY id FOR UPDATE;
    SELECT 200 - line_count INTO room FROM carts WHERE id = customer_id;
    WITH theirs AS (
        SELECT
            line.*, least(line.quantity, 999 - coalesce(mine.quantity, 0)) AS fitting,
            mine.variant_id IS NOT NULL AS is_known,
            row_number() OVER (
                PARTITION BY mine.variant_id IS NOT NULL ORDER BY line.added_at, line.variant_id
            ) AS place
        FROM cart_items AS line
        LEFT JOIN cart_items AS mine ON mine.owner_id = customer_id AND mine.variant_id = line.variant_id
        WHERE line.owner_id = guest_id
    ),
    moving AS (
        SELECT variant_id, quantity, fitting, seen_amount, seen_currency, added_at
        FROM theirs
        WHERE fitting > 0 AND (is_known OR place <= room)
    ),
    emptied AS (
        DELETE FROM cart_items AS line
        USING moving
        WHERE line.owner_id = guest_id AND line.variant_id = moving.variant_id AND moving.fitting = moving.quantity
    ),
    lessened AS (
        UPDATE cart_items AS line
        SET quantity = line.quantity - moving.fitting
        FROM moving
        WHERE line.owner_id = guest_id AND line.variant_id = moving.variant_id AND moving.fitting < moving.quantity
    )
    INSERT INTO cart_items AS mine (owner_id, variant_id, quantity, seen_amount, seen_currency, added_at)
    SELECT customer_id, moving.variant_id, moving.fitting, moving.seen_amount, moving.seen_currency, moving.added_at
    FROM moving
    ON CONFLICT (owner_id, variant_id) DO UPDATE SET quantity = mine.quantity + excluded.quantity;
    IF found THEN
        UPDATE carts
        SET version = version + 1, updated_at = now(), abandoned_at = NULL
        WHERE id IN (guest_id, customer_id);
    END IF;
END
$$;

-- Put the lines of an order that was given up back into its customer's cart, beside what it holds by now. A line holds
-- 999 and a cart 200 lines; gives the units that are beyond that and stay out.
CREATE FUNCTION cart_api.put_back(
    customer_id uuid, variant_ids uuid[], quantities integer[], amounts bigint[], currency souk.currency
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cart, pg_temp AS $$
DECLARE
    room integer;
    units bigint;
BEGIN
    INSERT INTO carts AS cart (id)
    VALUES (customer_id)
    ON CONFLICT (id) DO UPDATE SET version = cart.version + 1, updated_at = now(), abandoned_at = NULL
    RETURNING 200 - cart.line_count INTO room;
    WITH given AS (
        SELECT
            line.variant_id, least(999, sum(line.quantity))::integer AS quantity, max(line.amount) AS amount,
            held.variant_id IS NOT NULL AS is_known,
            row_number() OVER (PARTITION BY held.variant_id IS NOT NULL ORDER BY line.variant_id) AS place
        FROM unnest(variant_ids, quantities, amounts) AS line (variant_id, quantity, amount)
        LEFT JOIN cart_items AS held ON held.owner_id = put_back.customer_id AND held.variant_id = line.variant_id
        GROUP BY line.variant_id, held.variant_id
    ),
    put AS (
        INSERT INTO cart_items AS mine (owner_id, variant_id, quantity, seen_amount, seen_currency)
        SELECT put_back.customer_id, given.variant_id, given.quantity, given.amount, put_back.currency
        FROM given
        WHERE given.is_known OR given.place <= room
        ON CONFLICT (owner_id, variant_id) DO UPDATE SET quantity = least(999, mine.quantity + excluded.quantity)
        RETURNING new.quantity - coalesce(old.quantity, 0) AS units
    )
    SELECT coalesce(sum(put.units), 0) INTO units FROM put;
    RETURN (SELECT coalesce(sum(line.quantity), 0) FROM unnest(quantities) AS line (quantity)) - units;
END
$$;

GRANT USAGE ON SCHEMA cart_api TO orders, auth;
GRANT EXECUTE ON FUNCTION cart_api.lines(uuid, boolean) TO orders;
GRANT EXECUTE ON FUNCTION cart_api.merge(uuid, uuid) TO auth;
GRANT EXECUTE ON FUNCTION cart_api.put_back(uuid, uuid[], integer[], bigint[], souk.currency) TO orders;
