-- The last number of each series of a shop in a year. Whoever takes the next one holds its row until what bears the
-- number is committed, and gives it back when it is not: so no number is left out.
CREATE TABLE invoice_counters (
    seller_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('credit_note', 'invoice')),
    year integer NOT NULL CHECK (year BETWEEN 2000 AND 9999),
    last integer NOT NULL CHECK (last > 0),
    PRIMARY KEY (seller_id, kind, year)
);

-- An invoice for each seller order that was paid, and the credit notes that correct it, each for a refund or, without
-- one, for what was left when the order was cancelled. What one says is frozen; credited_amount is the sum of its
-- credit notes, and filed_at is when its file was kept.
CREATE TABLE invoices (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('credit_note', 'invoice')),
    number text NOT NULL,
    order_id uuid NOT NULL REFERENCES orders,
    seller_order_id uuid NOT NULL REFERENCES seller_orders,
    seller_id uuid NOT NULL,
    corrects_id uuid REFERENCES invoices CHECK ((corrects_id IS NOT NULL) = (kind = 'credit_note')),
    refund_id uuid UNIQUE CHECK (refund_id IS NULL OR kind = 'credit_note'),
    currency souk.currency NOT NULL,
    total_amount bigint NOT NULL CHECK (total_amount >= 0),
    tax_amount bigint NOT NULL CHECK (tax_amount BETWEEN 0 AND total_amount),
    credited_amount bigint NOT NULL DEFAULT 0 CHECK (credited_amount BETWEEN 0 AND total_amount),
    locale text NOT NULL,
    document jsonb NOT NULL,
    issued_at timestamptz NOT NULL,
    filed_at timestamptz,
    UNIQUE (seller_id, number)
);
CREATE INDEX invoices_of_seller ON invoices (seller_id, id DESC);
CREATE INDEX invoices_of_order ON invoices (order_id);
CREATE UNIQUE INDEX invoices_one_of_seller_order ON invoices (seller_order_id) WHERE kind = 'invoice';
CREATE UNIQUE INDEX invoices_one_of_cancellation ON invoices (seller_order_id)
    WHERE kind = 'credit_note' AND refund_id IS NULL;

REVOKE INSERT, UPDATE, DELETE ON invoices, invoice_counters FROM orders;

CREATE TRIGGER frozen
    BEFORE DELETE OR TRUNCATE OR UPDATE OF
        id, kind, number, order_id, seller_order_id, seller_id, corrects_id, refund_id, currency, total_amount,
        tax_amount, locale, document, issued_at
    ON invoices FOR EACH STATEMENT EXECUTE FUNCTION souk.refuse_to_rewrite();

ALTER TABLE invoice_counters ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON invoice_counters USING (souk.is_own(seller_id));
CREATE POLICY own ON invoices USING (souk.is_own(seller_id));

-- Issue a document under the next number of its series, such as 7K3M9Q-2026-000123, and give the number. The order is
-- locked by whoever issues.
CREATE FUNCTION issue(series text, said jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
DECLARE
    issued invoices := jsonb_populate_record(NULL::invoices, said || '{"credited_amount": 0}');
    of_year integer := extract(year FROM issued.issued_at AT TIME ZONE 'UTC');
    taken integer;
BEGIN
    UPDATE invoices
    SET credited_amount = credited_amount + issued.total_amount
    WHERE id = issued.corrects_id;
    INSERT INTO invoice_counters AS counter (seller_id, kind, year, last)
    VALUES (issued.seller_id, issued.kind, of_year, 1)
    ON CONFLICT (seller_id, kind, year) DO UPDATE SET last = counter.last + 1
    RETURNING last INTO taken;
    issued.number := concat_ws('-', series, of_year, lpad(taken::text, greatest(6, length(taken::text)), '0'));
    INSERT INTO invoices
    SELECT issued.*;
    RETURN issued.number;
END
$$;

-- Note that the file of an invoice is kept.
CREATE FUNCTION file_invoice(invoice_id uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = orders, pg_temp
BEGIN ATOMIC
    UPDATE invoices SET filed_at = now() WHERE id = invoice_id AND filed_at IS NULL;
END;

-- Views read as their owner, past the policies: the seller orders and invoices of an order are of several shops.

-- A seller order that was paid, with all that its invoice says of it.
CREATE VIEW paid_sales AS
SELECT
    sold.id,
    sold.order_id,
    sold.seller_id,
    sold.seller_name,
    sold.shipping_option,
    sold.shipping_name,
    sold.currency,
    sold.shipping_amount - sold.shipping_discount_amount AS shipping_amount,
    sold.prices_include_tax,
    sold.taxes,
    sold.total_amount,
    placed.customer_id,
    placed.number AS order_number,
    placed.created_at AS ordered_at,
    placed.shipping_address,
    placed.guest_language,
    (
        SELECT json_agg(json_build_object(
            'title', line.title,
            'options', ARRAY(SELECT value FROM jsonb_each_text(line.options) ORDER BY key),
            'sku', line.sku,
            'quantity', line.quantity,
            'unit_amount', line.unit_amount,
            'discount_amount', line.discount_amount,
            'total_amount', line.total_amount,
            'tax_rate', line.tax_rate,
            'tax_amount', line.tax_amount
        ) ORDER BY line.title, line.variant_id)
        FROM order_lines AS line
        WHERE line.seller_order_id = sold.id
    ) AS lines
FROM seller_orders AS sold
JOIN orders AS placed ON placed.id = sold.order_id
WHERE sold.order_status IS NOT NULL;

CREATE VIEW all_invoices AS
SELECT *
FROM invoices;

-- An invoice or a credit note as it is listed; where its file is, is said when there is one.
CREATE FUNCTION document_of(issued invoices) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
    'id', issued.id,
    'kind', issued.kind,
    'number', issued.number,
    'corrects', issued.document #>> '{corrects,number}',
    'order_id', issued.order_id,
    'order_number', issued.document ->> 'order_number',
    'seller_order_id', issued.seller_order_id,
    'seller_id', issued.seller_id,
    'seller_name', issued.document ->> 'shop_name',
    'issued_at', issued.issued_at,
    'total', souk.money(issued.total_amount, issued.currency),
    'tax', souk.money(issued.tax_amount, issued.currency),
    'is_filed', issued.filed_at IS NOT NULL
);

-- The invoices and credit notes of an order as they are listed, the first one issued in front.
CREATE VIEW invoices_of_orders AS
SELECT placed.id AS order_id, placed.customer_id, coalesce(
    (
        SELECT json_agg(document_of(issued) ORDER BY issued.id)
        FROM invoices AS issued
        WHERE issued.order_id = placed.id
    ),
    '[]'
) AS documents
FROM orders AS placed;
