-- Events and their raw bodies.

-- Which ones were there shows when the sets are read, which has to be done anyway: RETURNING makes SQLite keep a
-- table of its own for each run.
-- name: insert_event
INSERT INTO call_events (public_id, user_id, call_id, kind, digest, provider_status, occurred_at,
    retry_count, weak, facts, warnings, received_at, endpoint_id, late, erased)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
ON CONFLICT (call_id, kind, digest) DO NOTHING;

-- name: insert_event (postgres)
INSERT INTO call_events (public_id, user_id, call_id, kind, digest, provider_status, occurred_at,
    retry_count, weak, facts, warnings, received_at, endpoint_id, late, erased)
SELECT * FROM unnest(?1::uuid[], ?2::bigint[], ?3::bigint[], ?4::text[], ?5::bytea[], ?6::text[],
    ?7::timestamptz[], ?8::bigint[], ?9::boolean[], ?10::json[], ?11::json[], ?12::timestamptz[],
    ?13::bigint[], ?14::boolean[], ?15::boolean[])
ON CONFLICT (call_id, kind, digest) DO NOTHING;

-- name: count_repetitions
UPDATE call_events SET duplicates = duplicates + ?3,
    endpoint_id = CASE WHEN ?4 < received_at THEN ?5 ELSE endpoint_id END,
    received_at = CASE WHEN ?4 < received_at THEN ?4 ELSE received_at END
WHERE user_id = ?1 AND id = ?2;

-- name: count_repetitions (postgres)
UPDATE call_events AS e SET duplicates = e.duplicates + r.repetitions,
    endpoint_id = CASE WHEN r.earliest < e.received_at THEN r.endpoint_id ELSE e.endpoint_id END,
    received_at = least(e.received_at, r.earliest)
FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::timestamptz[], ?5::bigint[])
    AS r (user_id, id, repetitions, earliest, endpoint_id)
WHERE e.user_id = r.user_id AND e.id = r.id;

-- name: insert_raw_body
INSERT INTO raw_bodies (event_id, user_id, content_type, body, byte_count) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (event_id) DO NOTHING;

-- name: insert_raw_body (postgres)
INSERT INTO raw_bodies (event_id, user_id, content_type, body, byte_count)
SELECT * FROM unnest(?1::bigint[], ?2::bigint[], ?3::text[], ?4::bytea[], ?5::bigint[])
ON CONFLICT (event_id) DO NOTHING;

-- name: select_events_of_call
SELECT call_id, kind, provider_status, occurred_at, retry_count, weak, facts, digest, received_at, late,
    id, public_id
FROM call_events WHERE user_id = ?1 AND call_id = ?2;

-- name: select_events_of_call (postgres)
SELECT e.call_id, e.kind, e.provider_status, e.occurred_at, e.retry_count, e.weak, e.facts, e.digest,
    e.received_at, e.late, e.id, e.public_id
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, call_id)
    JOIN call_events AS e ON e.user_id = r.user_id AND e.call_id = r.call_id;

-- The id of a transcript that was deleted is never used again: the full-text index goes by ids.
-- name: insert_transcript
INSERT INTO transcripts (id, user_id, call_id, digest, turns, created_at, late_call_created_at)
VALUES (1 + max((SELECT coalesce(max(id), 0) FROM transcripts),
                (SELECT last_transcript_id FROM transcript_words_progress)), ?1, ?2, ?3, ?4, ?5,
        (SELECT created_at FROM calls WHERE user_id = ?1 AND id = ?2 AND created_at < ?6))
ON CONFLICT (call_id, digest) DO NOTHING;

-- name: insert_transcript (postgres)
INSERT INTO transcripts (user_id, call_id, digest, turns, created_at, late_call_created_at)
SELECT r.user_id, r.call_id, r.digest, r.turns, r.created_at,
    (SELECT c.created_at FROM calls AS c
     WHERE c.user_id = r.user_id AND c.id = r.call_id AND c.created_at < r.late_before)
FROM unnest(?1::bigint[], ?2::bigint[], ?3::bytea[], ?4::json[], ?5::timestamptz[], ?6::timestamptz[])
    AS r (user_id, call_id, digest, turns, created_at, late_before)
ON CONFLICT (call_id, digest) DO NOTHING;

-- name: select_transcript
SELECT turns FROM transcripts WHERE user_id = ?1 AND call_id = ?2 AND digest = ?3;

-- name: insert_quarantine
INSERT INTO quarantine (public_id, user_id, provider, endpoint_id, reason, content_type, body, byte_count,
    processing_id, received_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);
