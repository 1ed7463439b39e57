-- returned are the units of a line that came back to the shelf.
ALTER TABLE reservation_lines
    ADD COLUMN returned integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT returned_at_most_the_taken CHECK (returned BETWEEN 0 AND quantity);

UPDATE reservation_lines AS line
SET returned = line.quantity
FROM reservations AS reservation
WHERE reservation.id = line.order_id AND reservation.status = 'returned';

-- Put units that an order took back on the shelf, or all that have not come back where no number is given; what came
-- from a warehouse that has closed since comes back to the shop's default one. The reservation is locked.
CREATE FUNCTION put_back(of_order uuid, variant_ids uuid[], quantities integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
DECLARE
    back jsonb;
    drawn_from uuid[];
    places uuid[];
    line record;
BEGIN
    WITH wanted AS (
        SELECT asked.variant_id, sum(asked.quantity)::integer AS quantity
        FROM unnest(put_back.variant_ids, put_back.quantities) AS asked (variant_id, quantity)
        GROUP BY asked.variant_id
    ),
    share AS (
        SELECT
            taken.variant_id, taken.warehouse_id,
            least(
                taken.quantity - taken.returned,
                wanted.quantity - coalesce(sum(taken.quantity - taken.returned) OVER before, 0)
            )::integer AS quantity
        FROM wanted
        JOIN reservation_lines AS taken ON taken.order_id = of_order AND taken.variant_id = wanted.variant_id
        WINDOW before AS (
            PARTITION BY taken.variant_id
            ORDER BY taken.warehouse_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
    ),
    returned AS (
        UPDATE reservation_lines AS taken
        SET returned = taken.returned + share.quantity
        FROM share
        WHERE taken.order_id = of_order AND taken.variant_id = share.variant_id
            AND taken.warehouse_id = share.warehouse_id AND share.quantity > 0
        RETURNING taken.variant_id, taken.warehouse_id, taken.seller_id, share.quantity
    )
    SELECT coalesce(jsonb_agg(returned), '[]') INTO back
    FROM returned;
    IF EXISTS (
        SELECT
        FROM unnest(put_back.variant_ids, put_back.quantities) AS wanted (variant_id, quantity)
        LEFT JOIN jsonb_to_recordset(back) AS got (variant_id uuid, quantity integer)
            ON got.variant_id = wanted.variant_id
        GROUP BY wanted.variant_id, wanted.quantity
        HAVING coalesce(sum(got.quantity), 0) < wanted.quantity
    ) THEN
        RAISE EXCEPTION 'fewer were taken' USING ERRCODE = 'check_violation';
    END IF;
    SELECT
        array_agg(drawn.warehouse_id),
        array_agg(coalesce(
            (SELECT id FROM warehouses WHERE id = drawn.warehouse_id AND closed_at IS NULL FOR SHARE),
            default_warehouse(drawn.seller_id)
        ))
    INTO drawn_from, places
    FROM (
        SELECT DISTINCT warehouse_id, seller_id
        FROM jsonb_to_recordset(back) AS got (warehouse_id uuid, seller_id uuid)
        ORDER BY warehouse_id
    ) AS drawn;
    FOR line IN
        SELECT got.variant_id, warehouse.id AS warehouse_id, got.seller_id, sum(got.quantity) AS quantity
        FROM jsonb_to_recordset(back) AS got (variant_id uuid, warehouse_id uuid, seller_id uuid, quantity integer)
        JOIN unnest(drawn_from, places) AS place (origin, id) ON place.origin = got.warehouse_id
        JOIN warehouses AS warehouse ON warehouse.id = place.id
        GROUP BY got.variant_id, warehouse.id, got.seller_id
        ORDER BY got.variant_id, warehouse.priority, warehouse.id
    LOOP
        INSERT INTO stock_levels AS level (variant_id, warehouse_id, seller_id, on_hand)
        VALUES (line.variant_id, line.warehouse_id, line.seller_id, line.quantity)
        ON CONFLICT (variant_id, warehouse_id) DO UPDATE SET on_hand = level.on_hand + excluded.on_hand;
        INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, on_hand_change, order_id)
        VALUES (line.variant_id, line.warehouse_id, line.seller_id, 'returned', line.quantity, of_order);
    END LOOP;
END
$$;

-- Put what a paid order took and still has back on the shelf, once.
CREATE OR REPLACE FUNCTION restock(of_order uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
DECLARE
    sold uuid[];
BEGIN
    UPDATE reservations SET status = 'returned' WHERE id = of_order AND status = 'committed';
    IF NOT found THEN
        RETURN false;
    END IF;
    SELECT array_agg(DISTINCT variant_id) INTO sold FROM reservation_lines WHERE order_id = of_order;
    PERFORM put_back(of_order, sold, NULL);
    RETURN true;
END
$$;

-- Put units of a paid order back on the shelf and publish them; where no number is given, all that have not come back.
-- What a whole order gave back already stays as it is.
CREATE FUNCTION inventory_api.take_back(
    order_id uuid, variant_ids uuid[], quantities integer[], correlation_id text DEFAULT ''
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = inventory, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM FROM reservations WHERE id = $1 AND status = 'committed' FOR UPDATE;
    IF found THEN
        PERFORM put_back($1, $2, $3);
        PERFORM publish($2, $4);
    END IF;
END
$$;

GRANT EXECUTE ON FUNCTION inventory_api.take_back(uuid, uuid[], integer[], text) TO orders;

-- From which shelves a paid order takes what it sold and has not given back.
CREATE OR REPLACE VIEW inventory_api.picks AS
SELECT
    line.order_id, line.seller_id, line.variant_id, line.warehouse_id, warehouse.name AS warehouse,
    line.quantity - line.returned AS quantity
FROM reservation_lines AS line
JOIN reservations AS reservation ON reservation.id = line.order_id
JOIN warehouses AS warehouse ON warehouse.id = line.warehouse_id
WHERE reservation.status = 'committed' AND line.quantity > line.returned;
