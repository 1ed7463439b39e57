CREATE EXTENSION IF NOT EXISTS btree_gin SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public;

GRANT USAGE ON SCHEMA souk TO PUBLIC;

-- The lowest UUIDv7 of a moment.
CREATE FUNCTION souk.first_id(moment timestamptz) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN (lpad(to_hex(trunc(extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- Whose row it is, to whoever named the shop they act for; nobody's when none is named. PostgreSQL puts the comparison
-- in the place of the call, so that an index on the seller is used.
CREATE FUNCTION souk.is_own(seller_id uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN seller_id = nullif(current_setting('souk.seller_id', true), '')::uuid;

-- Codes by their shape; which there are, and which are sold in, stands in the kit's currency.py and country.py.
CREATE DOMAIN souk.currency AS char(3) CHECK (VALUE ~ '^[A-Z]{3}$');
CREATE DOMAIN souk.country AS char(2) CHECK (VALUE ~ '^[A-Z]{2}$');

-- Money as JSON has it; the amount is in minor units.
CREATE FUNCTION souk.money(amount bigint, currency text) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object('amount', amount, 'currency', currency);
