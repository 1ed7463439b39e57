-- An event's row is deleted when the bus has taken it, and never before.
CREATE TABLE souk.outbox (
    id uuid PRIMARY KEY,
    source text NOT NULL,
    name text NOT NULL,
    envelope json NOT NULL,
    service name NOT NULL DEFAULT current_user,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL DEFAULT '-infinity',
    attempts integer NOT NULL DEFAULT 0,
    last_error text
);
CREATE INDEX outbox_due ON souk.outbox (due_at, id);

-- An event as it travels, where what a service publishes in SQL records it.
CREATE FUNCTION souk.envelope(
    id uuid, event text, correlation_id text, aggregate_id uuid, sequence integer, data json
) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
RETURN json_build_object(
    'id', id, 'event', event, 'version', 1, 'timestamp', now(), 'correlation_id', correlation_id,
    'aggregate_id', aggregate_id, 'sequence', sequence, 'data', data
);

CREATE TABLE souk.inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    service name NOT NULL DEFAULT current_user,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
) PARTITION BY RANGE (event_id);

CREATE TABLE souk.idempotency (
    caller text NOT NULL,
    operation text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    status integer,
    body text,
    headers jsonb,
    service name NOT NULL DEFAULT current_user,
    claimed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (caller, operation, key)
);
CREATE INDEX idempotency_age ON souk.idempotency (claimed_at);

-- The archive replays events for 30 days, and a queue keeps a message for 14.
SELECT souk.partition('souk.inbox', '1 month', keep => '45 days');
SELECT souk.expire('souk.idempotency', 'claimed_at', '7 days');

-- One table each, but a service sees and writes only its own rows.
ALTER TABLE souk.outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE souk.inbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE souk.idempotency ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON souk.outbox USING (service = current_user) WITH CHECK (service = current_user);
CREATE POLICY own ON souk.inbox USING (service = current_user) WITH CHECK (service = current_user);
CREATE POLICY own ON souk.idempotency USING (service = current_user) WITH CHECK (service = current_user);
CREATE POLICY operations ON souk.outbox TO ops USING (true);
GRANT SELECT, UPDATE, DELETE ON souk.outbox TO ops;

CREATE FUNCTION souk.wake_relay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.pg_notify('souk_outbox', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER wake_relay AFTER INSERT ON souk.outbox FOR EACH STATEMENT EXECUTE FUNCTION souk.wake_relay();

-- What most requests and reactions do last. A procedure keeps its plans for its session, which take several times as
-- long to make as to run, and gives no rows, so it travels with the commit.
CREATE PROCEDURE souk.record(events json) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO souk.outbox (id, source, name, envelope)
    SELECT recorded.id, recorded.source, recorded.name, recorded.envelope
    FROM json_to_recordset(events) AS recorded (id uuid, source text, name text, envelope json);
END
$$;

CREATE PROCEDURE souk.answer(
    of_caller text, of_operation text, of_key text, with_status integer, with_body text, with_headers jsonb
) LANGUAGE plpgsql
SET enable_seqscan = off AS $$ -- ADR 55
BEGIN
    UPDATE souk.idempotency
    SET status = with_status, body = with_body, headers = with_headers
    WHERE caller = of_caller AND operation = of_operation AND key = of_key;
END
$$;

-- Every service records its events, remembers what it has seen, and answers the same request once.
GRANT INSERT ON souk.outbox TO souk_service, souk_owners;
GRANT SELECT, INSERT ON souk.inbox TO souk_service;
GRANT SELECT, INSERT, UPDATE ON souk.idempotency TO souk_service;
