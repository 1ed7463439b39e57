-- A refund that was paid out may come back, whole or in part: then its money is ours again, and its customer still owed
-- it. It stays claimed.
ALTER TABLE refunds
    ADD COLUMN returned_amount bigint NOT NULL DEFAULT 0 CHECK (returned_amount >= 0),
    ADD COLUMN as_credit boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT refunds_status_check,
    ADD CONSTRAINT refunds_status_check CHECK (status IN ('requested', 'refused', 'completed', 'returned')),
    ADD CHECK (completed_amount + returned_amount <= amount);
CREATE INDEX refunds_by_status ON refunds (status, id DESC);

-- Count what went back for a refund; all of it completes the refund, and the return that it is for. False when that is
-- more than was asked for.
CREATE OR REPLACE FUNCTION count_refunded(of_refund uuid, paid_back bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
DECLARE
    now_stands text;
BEGIN
    UPDATE refunds
    SET completed_amount = completed_amount + paid_back,
        status = CASE
            WHEN status = 'requested' AND completed_amount + paid_back = amount THEN 'completed'
            ELSE status
        END,
        finished_at = CASE WHEN completed_amount + returned_amount + paid_back = amount THEN now() END
    WHERE id = of_refund AND status IN ('requested', 'returned')
        AND completed_amount + returned_amount + paid_back <= amount
    RETURNING status INTO now_stands;
    UPDATE order_returns SET status = 'refunded' WHERE now_stands = 'completed' AND refund_id = of_refund;
    RETURN now_stands IS NOT NULL;
END
$$;

-- Count what came back of a refund that went out. False when so much did not go out as far as is known.
CREATE FUNCTION count_returned(of_refund uuid, came_back bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
BEGIN
    UPDATE refunds
    SET completed_amount = completed_amount - came_back, returned_amount = returned_amount + came_back,
        status = 'returned'
    WHERE id = of_refund AND completed_amount >= came_back;
    RETURN found;
END
$$;

-- The refunds of every shop, past the policies, as shops and administrators see them.
CREATE VIEW all_refunds AS
SELECT
    refund.id,
    refund.order_id,
    refund.seller_id,
    refund.status,
    json_build_object(
        'id', refund.id,
        'order_id', refund.order_id,
        'number', placed.number,
        'seller_order_id', refund.seller_order_id,
        'seller_id', refund.seller_id,
        'seller_name', sold.seller_name,
        'status', refund.status,
        'amount', souk.money(refund.amount, refund.currency),
        'shipping', souk.money(refund.shipping_amount, refund.currency),
        'tax', souk.money(refund.tax_amount, refund.currency),
        'commission', souk.money(refund.commission_amount, refund.currency),
        'subsidy', souk.money(refund.subsidy_amount, refund.currency),
        'paid_back', souk.money(refund.completed_amount, refund.currency),
        'came_back', souk.money(refund.returned_amount, refund.currency),
        'reason', refund.reason,
        'note', refund.note,
        'restocked', refund.restocked,
        'as_credit', refund.as_credit,
        'requested_at', refund.created_at,
        'finished_at', refund.finished_at,
        'lines', (
            SELECT coalesce(json_agg(json_build_object(
                'line_id', back.line_id,
                'quantity', back.quantity,
                'amount', souk.money(back.amount, refund.currency)
            )), '[]')
            FROM jsonb_to_recordset(refund.lines) AS back (line_id uuid, quantity integer, amount bigint)
        )
    ) AS document
FROM refunds AS refund
JOIN orders AS placed ON placed.id = refund.order_id
JOIN seller_orders AS sold ON sold.id = refund.seller_order_id;

-- Note that the file of an invoice is kept; what it was is given once, to whoever noted it.
DROP FUNCTION file_invoice(uuid);
CREATE FUNCTION file_invoice(invoice_id uuid) RETURNS TABLE (
    id uuid, order_id uuid, customer_id uuid, seller_order_id uuid, seller_id uuid, kind text, number text
)
LANGUAGE sql ROWS 1 SECURITY DEFINER SET search_path = orders, pg_temp
BEGIN ATOMIC
    UPDATE invoices AS issued
    SET filed_at = now()
    FROM orders AS placed
    WHERE issued.id = invoice_id AND issued.filed_at IS NULL AND placed.id = issued.order_id
    RETURNING
        issued.id, issued.order_id, placed.customer_id, issued.seller_order_id, issued.seller_id, issued.kind,
        issued.number;
END;
