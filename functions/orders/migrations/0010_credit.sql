-- What an order takes of gift cards and store credit; the rest is paid in another way.
ALTER TABLE orders
    ADD COLUMN credit_amount bigint NOT NULL DEFAULT 0 CHECK (credit_amount BETWEEN 0 AND total_amount);

CREATE OR REPLACE VIEW orders_api.payable AS
SELECT id AS order_id, number, customer_id, total_amount, currency, status, credit_amount
FROM orders;

-- An order as its customer sees it, by itself and in a list.
CREATE OR REPLACE VIEW customer_orders AS
SELECT
    placed.id,
    placed.number,
    placed.customer_id,
    placed.guest_email,
    placed.guest_language,
    placed.status,
    json_build_object(
        'id', placed.id,
        'number', placed.number,
        'status', placed.status,
        'placed_at', placed.created_at,
        'items_total', souk.money(placed.items_amount, placed.currency),
        'shipping_total', souk.money(placed.shipping_amount, placed.currency),
        'discount_total', souk.money(placed.discount_amount + placed.shipping_discount_amount, placed.currency),
        'tax_total', souk.money(placed.tax_amount, placed.currency),
        'total', souk.money(placed.total_amount, placed.currency),
        'credit_total', souk.money(placed.credit_amount, placed.currency),
        'to_pay', souk.money(placed.total_amount - placed.credit_amount, placed.currency),
        'prices_include_tax', placed.prices_include_tax,
        'taxes', tax_table(placed.taxes, placed.currency),
        'promotions', placed.promotions,
        'refunded', souk.money(placed.refunded_amount, placed.currency),
        'shipping_address', placed.shipping_address,
        'email', placed.guest_email,
        'payment_method', placed.payment_method,
        'payment_transaction_id', placed.payment_transaction_id,
        'payment_failure', placed.payment_failure,
        'payable_until', payable_until(placed),
        'note', placed.note,
        'sellers', (
            SELECT json_agg(document_of(sold, placed.status, (
                SELECT json_agg(document_of(line) ORDER BY line.title, line.variant_id)
                FROM order_lines AS line
                WHERE line.seller_order_id = sold.id
            )) ORDER BY sold.seller_name, sold.seller_id)
            FROM seller_orders AS sold
            WHERE sold.order_id = placed.id
        )
    ) AS document,
    json_build_object(
        'id', placed.id,
        'number', placed.number,
        'status', placed.status,
        'placed_at', placed.created_at,
        'payable_until', payable_until(placed),
        'total', souk.money(placed.total_amount, placed.currency),
        'line_count', (
            SELECT count(*)
            FROM seller_orders AS sold
            JOIN order_lines AS line ON line.seller_order_id = sold.id
            WHERE sold.order_id = placed.id
        ),
        'lines', (
            SELECT json_agg(json_build_object(
                'title', line.title,
                'image_url', line.image_url,
                'quantity', line.quantity
            ))
            FROM (
                SELECT line.title, line.image_url, line.quantity
                FROM seller_orders AS sold
                JOIN order_lines AS line ON line.seller_order_id = sold.id
                WHERE sold.order_id = placed.id
                ORDER BY line.title, line.variant_id
                LIMIT 4
            ) AS line
        )
    ) AS summary
FROM orders AS placed;

-- Pay a new order with so much of these accounts, and give it as its customer sees it; null when one of them holds less
-- by now, and then nothing may be kept.
CREATE FUNCTION pay_with_credit(of_order uuid, account_ids uuid[], amounts bigint[]) RETURNS json
LANGUAGE plpgsql SET search_path = orders, pg_temp AS $$
BEGIN
    IF NOT payments_api.spend(of_order, account_ids, amounts) THEN
        RETURN NULL;
    END IF;
    UPDATE orders
    SET credit_amount = (SELECT sum(amount) FROM unnest(amounts) AS amount)
    WHERE id = of_order;
    RETURN (SELECT document FROM customer_orders WHERE id = of_order);
END
$$;
