-- A profile's id is its user's.
CREATE TABLE profiles (
    id uuid PRIMARY KEY,
    first_name text NOT NULL CHECK (length(first_name) BETWEEN 1 AND 100),
    last_name text NOT NULL CHECK (length(last_name) BETWEEN 1 AND 100),
    phone text,
    locale text NOT NULL DEFAULT 'en' CHECK (length(locale) BETWEEN 2 AND 5),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE addresses (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    user_id uuid NOT NULL REFERENCES profiles ON DELETE CASCADE,
    name text NOT NULL,
    line1 text NOT NULL,
    line2 text,
    city text NOT NULL,
    region text,
    postal_code text,
    country souk.country NOT NULL,
    phone text,
    default_shipping boolean NOT NULL,
    default_billing boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX addresses_of_user ON addresses (user_id, id);
CREATE UNIQUE INDEX addresses_one_default_shipping ON addresses (user_id) WHERE default_shipping;
CREATE UNIQUE INDEX addresses_one_default_billing ON addresses (user_id) WHERE default_billing;

CREATE FUNCTION users_api.create_profile(user_id uuid, first_name text, last_name text, phone text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = users, pg_temp
BEGIN ATOMIC
    INSERT INTO profiles (id, first_name, last_name, phone) VALUES (user_id, first_name, last_name, phone);
END;

CREATE VIEW users_api.contacts AS
SELECT id AS user_id, first_name, last_name, phone, locale
FROM profiles;

GRANT USAGE ON SCHEMA users_api TO auth, notifications, sellers;
GRANT EXECUTE ON FUNCTION users_api.create_profile(uuid, text, text, text) TO auth;
GRANT SELECT ON users_api.contacts TO notifications, sellers;
