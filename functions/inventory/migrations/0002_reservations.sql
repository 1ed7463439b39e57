-- Lock order everywhere: reservations, then levels by variant, warehouse priority, warehouse, then items by variant.

CREATE FUNCTION draw(of_order uuid, variant_ids uuid[], quantities integer[])
RETURNS TABLE (variant_id uuid, requested integer, available integer)
LANGUAGE plpgsql SET search_path = inventory, pg_temp AS $$
DECLARE
  need record;
  level record;
  missing integer;
  taken integer;
BEGIN
  FOR need IN
    SELECT line.variant, sum(line.quantity)::integer AS quantity
    FROM unnest(variant_ids, quantities) AS line (variant, quantity)
    GROUP BY line.variant
    ORDER BY line.variant
  LOOP
    missing := need.quantity;
    FOR level IN
      SELECT l.warehouse_id
      FROM stock_levels l
      JOIN warehouses w ON w.id = l.warehouse_id
      WHERE l.variant_id = need.variant
      ORDER BY w.priority, w.id
    LOOP
      EXIT WHEN missing = 0;
      WITH held AS (
        UPDATE stock_levels l
        SET reserved = l.reserved + LEAST(missing, l.on_hand - l.reserved)
        WHERE l.variant_id = need.variant AND l.warehouse_id = level.warehouse_id AND l.on_hand > l.reserved
        RETURNING l.seller_id, new.reserved - old.reserved AS quantity
      ), line AS (
        INSERT INTO reservation_lines (order_id, variant_id, warehouse_id, seller_id, quantity)
        SELECT of_order, need.variant, level.warehouse_id, held.seller_id, held.quantity
        FROM held
      )
      INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, reserved_change, order_id)
      SELECT need.variant, level.warehouse_id, held.seller_id, 'reserved', held.quantity, of_order
      FROM held
      RETURNING reserved_change INTO taken;
      missing := missing - COALESCE(taken, 0);
    END LOOP;
    IF missing > 0 THEN
      variant_id := need.variant;
      requested := need.quantity;
      available := need.quantity - missing;
      RETURN NEXT;
    END IF;
  END LOOP;
END
$$;

-- Move the held stock of orders: give it back, or take it off the shelf.
CREATE FUNCTION settle(order_ids uuid[], movement text)
RETURNS void
LANGUAGE plpgsql SET search_path = inventory, pg_temp AS $$
DECLARE
  level record;
BEGIN
  FOR level IN
    SELECT r.variant_id, r.warehouse_id, sum(r.quantity)::integer AS quantity
    FROM reservation_lines r
    JOIN warehouses w ON w.id = r.warehouse_id
    WHERE r.order_id = ANY (order_ids)
    GROUP BY r.variant_id, r.warehouse_id, w.priority
    ORDER BY r.variant_id, w.priority, r.warehouse_id
  LOOP
    UPDATE stock_levels l
    SET reserved = l.reserved - level.quantity,
      on_hand = l.on_hand - CASE movement WHEN 'committed' THEN level.quantity ELSE 0 END
    WHERE l.variant_id = level.variant_id AND l.warehouse_id = level.warehouse_id;
  END LOOP;
  INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, on_hand_change, reserved_change, order_id)
  SELECT r.variant_id, r.warehouse_id, r.seller_id, movement,
    CASE movement WHEN 'committed' THEN -r.quantity ELSE 0 END, -r.quantity, r.order_id
  FROM reservation_lines r
  WHERE r.order_id = ANY (order_ids);
END
$$;

CREATE FUNCTION inventory_api.reserve(order_id uuid, variant_ids uuid[], quantities integer[], expires_at timestamptz)
RETURNS TABLE (variant_id uuid, requested integer, available integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
#variable_conflict use_column
DECLARE
  was text;
  shortages json;
BEGIN
  INSERT INTO reservations AS r (order_id, expires_at)
  VALUES ($1, $4)
  ON CONFLICT (order_id) DO UPDATE SET expires_at = GREATEST(r.expires_at, excluded.expires_at)
  RETURNING CASE WHEN old IS NULL THEN 'new' ELSE r.status END INTO was;
  IF was IN ('held', 'committed') THEN
    RETURN;
  END IF;
  BEGIN
    DELETE FROM reservation_lines l WHERE l.order_id = $1;
    UPDATE reservations r SET status = 'held' WHERE r.order_id = $1 AND r.status <> 'held';
    SELECT json_agg(short) INTO shortages FROM draw($1, $2, $3) short;
    IF shortages IS NOT NULL THEN
      RAISE EXCEPTION 'short' USING ERRCODE = 'SK001';
    END IF;
  EXCEPTION WHEN SQLSTATE 'SK001' THEN
    DELETE FROM reservations r WHERE r.order_id = $1 AND was = 'new';
    RETURN QUERY SELECT * FROM json_to_recordset(shortages) AS short (variant_id uuid, requested integer, available integer);
  END;
END
$$;

CREATE FUNCTION inventory_api.commit(order_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
#variable_conflict use_column
DECLARE
  was text;
  variant_ids uuid[];
  quantities integer[];
BEGIN
  SELECT r.status INTO was FROM reservations r WHERE r.order_id = $1 FOR UPDATE;
  IF was = 'committed' THEN
    RETURN true;
  ELSIF was IS NULL OR was IN ('released', 'returned') THEN
    RETURN false;
  ELSIF was = 'expired' THEN
    SELECT array_agg(l.variant_id), array_agg(l.quantity) INTO variant_ids, quantities
    FROM reservation_lines l
    WHERE l.order_id = $1;
    IF EXISTS (SELECT FROM inventory_api.reserve($1, variant_ids, quantities, now())) THEN
      RETURN false;
    END IF;
  END IF;
  PERFORM settle(ARRAY[$1], 'committed');
  UPDATE reservations r SET status = 'committed' WHERE r.order_id = $1;
  RETURN true;
END
$$;

CREATE FUNCTION inventory_api.release(order_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
#variable_conflict use_column
DECLARE
  was text;
BEGIN
  SELECT r.status INTO was FROM reservations r WHERE r.order_id = $1 FOR UPDATE;
  IF was IS NULL OR was IN ('committed', 'returned') THEN
    RETURN false;
  END IF;
  IF was = 'held' THEN
    PERFORM settle(ARRAY[$1], 'released');
  END IF;
  UPDATE reservations r SET status = 'released' WHERE r.order_id = $1 AND r.status <> 'released';
  RETURN true;
END
$$;

-- Give back up to `batch` holds that ran out, and say whose.
CREATE FUNCTION release_expired(batch integer) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
DECLARE
  order_ids uuid[];
BEGIN
  SELECT array_agg(due.order_id) INTO order_ids
  FROM (
    SELECT r.order_id
    FROM reservations r
    WHERE r.status = 'held' AND r.expires_at <= now()
    ORDER BY r.expires_at
    LIMIT batch
    FOR UPDATE SKIP LOCKED
  ) due;
  PERFORM settle(order_ids, 'expired');
  UPDATE reservations r SET status = 'expired' WHERE r.order_id = ANY (order_ids);
  RETURN COALESCE(order_ids, '{}');
END
$$;

-- Put what a paid order took back on the shelf, once.
CREATE FUNCTION restock(of_order uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
DECLARE
  line record;
BEGIN
  UPDATE reservations r SET status = 'returned' WHERE r.order_id = of_order AND r.status = 'committed';
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  FOR line IN
    SELECT r.variant_id, r.warehouse_id, r.seller_id, r.quantity
    FROM reservation_lines r
    JOIN warehouses w ON w.id = r.warehouse_id
    WHERE r.order_id = of_order
    ORDER BY r.variant_id, w.priority, r.warehouse_id
  LOOP
    WITH returned AS (
      INSERT INTO stock_levels AS l (variant_id, warehouse_id, seller_id, on_hand)
      VALUES (line.variant_id, line.warehouse_id, line.seller_id, line.quantity)
      ON CONFLICT (variant_id, warehouse_id) DO UPDATE SET on_hand = l.on_hand + line.quantity
      RETURNING l.seller_id
    )
    INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, on_hand_change, order_id)
    SELECT line.variant_id, line.warehouse_id, returned.seller_id, 'returned', line.quantity, of_order
    FROM returned;
  END LOOP;
  RETURN true;
END
$$;

-- What a delivery or a catalogue file says is on the shelf of the shop's default warehouse. Never below what is
-- promised to orders: those units are kept on hand until the orders are settled. Returns the variants whose level moved.
CREATE FUNCTION inventory_api.receive(variant_ids uuid[], seller_id uuid, quantities integer[])
RETURNS TABLE (variant_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
#variable_conflict use_column
DECLARE
  home uuid;
  line record;
BEGIN
  SELECT w.id INTO home
  FROM warehouses w
  WHERE w.seller_id = $2 AND w.closed_at IS NULL
  ORDER BY w.priority, w.id
  LIMIT 1
  FOR SHARE;
  IF home IS NULL THEN
    INSERT INTO warehouses AS w (seller_id, name)
    VALUES ($2, 'Main')
    ON CONFLICT (seller_id, name) WHERE closed_at IS NULL DO UPDATE SET name = excluded.name
    RETURNING w.id INTO home;
  END IF;
  INSERT INTO stock_items (variant_id, seller_id)
  SELECT DISTINCT given.id, $2
  FROM unnest($1) AS given (id)
  ORDER BY given.id
  ON CONFLICT (variant_id) DO NOTHING;
  INSERT INTO stock_levels (variant_id, warehouse_id, seller_id)
  SELECT i.variant_id, home, $2
  FROM stock_items i
  WHERE i.variant_id = ANY ($1) AND i.seller_id = $2
  ORDER BY i.variant_id
  ON CONFLICT (variant_id, warehouse_id) DO NOTHING;
  FOR line IN
    SELECT given.id, max(given.quantity) AS quantity
    FROM unnest($1, $3) AS given (id, quantity)
    GROUP BY given.id
    ORDER BY given.id
  LOOP
    RETURN QUERY
    WITH counted AS (
      UPDATE stock_levels l
      SET on_hand = GREATEST(line.quantity, l.reserved)
      WHERE l.variant_id = line.id AND l.warehouse_id = home AND l.seller_id = $2
        AND l.on_hand <> GREATEST(line.quantity, l.reserved)
      RETURNING l.variant_id, new.on_hand - old.on_hand AS change
    )
    INSERT INTO stock_movements AS m (variant_id, warehouse_id, seller_id, kind, on_hand_change)
    SELECT counted.variant_id, home, $2, 'received', counted.change
    FROM counted
    RETURNING m.variant_id;
  END LOOP;
END
$$;

GRANT EXECUTE ON FUNCTION inventory_api.reserve(uuid, uuid[], integer[], timestamptz) TO orders;
GRANT EXECUTE ON FUNCTION inventory_api.commit(uuid) TO orders;
GRANT EXECUTE ON FUNCTION inventory_api.release(uuid) TO orders;
GRANT EXECUTE ON FUNCTION inventory_api.receive(uuid[], uuid, integer[]) TO catalog;
