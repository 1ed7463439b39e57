-- What a customer lets be kept of how they pay: the provider's token, and what tells one from another. `holder` is
-- for whom the provider keeps it, somebody of its own for each: letting go of the holder leaves nothing there.
-- A removed one is nobody's, and stands here until its provider has let go of it.
CREATE TABLE saved_methods (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    customer_id uuid NOT NULL,
    provider text NOT NULL,
    method text NOT NULL,
    token text NOT NULL,
    holder text NOT NULL,
    brand text NOT NULL,
    last4 text NOT NULL,
    expiry_year smallint NOT NULL,
    expiry_month smallint NOT NULL CHECK (expiry_month BETWEEN 1 AND 12),
    created_at timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz,
    CONSTRAINT one_row_per_token UNIQUE (provider, token)
);
CREATE INDEX saved_methods_by_customer ON saved_methods (customer_id, id) WHERE removed_at IS NULL;

ALTER TABLE transactions
    ADD COLUMN holder text,
    ADD COLUMN keeps_method boolean NOT NULL DEFAULT false;

-- Whose each is, for those who are asked to have something paid with it.
CREATE VIEW payments_api.saved_methods AS
SELECT id AS saved_method_id, customer_id, method
FROM saved_methods
WHERE removed_at IS NULL;

GRANT USAGE ON SCHEMA payments_api TO orders;
GRANT SELECT ON payments_api.saved_methods TO orders;
