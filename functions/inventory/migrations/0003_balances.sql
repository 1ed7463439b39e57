-- What each level is, beside the sum of its movements, which it must be.
CREATE VIEW balances AS
SELECT
    level.variant_id, level.warehouse_id, level.seller_id, level.on_hand, level.reserved, moved.on_hand AS moved_on_hand,
    moved.reserved AS moved_reserved
FROM stock_levels AS level
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(movement.on_hand_change), 0) AS on_hand,
        coalesce(sum(movement.reserved_change), 0) AS reserved
    FROM stock_movements AS movement
    WHERE movement.variant_id = level.variant_id AND movement.warehouse_id = level.warehouse_id
) AS moved;
