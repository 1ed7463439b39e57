-- Who sells by law, as invoices name them: optional, since a shop may be applied for without.
ALTER TABLE sellers
    ADD COLUMN legal_address jsonb CHECK (jsonb_typeof(legal_address) = 'object'),
    ADD COLUMN tax_id text CHECK (length(tax_id) BETWEEN 1 AND 30);

CREATE OR REPLACE VIEW directory AS
SELECT *
FROM sellers;

CREATE VIEW sellers_api.identities AS
SELECT id AS seller_id, name, country, legal_address, tax_id
FROM sellers;

GRANT SELECT ON sellers_api.identities TO orders;
