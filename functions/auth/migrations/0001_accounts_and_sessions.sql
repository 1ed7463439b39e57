-- An account's id is its user's.
CREATE TABLE accounts (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    email text NOT NULL CONSTRAINT accounts_email_taken UNIQUE CHECK (email = lower(email) AND length(email) <= 254),
    password_hash text NOT NULL,
    role text NOT NULL DEFAULT 'customer' CHECK (role IN ('customer', 'seller', 'admin')),
    seller_id uuid CHECK (role <> 'seller' OR seller_id IS NOT NULL),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- A guest has sessions but no account.
CREATE TABLE sessions (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    user_id uuid NOT NULL,
    guest boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
CREATE INDEX sessions_by_age ON sessions (created_at);

-- A token is known by its SHA-256 alone. The refresh tokens of a session are one family: when a used one comes back,
-- the session ends.
CREATE TABLE refresh_tokens (
    id bytea PRIMARY KEY CHECK (length(id) = 32),
    session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

CREATE VIEW auth_api.contacts AS
SELECT id AS user_id, email
FROM accounts;

CREATE VIEW auth_api.accounts AS
SELECT id AS user_id, email, role
FROM accounts;

GRANT USAGE ON SCHEMA auth_api TO notifications, ops, orders, sellers, users;
GRANT SELECT ON auth_api.contacts TO notifications, ops, orders, sellers;
GRANT SELECT ON auth_api.accounts TO users;
