-- Who did what, and in which rows: written in the work's own transaction, and never changed afterwards.
CREATE TABLE souk.audit (
    id uuid PRIMARY KEY,
    actor uuid NOT NULL,
    role text NOT NULL,
    operation text NOT NULL,
    subject jsonb NOT NULL,
    correlation_id text NOT NULL,
    service name NOT NULL DEFAULT current_user
) PARTITION BY RANGE (id);
CREATE INDEX audit_actor ON souk.audit (actor, id);

-- A row before and after: its id, its name and what differs, or the whole row where it was made or removed.
CREATE TABLE souk.audit_changes (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    audit_id uuid NOT NULL,
    relation text NOT NULL,
    before jsonb,
    after jsonb
) PARTITION BY RANGE (id);
CREATE INDEX audit_changes_entry ON souk.audit_changes (audit_id);

SELECT souk.partition('souk.audit', '1 year');
SELECT souk.partition('souk.audit_changes', '1 year');
GRANT INSERT ON souk.audit TO souk_service;
GRANT SELECT ON souk.audit, souk.audit_changes TO ops;

CREATE FUNCTION souk.refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE '% is append-only', tg_table_name;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON souk.audit
    FOR EACH STATEMENT EXECUTE FUNCTION souk.refuse_to_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON souk.audit_changes
    FOR EACH STATEMENT EXECUTE FUNCTION souk.refuse_to_rewrite();

CREATE FUNCTION souk.note_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = souk, pg_temp AS $$
DECLARE
    before jsonb := CASE WHEN tg_op <> 'INSERT' THEN to_jsonb(OLD) END;
    after jsonb := CASE WHEN tg_op <> 'DELETE' THEN to_jsonb(NEW) END;
BEGIN
    INSERT INTO audit_changes (audit_id, relation, before, after)
    SELECT
        current_setting('souk.audit')::uuid, tg_table_schema || '.' || tg_table_name,
        (
            SELECT jsonb_object_agg(key, value)
            FROM jsonb_each(before)
            WHERE key IN ('id', 'name', 'title') OR after IS NULL OR value IS DISTINCT FROM after -> key
        ),
        (
            SELECT jsonb_object_agg(key, value)
            FROM jsonb_each(after)
            WHERE key IN ('id', 'name', 'title') OR before IS NULL OR value IS DISTINCT FROM before -> key
        )
    WHERE before IS DISTINCT FROM after;
    RETURN NULL;
END
$$;

-- Watch every table of every service, so that no use case has to remember to. Without an audited call the trigger's
-- condition is all that it costs.
CREATE FUNCTION souk.watch_changes() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    watched regclass;
BEGIN
    FOR watched IN
        SELECT class.oid::regclass
        FROM pg_class AS class
        JOIN pg_auth_members AS member ON member.member = class.relowner
        WHERE class.relkind IN ('r', 'p')
            AND NOT class.relispartition
            AND member.roleid = 'souk_owners'::regrole
            AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = class.oid AND tgname = 'note_change')
    LOOP
        EXECUTE format(
            'CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW '
            'WHEN (current_setting(''souk.audit'', true) <> '''') EXECUTE FUNCTION souk.note_change()',
            watched
        );
    END LOOP;
END
$$;
