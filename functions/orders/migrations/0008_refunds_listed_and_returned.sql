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
