-- The read model of browsing: each listed product once under everything it can be browsed by (the whole
-- catalogue, its shop, its category and that one's ancestors), so that every list is one walk along one index.
CREATE TABLE listings (
    scope uuid NOT NULL,
    product_id uuid NOT NULL,
    currency souk.currency NOT NULL,
    amount bigint NOT NULL,
    in_stock boolean NOT NULL,
    PRIMARY KEY (scope, product_id)
);
CREATE INDEX listings_newest ON listings (scope, product_id, in_stock);
CREATE INDEX listings_price ON listings (scope, currency, amount, product_id, in_stock);
CREATE INDEX listings_product ON listings USING hash (product_id);

-- What a list shows of a product, by its id, as the JSON it is sent in.
CREATE TABLE cards (
    id uuid PRIMARY KEY,
    card text NOT NULL
);

-- Every word a listed title has had, to guess what a misspelt query meant.
CREATE TABLE title_words (
    id text PRIMARY KEY
);
CREATE INDEX title_words_alike ON title_words USING gin (id public.gin_trgm_ops) WITH (fastupdate = off);
