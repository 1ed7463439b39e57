CREATE TEXT SEARCH CONFIGURATION shop (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION shop
  ALTER MAPPING FOR asciiword, word, hword, hword_part, hword_asciipart, asciihword WITH public.unaccent, english_stem;

-- What the sellers service said last of each shop.
CREATE TABLE sellers (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  active boolean NOT NULL,
  sequence integer NOT NULL
);

CREATE TABLE categories (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  parent_id uuid REFERENCES categories,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100 AND name !~ '>'),
  slug text NOT NULL CHECK (length(slug) BETWEEN 1 AND 100 AND slug !~ '/'),
  path text NOT NULL,
  lineage uuid[] NOT NULL CHECK (cardinality(lineage) BETWEEN 1 AND 4),
  -- The way to it from the root, as a product's page shows it.
  trail json,
  -- The names along this way in lower case, as a file names it: `home > mugs`.
  names text,
  position integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT slug_once_among_siblings UNIQUE NULLS NOT DISTINCT (parent_id, slug)
);
CREATE INDEX categories_path ON categories (path);
CREATE INDEX categories_slug ON categories (slug);
CREATE INDEX categories_names ON categories (names);
CREATE INDEX categories_lineage ON categories USING gin (lineage) WITH (fastupdate = off);

CREATE FUNCTION renew_trails() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalog.categories below
  SET (trail, names) = (
    SELECT json_agg(json_build_object('id', c.id, 'name', c.name, 'slug', c.slug) ORDER BY cardinality(c.lineage)),
      lower(string_agg(c.name, ' > ' ORDER BY cardinality(c.lineage)))
    FROM catalog.categories c
    WHERE c.id = ANY (below.lineage)
  )
  WHERE below.lineage @> ARRAY[NEW.id];
  RETURN NULL;
END
$$;
CREATE TRIGGER renew_trails AFTER INSERT OR UPDATE OF name, slug, lineage ON categories
  FOR EACH ROW EXECUTE FUNCTION renew_trails();

CREATE TABLE products (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  seller_id uuid NOT NULL,
  -- What the shop calls it, and a file its `product`; its id until it is called something.
  reference text NOT NULL CHECK (length(reference) BETWEEN 1 AND 64),
  category_id uuid REFERENCES categories ON DELETE SET NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description text NOT NULL CHECK (length(description) <= 5000),
  images text[] NOT NULL DEFAULT '{}',
  attributes jsonb NOT NULL DEFAULT '{}',
  -- The options of its variants and their values in order, as they are shown; written with the variants.
  options json NOT NULL DEFAULT '[]',
  amount bigint NOT NULL CHECK (amount > 0),
  currency souk.currency NOT NULL,
  listed boolean NOT NULL,
  archived_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  search tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('shop', title), 'A') || setweight(to_tsvector('shop', description), 'D')
  ) STORED,
  CHECK (NOT listed OR archived_at IS NULL),
  CONSTRAINT shelf_has_a_category CHECK (category_id IS NOT NULL OR archived_at IS NOT NULL)
);
CREATE UNIQUE INDEX reference_once_in_a_shop ON products (seller_id, reference) WHERE archived_at IS NULL;
CREATE INDEX products_category ON products (category_id);
CREATE INDEX products_attributes ON products USING gin (attributes jsonb_path_ops) WITH (fastupdate = off) WHERE listed;
CREATE INDEX products_of_shop ON products (seller_id, id) WHERE archived_at IS NULL;
CREATE INDEX products_search ON products USING gin (search) WITH (fastupdate = off) WHERE listed;

CREATE TABLE product_variants (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  product_id uuid NOT NULL REFERENCES products,
  seller_id uuid NOT NULL,
  sku text NOT NULL CHECK (length(sku) BETWEEN 1 AND 64),
  options jsonb NOT NULL DEFAULT '{}',
  amount bigint NOT NULL CHECK (amount > 0),
  position integer NOT NULL,
  archived_at timestamptz
);
CREATE UNIQUE INDEX sku_once_in_a_shop ON product_variants (seller_id, sku) WHERE archived_at IS NULL;
CREATE INDEX product_variants_product ON product_variants (product_id, position, id);

ALTER TABLE products ENABLE ROW LEVEL SECURITY;
ALTER TABLE product_variants ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_shop ON products
  USING (seller_id = NULLIF(current_setting('souk.seller_id', true), '')::uuid);
CREATE POLICY own_shop ON product_variants
  USING (seller_id = NULLIF(current_setting('souk.seller_id', true), '')::uuid);

-- What shoppers may see. Views read as their owner, so the policies above bind only whoever touches the tables.
CREATE VIEW shelf AS
SELECT id, seller_id, category_id, title, description, images, attributes, amount, currency, version, created_at, updated_at, search
FROM products
WHERE listed;

CREATE VIEW shelf_variants AS
SELECT v.id, v.product_id, v.sku, v.options, v.amount, v.position
FROM product_variants v
JOIN products p ON p.id = v.product_id
WHERE p.listed AND v.archived_at IS NULL;

CREATE VIEW owners AS
SELECT id AS product_id, seller_id, category_id
FROM products
WHERE archived_at IS NULL;

CREATE VIEW variant_products AS
SELECT id AS variant_id, product_id
FROM product_variants;

CREATE VIEW catalog_api.variants AS
SELECT v.id AS variant_id, v.product_id, v.seller_id, v.sku, p.title, v.options, v.amount AS unit_amount, p.currency,
  p.images[1] AS image_url, COALESCE(s.active, false) AND v.archived_at IS NULL AS buyable, v.archived_at IS NOT NULL AS archived
FROM product_variants v
JOIN products p ON p.id = v.product_id
LEFT JOIN sellers s ON s.id = v.seller_id;

GRANT USAGE ON SCHEMA catalog_api TO cart, orders, inventory;
GRANT SELECT ON catalog_api.variants TO cart, orders, inventory;
