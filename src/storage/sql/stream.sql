-- What listeners of the live stream are told.

-- name: append_stream_event
INSERT INTO stream_events (user_id, number, changes, created_at)
SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3 FROM stream_events WHERE user_id = ?1;

-- name: append_stream_event (postgres)
SELECT callfold_append_stream_event(r.user_id, r.changes, r.at)
FROM unnest(?1::bigint[], ?2::jsonb[], ?3::timestamptz[]) AS r (user_id, changes, at);

-- name: select_public_id_of_call
SELECT public_id FROM calls WHERE user_id = ?1 AND id = ?2;

-- name: select_stream_bounds
SELECT min(number), max(number) FROM stream_events WHERE user_id = ?1;

-- name: select_stream_events
SELECT number, changes FROM stream_events WHERE user_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3;

-- Of every tenant. The newest row of each stays: the next number is counted from it.
-- name: delete_old_stream_events
DELETE FROM stream_events
WHERE (user_id, number) IN (
    SELECT e.user_id, e.number
    FROM stream_events AS e
    WHERE e.created_at < ?1
        AND e.number < (SELECT max(n.number) FROM stream_events AS n WHERE n.user_id = e.user_id)
    ORDER BY e.created_at LIMIT ?2);

-- name: delete_old_stream_events (postgres)
SELECT callfold_delete_old_stream_events(?1, ?2) AS changed_rows;
