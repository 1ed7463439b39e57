CREATE TABLE product_imports (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    seller_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'done', 'failed')),
    file text,
    rows integer NOT NULL CHECK (rows BETWEEN 0 AND 2000),
    imported integer NOT NULL DEFAULT 0,
    rejected integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CHECK (imported + rejected <= rows),
    CHECK ((finished_at IS NULL) = (status IN ('queued', 'running')))
);
CREATE INDEX product_imports_unfinished ON product_imports (created_at) WHERE finished_at IS NULL;

CREATE TABLE product_import_errors (
    import_id uuid NOT NULL REFERENCES product_imports,
    line integer NOT NULL,
    seller_id uuid NOT NULL,
    sku text NOT NULL,
    field text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (import_id, line)
);

ALTER TABLE product_imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE product_import_errors ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON product_imports USING (souk.is_own(seller_id));
CREATE POLICY own ON product_import_errors USING (souk.is_own(seller_id));

-- Whose imports have not come to an end, for who acts for no shop.
CREATE VIEW unfinished_imports AS
SELECT id, seller_id, created_at
FROM product_imports
WHERE finished_at IS NULL;
