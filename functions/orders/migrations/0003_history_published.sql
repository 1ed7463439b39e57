-- What happened to each order, what its shops sold, and what of it goes back, for those who keep the books of it.
CREATE VIEW orders_api.history AS
SELECT
    order_id, sequence, kind, status,
    CASE
        WHEN kind IN ('refund_requested', 'refund_refused') THEN coalesce(data ->> 'refund_id', data ->> 'id')::uuid
    END AS refund_id,
    occurred_at
FROM order_events;

CREATE VIEW orders_api.shares AS
SELECT
    id AS seller_order_id, order_id, seller_id, currency, total_amount AS paid_amount, tax_amount, commission_amount,
    0::bigint AS commission_tax_amount, 0::bigint AS subsidy_amount
FROM seller_orders;

CREATE VIEW orders_api.refunded_shares AS
SELECT
    (data ->> 'refund_id')::uuid AS refund_id, order_id, (data ->> 'seller_id')::uuid AS seller_id,
    data -> 'amount' ->> 'currency' AS currency, (data -> 'amount' ->> 'amount')::bigint AS paid_amount,
    (data -> 'tax' ->> 'amount')::bigint AS tax_amount,
    (data -> 'commission' ->> 'amount')::bigint AS commission_amount,
    (data -> 'commission_tax' ->> 'amount')::bigint AS commission_tax_amount,
    (data -> 'subsidy' ->> 'amount')::bigint AS subsidy_amount
FROM order_events
WHERE kind = 'refund_requested';

GRANT SELECT ON orders_api.history TO payments;
GRANT SELECT ON orders_api.shares TO payments;
GRANT SELECT ON orders_api.refunded_shares TO payments;
