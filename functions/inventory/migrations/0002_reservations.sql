-- Lock order everywhere: reservations, then warehouses, then levels by variant, warehouse priority, warehouse, then
-- items by variant. Who brings units to a warehouse holds it open until the end; who closes it waits for them, so a
-- closed warehouse has no levels.

-- Hold a shop's default warehouse open, the one that orders draw from first; a shop that has none gets one.
CREATE FUNCTION default_warehouse(of_seller uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
DECLARE
    found uuid;
BEGIN
    SELECT warehouse.id INTO found
    FROM warehouses AS warehouse
    WHERE warehouse.seller_id = of_seller AND warehouse.closed_at IS NULL
    ORDER BY warehouse.priority, warehouse.id
    LIMIT 1
    FOR SHARE;
    IF found IS NULL THEN
        INSERT INTO warehouses AS warehouse (seller_id, name)
        VALUES (of_seller, 'Main')
        ON CONFLICT (seller_id, name) WHERE closed_at IS NULL DO UPDATE SET name = excluded.name
        RETURNING warehouse.id INTO found;
    END IF;
    RETURN found;
END
$$;

-- Hold stock for an order, from each variant's warehouses in their order; give what is short, and then nothing is held.
-- What an order held before it ran out is replaced.
CREATE FUNCTION draw(of_order uuid, variant_ids uuid[], quantities integer[])
RETURNS TABLE (variant_id uuid, requested integer, available integer)
LANGUAGE sql SET search_path = inventory, pg_temp AS $$
WITH wanted AS (
    SELECT line.variant_id, sum(line.quantity) AS quantity
    FROM unnest(variant_ids, quantities) AS line (variant_id, quantity)
    GROUP BY line.variant_id
),
place AS MATERIALIZED (
    SELECT
        level.variant_id, level.warehouse_id, level.seller_id, warehouse.priority,
        level.on_hand - level.reserved AS free
    FROM stock_levels AS level
    JOIN warehouses AS warehouse ON warehouse.id = level.warehouse_id
    WHERE level.variant_id = ANY (variant_ids) AND level.on_hand > level.reserved
    ORDER BY level.variant_id, warehouse.priority, level.warehouse_id
    FOR NO KEY UPDATE OF level
),
share AS (
    SELECT
        place.variant_id, place.warehouse_id, place.seller_id,
        least(place.free, wanted.quantity - coalesce(sum(place.free) OVER before, 0))::integer AS quantity
    FROM wanted
    JOIN place ON place.variant_id = wanted.variant_id
    WINDOW before AS (
        PARTITION BY place.variant_id
        ORDER BY place.priority, place.warehouse_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
short AS MATERIALIZED (
    SELECT wanted.variant_id, wanted.quantity AS requested, coalesce(sum(place.free), 0) AS available
    FROM wanted
    LEFT JOIN place ON place.variant_id = wanted.variant_id
    GROUP BY wanted.variant_id, wanted.quantity
    HAVING coalesce(sum(place.free), 0) < wanted.quantity
),
held AS (
    UPDATE stock_levels AS level
    SET reserved = level.reserved + share.quantity
    FROM share
    WHERE level.variant_id = share.variant_id AND level.warehouse_id = share.warehouse_id AND share.quantity > 0
        AND NOT EXISTS (SELECT FROM short)
    RETURNING level.variant_id, level.warehouse_id, level.seller_id, share.quantity
),
moved AS (
    INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, reserved_change, order_id)
    SELECT variant_id, warehouse_id, seller_id, 'reserved', quantity, of_order
    FROM held
),
kept AS (
    INSERT INTO reservation_lines AS line (order_id, variant_id, warehouse_id, seller_id, quantity)
    SELECT of_order, variant_id, warehouse_id, seller_id, quantity
    FROM held
    ON CONFLICT (order_id, variant_id, warehouse_id) DO UPDATE SET quantity = excluded.quantity
),
replaced AS (
    DELETE FROM reservation_lines AS line
    WHERE line.order_id = of_order
        AND NOT EXISTS (SELECT FROM short)
        AND NOT EXISTS (
            SELECT FROM held WHERE held.variant_id = line.variant_id AND held.warehouse_id = line.warehouse_id
        )
)
SELECT variant_id, requested::integer, available::integer
FROM short
ORDER BY variant_id
$$;

-- Move the held stock of orders: give it back, or take it off the shelf.
CREATE FUNCTION settle(order_ids uuid[], movement text) RETURNS void
LANGUAGE sql SET search_path = inventory, pg_temp AS $$
WITH held AS MATERIALIZED (
    SELECT level.variant_id, level.warehouse_id, line.quantity
    FROM (
        SELECT variant_id, warehouse_id, sum(quantity) AS quantity
        FROM reservation_lines
        WHERE order_id = ANY (order_ids)
        GROUP BY variant_id, warehouse_id
    ) AS line
    JOIN warehouses AS warehouse ON warehouse.id = line.warehouse_id
    JOIN stock_levels AS level
        ON level.variant_id = line.variant_id AND level.warehouse_id = line.warehouse_id
    ORDER BY level.variant_id, warehouse.priority, level.warehouse_id
    FOR NO KEY UPDATE OF level
),
settled AS (
    UPDATE stock_levels AS level
    SET reserved = level.reserved - held.quantity,
        on_hand = level.on_hand - CASE movement WHEN 'committed' THEN held.quantity ELSE 0 END
    FROM held
    WHERE level.variant_id = held.variant_id AND level.warehouse_id = held.warehouse_id
)
INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, on_hand_change, reserved_change, order_id)
SELECT
    line.variant_id, line.warehouse_id, line.seller_id, movement,
    CASE movement WHEN 'committed' THEN -line.quantity ELSE 0 END, -line.quantity, line.order_id
FROM reservation_lines AS line
WHERE line.order_id = ANY (order_ids)
$$;

-- Publish how much of variants is available, each with its next version, and which levels fell to their threshold since
-- the last time; or only the latter. The figures are read when the items are locked, so the highest version has the
-- latest. Three plans that are made for no array in particular are as good as those for this one.
CREATE FUNCTION publish(variant_ids uuid[], correlation_id text, only_low boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    crossed jsonb;
BEGIN
    WITH crossing AS MATERIALIZED (
        SELECT level.variant_id, level.warehouse_id
        FROM stock_levels AS level
        JOIN warehouses AS warehouse ON warehouse.id = level.warehouse_id
        WHERE level.variant_id = ANY (variant_ids) AND level.low <> (level.on_hand - level.reserved <= level.threshold)
        ORDER BY level.variant_id, warehouse.priority, warehouse.id
        FOR NO KEY UPDATE OF level
    ),
    marked AS (
        UPDATE stock_levels AS level
        SET low = level.on_hand - level.reserved <= level.threshold
        FROM crossing
        WHERE level.variant_id = crossing.variant_id AND level.warehouse_id = crossing.warehouse_id
        RETURNING level.*
    )
    SELECT
        jsonb_agg(jsonb_build_object(
            'variant_id', marked.variant_id,
            'seller_id', marked.seller_id,
            'warehouse_id', marked.warehouse_id,
            'available', marked.on_hand - marked.reserved,
            'threshold', marked.threshold
        ))
    INTO crossed
    FROM marked
    WHERE marked.low;
    PERFORM FROM stock_items AS item WHERE item.id = ANY (variant_ids) ORDER BY item.id FOR NO KEY UPDATE;
    UPDATE stock_items AS item SET version = item.version + 1 WHERE item.id = ANY (variant_ids);
    INSERT INTO souk.outbox (id, source, name, envelope)
    SELECT
        event.id, 'souk.inventory', event.name,
        souk.envelope(event.id, event.name, publish.correlation_id, event.aggregate_id, event.sequence, event.data)
    FROM (
        SELECT
            uuidv7() AS id, 'inventory.updated' AS name, change.id AS aggregate_id, 1 AS sequence,
            json_build_object('change_id', change.id, 'variants', change.variants) AS data
        FROM (
            SELECT
                uuidv7() AS id,
                json_agg(json_build_object(
                    'variant_id', item.id,
                    'seller_id', item.seller_id,
                    'available', stock.available,
                    'version', item.version
                )) AS variants
            FROM stock_items AS item
            JOIN inventory_api.availability AS stock ON stock.variant_id = item.id
            WHERE item.id = ANY (publish.variant_ids) AND NOT only_low
        ) AS change
        WHERE change.variants IS NOT NULL
        UNION ALL
        SELECT uuidv7(), 'inventory.low_stock', item.id, item.version, fallen::json
        FROM jsonb_array_elements(crossed) AS fallen
        JOIN stock_items AS item ON item.id = (fallen ->> 'variant_id')::uuid
        WHERE item.id = ANY (publish.variant_ids)
    ) AS event;
END
$$;

-- Hold stock for an order and publish it; give what is short, and then nothing is held.
CREATE FUNCTION inventory_api.reserve(
    order_id uuid, variant_ids uuid[], quantities integer[], expires_at timestamptz, correlation_id text DEFAULT ''
) RETURNS TABLE (variant_id uuid, requested integer, available integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
#variable_conflict use_column
DECLARE
    was text;
    event uuid := uuidv7();
BEGIN
    INSERT INTO reservations AS reservation (id, expires_at)
    VALUES ($1, $4)
    ON CONFLICT (id) DO UPDATE SET expires_at = greatest(reservation.expires_at, excluded.expires_at)
    RETURNING CASE WHEN old IS NULL THEN 'new' ELSE reservation.status END INTO was;
    IF was IN ('held', 'committed') THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT short.variant_id, short.requested, short.available FROM draw($1, $2, $3) AS short;
    IF found THEN
        DELETE FROM reservations WHERE id = $1 AND was = 'new';
        RETURN;
    END IF;
    IF was <> 'new' THEN
        UPDATE reservations SET status = 'held' WHERE id = $1;
    END IF;
    INSERT INTO souk.outbox (id, source, name, envelope)
    SELECT
        event, 'souk.inventory', 'inventory.reserved',
        souk.envelope(event, 'inventory.reserved', $5, $1, 1, json_build_object(
            'order_id', $1,
            'lines', json_agg(json_build_object(
                'variant_id', line.variant_id, 'seller_id', line.seller_id, 'quantity', line.quantity
            ))
        ))
    FROM order_lines AS line
    WHERE line.order_id = $1;
    PERFORM publish($2, $5);
END
$$;

-- Sell what an order holds, drawn again when its hold ran out; say whether it could be.
CREATE FUNCTION inventory_api.commit(order_id uuid, correlation_id text DEFAULT '') RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
#variable_conflict use_column
DECLARE
    was text;
    variant_ids uuid[];
    quantities integer[];
BEGIN
    SELECT status INTO was FROM reservations WHERE id = $1 FOR UPDATE;
    IF was = 'committed' THEN
        RETURN true;
    ELSIF was IS NULL OR was IN ('released', 'returned') THEN
        RETURN false;
    ELSIF was = 'expired' THEN
        SELECT array_agg(line.variant_id), array_agg(line.quantity) INTO variant_ids, quantities
        FROM reservation_lines AS line
        WHERE line.order_id = $1;
        IF EXISTS (SELECT FROM inventory_api.reserve($1, variant_ids, quantities, now(), $2)) THEN
            RETURN false;
        END IF;
    END IF;
    PERFORM settle(ARRAY[$1], 'committed');
    UPDATE reservations SET status = 'committed' WHERE id = $1;
    RETURN true;
END
$$;

CREATE FUNCTION inventory_api.release(order_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
#variable_conflict use_column
DECLARE
    was text;
BEGIN
    SELECT status INTO was FROM reservations WHERE id = $1 FOR UPDATE;
    IF was IS NULL OR was IN ('committed', 'returned') THEN
        RETURN false;
    END IF;
    IF was = 'held' THEN
        PERFORM settle(ARRAY[$1], 'released');
    END IF;
    UPDATE reservations SET status = 'released' WHERE id = $1 AND status <> 'released';
    RETURN true;
END
$$;

-- Give back up to `batch` holds that ran out, and say whose.
CREATE FUNCTION release_expired(batch integer) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
DECLARE
    order_ids uuid[];
BEGIN
    SELECT array_agg(due.id) INTO order_ids
    FROM (
        SELECT id
        FROM reservations
        WHERE status = 'held' AND expires_at <= now()
        ORDER BY expires_at
        LIMIT batch
        FOR UPDATE SKIP LOCKED
    ) AS due;
    PERFORM settle(order_ids, 'expired');
    UPDATE reservations SET status = 'expired' WHERE id = ANY (order_ids);
    RETURN coalesce(order_ids, '{}');
END
$$;

-- Put what a paid order took back on the shelf, once; what came from a warehouse that has closed since comes back to
-- the shop's default one.
CREATE FUNCTION restock(of_order uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
DECLARE
    drawn_from uuid[];
    places uuid[];
    line record;
BEGIN
    UPDATE reservations SET status = 'returned' WHERE id = of_order AND status = 'committed';
    IF NOT found THEN
        RETURN false;
    END IF;
    SELECT
        array_agg(drawn.warehouse_id),
        array_agg(coalesce(
            (SELECT id FROM warehouses WHERE id = drawn.warehouse_id AND closed_at IS NULL FOR SHARE),
            default_warehouse(drawn.seller_id)
        ))
    INTO drawn_from, places
    FROM (
        SELECT DISTINCT warehouse_id, seller_id FROM reservation_lines WHERE order_id = of_order ORDER BY warehouse_id
    ) AS drawn;
    FOR line IN
        SELECT sold.variant_id, warehouse.id AS warehouse_id, sold.seller_id, sum(sold.quantity) AS quantity
        FROM reservation_lines AS sold
        JOIN unnest(drawn_from, places) AS place (origin, id) ON place.origin = sold.warehouse_id
        JOIN warehouses AS warehouse ON warehouse.id = place.id
        WHERE sold.order_id = of_order
        GROUP BY sold.variant_id, warehouse.id, sold.seller_id
        ORDER BY sold.variant_id, warehouse.priority, warehouse.id
    LOOP
        INSERT INTO stock_levels AS level (variant_id, warehouse_id, seller_id, on_hand)
        VALUES (line.variant_id, line.warehouse_id, line.seller_id, line.quantity)
        ON CONFLICT (variant_id, warehouse_id) DO UPDATE SET on_hand = level.on_hand + excluded.on_hand;
        INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, on_hand_change, order_id)
        VALUES (line.variant_id, line.warehouse_id, line.seller_id, 'returned', line.quantity, of_order);
    END LOOP;
    RETURN true;
END
$$;

-- What a delivery or a catalogue file says is on the shelf of the shop's default warehouse. Gives the variants whose
-- level moved; and, with the units that orders hold, those whose level stayed because they hold more than was said.
CREATE FUNCTION inventory_api.receive(variant_ids uuid[], seller_id uuid, quantities integer[])
RETURNS TABLE (variant_id uuid, held bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
#variable_conflict use_column
DECLARE
    home uuid := default_warehouse($2);
    line record;
    level record;
BEGIN
    INSERT INTO stock_items (id, seller_id)
    SELECT DISTINCT given.id, $2
    FROM unnest($1) AS given (id)
    ORDER BY given.id
    ON CONFLICT (id) DO NOTHING;
    INSERT INTO stock_levels (variant_id, warehouse_id, seller_id)
    SELECT item.id, home, $2
    FROM stock_items AS item
    WHERE item.id = ANY ($1) AND item.seller_id = $2
    ORDER BY item.id
    ON CONFLICT (variant_id, warehouse_id) DO NOTHING;
    FOR line IN
        SELECT given.id, max(given.quantity) AS quantity
        FROM unnest($1, $3) AS given (id, quantity)
        GROUP BY given.id
        ORDER BY given.id
    LOOP
        UPDATE stock_levels AS kept
        SET on_hand = CASE WHEN kept.reserved <= line.quantity THEN line.quantity ELSE kept.on_hand END
        WHERE kept.variant_id = line.id AND kept.warehouse_id = home AND kept.seller_id = $2
            AND kept.on_hand <> line.quantity
        RETURNING kept.reserved, new.on_hand - old.on_hand AS change INTO level;
        CONTINUE WHEN NOT found;
        IF level.change <> 0 THEN
            INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, on_hand_change)
            VALUES (line.id, home, $2, 'received', level.change);
        END IF;
        variant_id := line.id;
        held := CASE WHEN level.change = 0 THEN level.reserved END;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Count a shop's levels at or below their threshold, no further than asked.
CREATE FUNCTION inventory_api.count_low(of_seller uuid, most integer) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
SELECT count(*) FROM (SELECT FROM stock_levels WHERE seller_id = of_seller AND low LIMIT most) AS low
$$;

GRANT EXECUTE ON FUNCTION inventory_api.count_low(uuid, integer) TO orders;
GRANT EXECUTE ON FUNCTION inventory_api.reserve(uuid, uuid[], integer[], timestamptz, text) TO orders;
GRANT EXECUTE ON FUNCTION inventory_api.commit(uuid, text) TO orders;
GRANT EXECUTE ON FUNCTION inventory_api.release(uuid) TO orders;
GRANT EXECUTE ON FUNCTION inventory_api.receive(uuid[], uuid, integer[]) TO catalog;
