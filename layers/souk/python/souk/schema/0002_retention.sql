-- What becomes of the rows of a table that grows: with a step it is partitioned by time, and what is kept for no time
-- given is kept for ever.
CREATE TABLE souk.retention (
    id regclass PRIMARY KEY,
    key name NOT NULL,
    step interval CHECK (step > '0'),
    keep interval CHECK (keep > '0'),
    CHECK (step IS NOT NULL OR keep IS NOT NULL)
);

-- Make the partitions that are missing from one step back until 90 days ahead, and drop those past their time. The
-- default partition takes what fits in none, so that no work fails for want of one; its rows move to theirs here.
-- A partition is attached and not created in place, for that would keep every reader waiting.
CREATE FUNCTION souk.keep_partitions(moment timestamptz DEFAULT now()) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = souk, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    parent record;
    part record;
    changed text[] := '{}';
BEGIN
    FOR parent IN
        SELECT
            retention.id, retention.key, retention.step, namespace.nspname AS schema, class.relname AS name,
            class.relowner::regrole AS owner, souk.first_id(moment - retention.keep) AS forgotten
        FROM souk.retention AS retention
        JOIN pg_class AS class ON class.oid = retention.id
        JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
        WHERE retention.step IS NOT NULL
        ORDER BY retention.id
    LOOP
        FOR part IN
            SELECT
                format('%I.%I', parent.schema, parent.name || to_char(begins, '_YYYY_MM_DD')) AS name,
                souk.first_id(begins AT TIME ZONE 'UTC') AS first,
                souk.first_id((begins + parent.step) AT TIME ZONE 'UTC') AS next
            FROM generate_series('2000-01-01', (moment + '90 days') AT TIME ZONE 'UTC', parent.step) AS begins
            WHERE begins > (moment - 2 * parent.step) AT TIME ZONE 'UTC'
        LOOP
            CONTINUE WHEN to_regclass(part.name) IS NOT NULL OR part.next <= parent.forgotten;
            EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', part.name, parent.id);
            EXECUTE format('ALTER TABLE %s OWNER TO %s', part.name, parent.owner);
            EXECUTE format(
                'WITH moved AS (DELETE FROM %I.%I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %s TABLE moved',
                parent.schema, parent.name || '_default', parent.key, part.first, parent.key, part.next, part.name
            );
            EXECUTE format(
                'ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                parent.id, part.name, part.first, part.next
            );
            changed := changed || ('made ' || part.name);
        END LOOP;
        CONTINUE WHEN parent.forgotten IS NULL;
        FOR part IN
            SELECT format('%I.%I', parent.schema, child.relname) AS name
            FROM pg_inherits AS inherited
            JOIN pg_class AS child ON child.oid = inherited.inhrelid
            WHERE inherited.inhparent = parent.id
                AND child.relname ~ '_\d{4}_\d\d_\d\d$'
                AND souk.first_id((right(child.relname, 10)::date + parent.step) AT TIME ZONE 'UTC') <= parent.forgotten
        LOOP
            EXECUTE format('DROP TABLE %s', part.name);
            changed := changed || ('dropped ' || part.name);
        END LOOP;
        EXECUTE format(
            'DELETE FROM %I.%I WHERE %I < %L', parent.schema, parent.name || '_default', parent.key, parent.forgotten
        );
    END LOOP;
    RETURN changed;
END
$$;

-- Partition a table, made with PARTITION BY RANGE over a column of UUIDv7, by time; keep nothing said for ever.
CREATE FUNCTION souk.partition(relation regclass, step interval, keep interval DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = souk, pg_temp AS $$
DECLARE
    parent record;
BEGIN
    SELECT
        attribute.attname AS key, class.relowner::regrole AS owner,
        format('%I.%I', namespace.nspname, class.relname || '_default') AS rest
    INTO STRICT parent
    FROM pg_partitioned_table AS partitioned
    JOIN pg_attribute AS attribute ON attribute.attrelid = relation AND attribute.attnum = partitioned.partattrs[0]
    JOIN pg_class AS class ON class.oid = relation
    JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
    WHERE partitioned.partrelid = relation AND partitioned.partstrat = 'r' AND attribute.atttypid = 'uuid'::regtype;
    INSERT INTO souk.retention (id, key, step, keep) VALUES (relation, parent.key, step, keep);
    EXECUTE format('CREATE TABLE %s PARTITION OF %s DEFAULT', parent.rest, relation);
    EXECUTE format('ALTER TABLE %s OWNER TO %s', parent.rest, parent.owner);
    PERFORM souk.keep_partitions();
END
$$;

-- Delete a table's rows when they are older than so much by an indexed column, where a key that others chose must be
-- unique over all time and so cannot be divided by time.
CREATE FUNCTION souk.expire(relation regclass, key name, keep interval) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = souk, pg_temp
BEGIN ATOMIC
    INSERT INTO souk.retention (id, key, keep) VALUES (relation, key, keep);
END;

-- Delete a batch of expired rows from each such table; give how many there were.
CREATE FUNCTION souk.delete_expired(batch integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = souk, pg_temp AS $$
DECLARE
    expiring record;
    gone bigint;
    total bigint := 0;
BEGIN
    FOR expiring IN SELECT id, key, keep FROM souk.retention WHERE step IS NULL ORDER BY id LOOP
        EXECUTE format(
            'DELETE FROM %s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %s WHERE %I < $1 LIMIT $2))',
            expiring.id, expiring.id, expiring.key
        ) USING now() - expiring.keep, batch;
        GET DIAGNOSTICS gone = ROW_COUNT;
        total := total + gone;
    END LOOP;
    RETURN total;
END
$$;

REVOKE EXECUTE ON FUNCTION souk.keep_partitions(timestamptz), souk.delete_expired(integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION souk.partition(regclass, interval, interval) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION souk.expire(regclass, name, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION souk.partition(regclass, interval, interval) TO souk_owners;
GRANT EXECUTE ON FUNCTION souk.expire(regclass, name, interval) TO souk_owners;
GRANT EXECUTE ON FUNCTION souk.keep_partitions(timestamptz), souk.delete_expired(integer) TO ops;
