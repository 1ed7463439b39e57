-- What happened to each order, and what its shops sold, for those who keep the books of it.
CREATE VIEW orders_api.history AS
SELECT order_id, sequence, kind, status, data, occurred_at
FROM order_events;

CREATE VIEW orders_api.shares AS
SELECT
    id AS seller_order_id, order_id, seller_id, currency, total_amount AS paid_amount, tax_amount, commission_amount,
    0::bigint AS commission_tax_amount, 0::bigint AS subsidy_amount
FROM seller_orders;

GRANT SELECT ON orders_api.history TO payments;
GRANT SELECT ON orders_api.shares TO payments;
