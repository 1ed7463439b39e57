-- Hold stock for an order, from each variant's warehouses in their order; give what is short, and then nothing is held.
-- What an order held before it ran out is replaced. One statement locks the levels and the next one counts, with what
-- others changed while the first one waited: a statement that does both counts units that are held by then.
CREATE OR REPLACE FUNCTION draw(of_order uuid, variant_ids uuid[], quantities integer[])
RETURNS TABLE (variant_id uuid, requested integer, available integer)
LANGUAGE plpgsql SET search_path = inventory, pg_temp AS $$
#variable_conflict use_column
DECLARE
    of_variants uuid[];
    of_warehouses uuid[];
BEGIN
    SELECT array_agg(mine.variant_id), array_agg(mine.warehouse_id) INTO of_variants, of_warehouses
    FROM (
        SELECT level.variant_id, level.warehouse_id
        FROM stock_levels AS level
        JOIN warehouses AS warehouse ON warehouse.id = level.warehouse_id
        WHERE level.variant_id = ANY (variant_ids) AND level.on_hand > level.reserved
        ORDER BY level.variant_id, warehouse.priority, level.warehouse_id
        FOR NO KEY UPDATE OF level
    ) AS mine;
    RETURN QUERY WITH wanted AS (
        SELECT line.variant_id, sum(line.quantity) AS quantity
        FROM unnest(variant_ids, quantities) AS line (variant_id, quantity)
        GROUP BY line.variant_id
    ),
    place AS MATERIALIZED (
        SELECT
            level.variant_id, level.warehouse_id, level.seller_id, warehouse.priority,
            level.on_hand - level.reserved AS free
        FROM unnest(of_variants, of_warehouses) AS mine (variant_id, warehouse_id)
        JOIN stock_levels AS level
            ON level.variant_id = mine.variant_id AND level.warehouse_id = mine.warehouse_id
        JOIN warehouses AS warehouse ON warehouse.id = level.warehouse_id
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
    ORDER BY variant_id;
END
$$;
