-- Who may touch what. Applied by the migrator after the migrations, whenever this file has changed; it must stay
-- repeatable. docs/decisions/0005-postgres-roles.md says why it is so.
--
-- The tables belong to the user who migrates. The server works as `callfold_server`, which owns nothing: row-level
-- security holds it to the tenants that its transaction works for (the setting `callfold.tenants`, set at its
-- start). What has to look beyond them is a SECURITY DEFINER function of this file, and nothing else is.

-- Of the functions as well: no table of a session's own may stand in for ours.
SELECT set_config('search_path', format('%I, pg_temp', current_schema()), true);

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'callfold_server') THEN
        CREATE ROLE callfold_server NOLOGIN;
    END IF;
    -- From PostgreSQL 16 on, who makes a role is its member without being allowed to enter it.
    IF NOT pg_has_role(current_user, 'callfold_server',
        CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'set' ELSE 'member' END) THEN
        EXECUTE format('GRANT callfold_server TO %I', current_user);
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        -- The migrator of another database of this server was faster.
        EXECUTE format('GRANT callfold_server TO %I', current_user);
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role callfold_server is missing and % may not make it: as an administrator of the server run CREATE ROLE callfold_server NOLOGIN; GRANT callfold_server TO %; then repeat this',
            quote_ident(current_user), quote_ident(current_user);
END $$;

-- The tenants of the running transaction.
CREATE OR REPLACE FUNCTION callfold_tenants() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('callfold.tenants', true), ''), '{}')::bigint[]
$$;

-- Every table of this schema that has a tenant gets the fence. The tenants are looked at once for each statement.
-- "+ 0" keeps the fence from being looked up in an index: each statement names its tenant anyway, and with the list
-- an index over fewer columns than the statement asks for seems the cheaper one.
DO $$
DECLARE
    fenced record;
    fence text;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO callfold_server', current_schema());
    FOR fenced IN
        SELECT c.oid, c.relname, c.relrowsecurity, CASE c.relname WHEN 'users' THEN 'id' ELSE a.attname END AS tenant
        FROM pg_class AS c
            LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'user_id' AND NOT a.attisdropped
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
            AND pg_has_role(c.relowner, 'usage')
    LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO callfold_server', fenced.relname);
        CONTINUE WHEN fenced.tenant IS NULL;
        fence := format('USING (%I + 0 = ANY ((SELECT callfold_tenants())::bigint[]))', fenced.tenant);
        IF fenced.relrowsecurity THEN
            EXECUTE format('ALTER POLICY of_tenant ON %I %s', fenced.relname, fence);
        ELSE
            EXECUTE format('CREATE POLICY of_tenant ON %I %s', fenced.relname, fence);
            EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', fenced.relname);
        END IF;
    END LOOP;
END $$;
REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM callfold_server;
REVOKE UPDATE, DELETE ON ledger_transfers FROM callfold_server;

-- A function that changes rows gives how many, in the column `changed_rows` of the statement that calls it. What is
-- called often is plpgsql, which keeps its plans; a function in SQL is planned each time that it is called.

-- Settings that each node keeps in memory, and the look-up of tokens in them.
CREATE OR REPLACE FUNCTION callfold_every_tenant() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT coalesce(array_agg(id), '{}') FROM users
$$;
CREATE OR REPLACE FUNCTION callfold_all_users() RETURNS SETOF users
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT * FROM users
$$;
CREATE OR REPLACE FUNCTION callfold_all_tariffs() RETURNS SETOF tariffs
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT * FROM tariffs
$$;
CREATE OR REPLACE FUNCTION callfold_all_endpoints() RETURNS SETOF endpoints
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT * FROM endpoints
$$;
CREATE OR REPLACE FUNCTION callfold_all_agents() RETURNS SETOF agents
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT * FROM agents
$$;

-- Who has an API key.
CREATE OR REPLACE FUNCTION callfold_key_owner(wanted_hash bytea)
RETURNS TABLE (user_id bigint, public_id uuid, is_admin boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT k.user_id, k.public_id, k.is_admin
    FROM api_keys AS k JOIN users AS u ON u.id = k.user_id
    WHERE k.key_hash = wanted_hash AND k.revoked_at IS NULL AND u.disabled_at IS NULL;
END $$;

-- A new tenant, which the transaction works for from then on.
CREATE OR REPLACE FUNCTION callfold_add_tenant(new_public_id uuid, new_name text, new_time_zone text, new_region text,
    new_below_zero text, new_daily_token_budget bigint, new_retention_days bigint, new_created_at timestamptz)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO users (public_id, name, time_zone, region, below_zero, daily_token_budget, retention_days, created_at)
    VALUES (new_public_id, new_name, new_time_zone, new_region, new_below_zero, new_daily_token_budget,
        new_retention_days, new_created_at)
    RETURNING id INTO new_id;
    PERFORM set_config('callfold.tenants', (callfold_tenants() || new_id)::text, true);
    RETURN new_id;
END $$;

-- Whose jobs wait, of the tenants from `first_user` (there with jobs due at `due_after` or later) to before
-- `before_user`: one step along the index for each that has some.
CREATE OR REPLACE FUNCTION callfold_tenants_with_waiting_jobs(first_user bigint, due_after timestamptz, before_user bigint)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN QUERY WITH RECURSIVE tenants (user_id) AS (
        (SELECT jobs.user_id FROM jobs
         WHERE state = 'waiting' AND (jobs.user_id, not_before) >= (first_user, due_after) AND jobs.user_id < before_user
         ORDER BY jobs.user_id, not_before LIMIT 1)
        UNION ALL
        SELECT (SELECT min(jobs.user_id) FROM jobs
                WHERE state = 'waiting' AND jobs.user_id > tenants.user_id AND jobs.user_id < before_user)
        FROM tenants WHERE tenants.user_id IS NOT NULL
    )
    SELECT user_id FROM tenants WHERE user_id IS NOT NULL;
END $$;

-- Jobs whose node is gone wait again; their unanswered requests to the model are given up.
CREATE OR REPLACE FUNCTION callfold_release_expired_jobs(at timestamptz) RETURNS SETOF bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH expired AS (
        UPDATE jobs SET state = 'waiting', lease_owner = NULL, lease_until = NULL, updated_at = at
        WHERE id = ANY (ARRAY(SELECT id FROM jobs WHERE state = 'running' AND lease_until < at
                              FOR UPDATE SKIP LOCKED))
        RETURNING id
    ), abandoned AS (
        UPDATE model_requests SET outcome = 'abandoned'
        WHERE outcome = 'sent' AND job_id IN (SELECT id FROM expired)
    )
    SELECT id FROM expired
$$;

-- Transcripts whose words are not in the full-text index.
CREATE OR REPLACE FUNCTION callfold_unindexed_transcripts(most bigint) RETURNS SETOF transcripts
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN QUERY SELECT * FROM transcripts WHERE NOT is_indexed ORDER BY id LIMIT most;
END $$;

-- Transcripts of a tenant that hold the words: a policy would keep the index from being used, because the operator
-- might tell of rows that it hides.
CREATE OR REPLACE FUNCTION callfold_matching_transcripts(tenant bigint, wanted tsquery) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT rowid FROM transcript_words
    WHERE words @@ wanted AND user_id = tenant AND tenant = ANY (callfold_tenants())
$$;

-- Who signs in, and whose session it is.
CREATE OR REPLACE FUNCTION callfold_member_by_email(wanted text)
RETURNS TABLE (id bigint, user_id bigint, public_id uuid, name text, email text, role text, last_signed_in_at timestamptz,
    created_at timestamptz, updated_at timestamptz, password_hash text, is_enabled boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT m.id, m.user_id, m.public_id, m.name, m.email, m.role, m.last_signed_in_at, m.created_at, m.updated_at,
        m.password_hash, u.disabled_at IS NULL
    FROM members AS m JOIN users AS u ON u.id = m.user_id
    WHERE m.email = wanted
$$;
CREATE OR REPLACE FUNCTION callfold_email_is_taken(wanted text, by_another_than uuid) RETURNS SETOF integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT 1 FROM members WHERE email = wanted AND public_id <> by_another_than
$$;
CREATE OR REPLACE FUNCTION callfold_session(wanted_hash bytea)
RETURNS TABLE (id bigint, user_id bigint, member_id bigint, public_id uuid, role text, shown_user_id bigint,
    started_at timestamptz, last_used_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT s.id, s.user_id, s.member_id, m.public_id, m.role, s.shown_user_id, s.started_at, s.last_used_at
    FROM sessions AS s
        JOIN members AS m ON m.id = s.member_id AND m.user_id = s.user_id
        JOIN users AS u ON u.id = s.user_id
    WHERE s.token_hash = wanted_hash AND m.removed_at IS NULL AND u.disabled_at IS NULL;
END $$;
CREATE OR REPLACE FUNCTION callfold_delete_sessions_that_are_over(unused_since timestamptz, started_before timestamptz)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH changed AS (
        DELETE FROM sessions WHERE last_used_at < unused_since OR started_at < started_before RETURNING 1
    )
    SELECT count(*) FROM changed
$$;

-- Who did what the audit log shows: an administrator may belong to another tenant.
CREATE OR REPLACE FUNCTION callfold_actor_name(member uuid, key uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT coalesce((SELECT m.name FROM members AS m WHERE m.public_id = member),
        (SELECT k.name FROM api_keys AS k WHERE k.public_id = key))
$$;

-- What listeners of the live stream are told. The lock comes in a statement before the look at the numbers, so that
-- the look sees what was committed meanwhile.
CREATE OR REPLACE FUNCTION callfold_append_stream_event(tenant bigint, new_changes jsonb, at timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('stream', tenant));
    INSERT INTO stream_events (user_id, number, changes, created_at)
    VALUES (tenant,
        coalesce((SELECT number FROM stream_events WHERE user_id = tenant ORDER BY number DESC LIMIT 1), 0) + 1,
        new_changes, at);
END $$;
CREATE OR REPLACE FUNCTION callfold_delete_old_stream_events(before timestamptz, most bigint) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH changed AS (
        DELETE FROM stream_events
        WHERE (user_id, number) IN (
            SELECT e.user_id, e.number
            FROM stream_events AS e
            WHERE e.created_at < before
                AND e.number < (SELECT max(n.number) FROM stream_events AS n WHERE n.user_id = e.user_id)
            ORDER BY e.created_at LIMIT most)
        RETURNING 1
    )
    SELECT count(*) FROM changed
$$;

-- Deliveries, as jobs: whose wait, claims, leases.
CREATE OR REPLACE FUNCTION callfold_subscribed_tenants() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT DISTINCT user_id FROM subscriptions WHERE disabled_at IS NULL
$$;
CREATE OR REPLACE FUNCTION callfold_due_lanes(at timestamptz) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN QUERY WITH RECURSIVE lanes (lane) AS (
        SELECT min(lane) FROM deliveries WHERE state = 'waiting'
        UNION ALL
        SELECT (SELECT min(d.lane) FROM deliveries AS d WHERE d.state = 'waiting' AND d.lane > lanes.lane)
        FROM lanes WHERE lanes.lane IS NOT NULL
    )
    SELECT lane FROM lanes WHERE lane IS NOT NULL
        AND EXISTS (SELECT 1 FROM deliveries AS d
                    WHERE d.state = 'waiting' AND d.lane = lanes.lane AND d.not_before <= at);
END $$;
CREATE OR REPLACE FUNCTION callfold_claim_deliveries(claimed_lane bigint, owner text, until timestamptz, at timestamptz,
    most bigint)
RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN QUERY UPDATE deliveries SET state = 'running', attempts = attempts + 1, lease_owner = owner, lease_until = until,
        updated_at = at
    WHERE id = ANY (ARRAY(
        SELECT id FROM deliveries WHERE lane = claimed_lane AND state = 'waiting' AND not_before <= at
        ORDER BY not_before, id LIMIT most FOR UPDATE SKIP LOCKED))
    RETURNING id;
END $$;
CREATE OR REPLACE FUNCTION callfold_delivery_to_send(wanted bigint, at timestamptz)
RETURNS TABLE (id bigint, user_id bigint, lane bigint, message_public_id uuid, payload text, attempts bigint, email text,
    subscription_id bigint, url text, secret bytea, previous_secret bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.id, d.user_id, d.lane, m.public_id, m.payload, d.attempts, d.email, s.id, s.url, s.secret,
        CASE WHEN s.previous_secret_until > at THEN s.previous_secret END
    FROM deliveries AS d
        JOIN outgoing_messages AS m ON m.id = d.message_id AND m.user_id = d.user_id
        LEFT JOIN subscriptions AS s ON s.id = d.subscription_id AND s.user_id = d.user_id
    WHERE d.id = wanted;
END $$;
CREATE OR REPLACE FUNCTION callfold_release_expired_deliveries(at timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH changed AS (
        UPDATE deliveries SET state = 'waiting', lease_owner = NULL, lease_until = NULL, updated_at = at
        WHERE id = ANY (ARRAY(SELECT id FROM deliveries WHERE state = 'running' AND lease_until < at
                              FOR UPDATE SKIP LOCKED))
        RETURNING 1
    )
    SELECT count(*) FROM changed
$$;

-- Requests to the model whose job does not run: nobody waits for their answers.
CREATE OR REPLACE FUNCTION callfold_abandon_model_requests_without_job() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH changed AS (
        UPDATE model_requests SET outcome = 'abandoned'
        WHERE outcome = 'sent' AND job_id NOT IN (SELECT id FROM jobs WHERE state = 'running')
        RETURNING 1
    )
    SELECT count(*) FROM changed
$$;

-- What a node has claimed, as it stands in the database.
CREATE OR REPLACE FUNCTION callfold_running_jobs_of_owner(owner text) RETURNS TABLE (id bigint, user_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT j.id, j.user_id FROM jobs AS j WHERE j.state = 'running' AND j.lease_owner = owner ORDER BY j.id
$$;

-- Keeps all others from changing the counters until the end of the transaction.
CREATE OR REPLACE FUNCTION callfold_lock_counters() RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    LOCK TABLE counters IN SHARE ROW EXCLUSIVE MODE;
END $$;

DO $$
DECLARE
    ours record;
BEGIN
    FOR ours IN
        SELECT oid::regprocedure AS signature FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'callfold_') AND prosecdef
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', ours.signature);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO callfold_server', ours.signature);
    END LOOP;
END $$;
