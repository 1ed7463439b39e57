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
CREATE POLICY own_shop ON product_imports
  USING (seller_id = NULLIF(current_setting('souk.seller_id', true), '')::uuid);
CREATE POLICY own_shop ON product_import_errors
  USING (seller_id = NULLIF(current_setting('souk.seller_id', true), '')::uuid);

CREATE VIEW import_owners AS
SELECT id AS import_id, seller_id, created_at, finished_at
FROM product_imports;
