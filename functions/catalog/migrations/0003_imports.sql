-- An import is a job of the same id, which says how far it is; the reason is why its file was refused.
CREATE TABLE product_imports (
    id uuid PRIMARY KEY,
    seller_id uuid NOT NULL,
    rows integer NOT NULL DEFAULT 0,
    imported integer NOT NULL DEFAULT 0,
    rejected integer NOT NULL DEFAULT 0,
    reason text,
    CHECK (imported + rejected <= rows)
) PARTITION BY RANGE (id);

-- The rows of a file that are still to be imported, each with the line that the first row of its product is on, its
-- place among them, and the line of an earlier row with its SKU.
CREATE TABLE product_import_rows (
    import_id uuid NOT NULL,
    line integer NOT NULL,
    seller_id uuid NOT NULL,
    first_line integer NOT NULL,
    number integer NOT NULL,
    twin integer,
    reference text,
    sku text,
    cells jsonb NOT NULL,
    reason text,
    PRIMARY KEY (import_id, line)
) PARTITION BY RANGE (import_id);
CREATE INDEX product_import_rows_first ON product_import_rows (import_id, first_line);
CREATE INDEX product_import_rows_product ON product_import_rows (import_id, reference, number);
CREATE INDEX product_import_rows_sku ON product_import_rows (import_id, sku, line);

CREATE TABLE product_import_errors (
    import_id uuid NOT NULL,
    line integer NOT NULL,
    seller_id uuid NOT NULL,
    sku text NOT NULL,
    field text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (import_id, line)
) PARTITION BY RANGE (import_id);

SELECT souk.partition('product_imports', '1 month', keep => '1 year');
SELECT souk.partition('product_import_rows', '1 month', keep => '1 month');
SELECT souk.partition('product_import_errors', '1 month', keep => '1 year');

ALTER TABLE product_imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE product_import_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE product_import_errors ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON product_imports USING (souk.is_own(seller_id));
CREATE POLICY own ON product_import_rows USING (souk.is_own(seller_id));
CREATE POLICY own ON product_import_errors USING (souk.is_own(seller_id));
