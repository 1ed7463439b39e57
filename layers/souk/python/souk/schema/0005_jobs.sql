-- Work in parts: how far a job is, what is left of it, and until when a worker has its part.
CREATE TABLE souk.jobs (
    id uuid PRIMARY KEY,
    job text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    part integer NOT NULL DEFAULT 1,
    work jsonb NOT NULL,
    correlation_id text NOT NULL,
    service name NOT NULL DEFAULT current_user,
    attempts integer NOT NULL DEFAULT 0,
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    last_error text,
    moved_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    CHECK ((ended_at IS NULL) = (state IN ('waiting', 'running')))
) PARTITION BY RANGE (id);
CREATE INDEX jobs_unended ON souk.jobs (moved_at) WHERE ended_at IS NULL;

SELECT souk.partition('souk.jobs', '1 month', keep => '1 year');

ALTER TABLE souk.jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON souk.jobs USING (service = current_user) WITH CHECK (service = current_user);
GRANT SELECT, INSERT, UPDATE ON souk.jobs TO souk_service;

-- The message of a part, as an event's envelope is one; the relay sends it to the queue of the job.
CREATE FUNCTION souk.send_part() RETURNS trigger LANGUAGE plpgsql SET search_path = souk, pg_temp AS $$
DECLARE
    message uuid := uuidv7();
BEGIN
    INSERT INTO outbox (id, source, name, envelope)
    VALUES (
        message, 'souk.job', NEW.job,
        json_build_object(
            'id', message, 'event', NEW.job, 'correlation_id', NEW.correlation_id, 'job_id', NEW.id, 'part', NEW.part
        )
    );
    RETURN NULL;
END
$$;
CREATE TRIGGER first_part AFTER INSERT ON souk.jobs
    FOR EACH ROW WHEN (NEW.state = 'running') EXECUTE FUNCTION souk.send_part();
CREATE TRIGGER next_part AFTER UPDATE OF part ON souk.jobs
    FOR EACH ROW EXECUTE FUNCTION souk.send_part();

-- Give up jobs whose file never came or whose workers died without a word; a message that comes still goes on.
CREATE FUNCTION souk.fail_abandoned_jobs() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = souk, pg_temp AS $$
DECLARE
    failed bigint;
BEGIN
    UPDATE souk.jobs
    SET state = 'failed', ended_at = now(), last_error = coalesce(last_error, 'abandoned')
    WHERE ended_at IS NULL
        AND moved_at < now() - CASE state WHEN 'waiting' THEN interval '2 hours' ELSE interval '1 day' END;
    GET DIAGNOSTICS failed = ROW_COUNT;
    RETURN failed;
END
$$;
REVOKE EXECUTE ON FUNCTION souk.fail_abandoned_jobs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION souk.fail_abandoned_jobs() TO ops;
