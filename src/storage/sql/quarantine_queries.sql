-- Quarantined bodies as the API reads them and replays them.

-- Newest first; ?2 is the id below which the page begins, ?3 whether those are wanted that were replayed.
-- name: select_quarantine_by_time
SELECT q.id FROM quarantine AS q
WHERE q.user_id = ?1 AND q.id < ?2 AND ((q.replayed_at IS NOT NULL) = ?3 OR ?3 IS NULL)
ORDER BY q.id DESC LIMIT ?4;

-- name: select_quarantine_by_public_id
SELECT q.id FROM quarantine AS q WHERE q.user_id = ?1 AND q.public_id = ?2;

-- name: select_quarantine_row
SELECT q.id, q.public_id, p.public_id, q.provider, q.reason, q.byte_count, q.received_at, q.replayed_at,
    e.public_id, c.public_id
FROM quarantine AS q
    JOIN endpoints AS p ON p.id = q.endpoint_id AND p.user_id = q.user_id
    LEFT JOIN call_events AS e ON e.id = q.event_id AND e.user_id = q.user_id
    LEFT JOIN calls AS c ON c.id = e.call_id AND c.user_id = q.user_id
WHERE q.user_id = ?1 AND q.id = ?2;

-- name: select_quarantine_row (postgres)
SELECT q.id, q.public_id, p.public_id, q.provider, q.reason, q.byte_count, q.received_at, q.replayed_at,
    e.public_id, c.public_id
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, id)
    JOIN quarantine AS q ON q.user_id = r.user_id AND q.id = r.id
    JOIN endpoints AS p ON p.id = q.endpoint_id AND p.user_id = q.user_id
    LEFT JOIN call_events AS e ON e.id = q.event_id AND e.user_id = q.user_id
    LEFT JOIN calls AS c ON c.id = e.call_id AND c.user_id = q.user_id;

-- name: select_quarantined_body
SELECT endpoint_id, content_type, body, byte_count, processing_id FROM quarantine
WHERE user_id = ?1 AND id = ?2;

-- One that has not become an event. It stays for as long as the transaction lasts.
-- name: lock_waiting_quarantine
SELECT id FROM quarantine WHERE user_id = ?1 AND public_id = ?2 AND replayed_at IS NULL;

-- name: lock_waiting_quarantine (postgres)
SELECT id FROM quarantine WHERE user_id = ?1 AND public_id = ?2 AND replayed_at IS NULL FOR UPDATE;

-- name: delete_quarantine_by_public_id
DELETE FROM quarantine WHERE user_id = ?1 AND public_id = ?2;

-- ?4 and ?5 name the call, ?6 the event.
-- name: mark_quarantine_replayed
UPDATE quarantine SET replayed_at = ?3, event_id = (
    SELECT e.id FROM calls AS c JOIN call_events AS e ON e.call_id = c.id
    WHERE c.user_id = ?1 AND c.provider = ?4 AND c.execution_id = ?5 AND e.user_id = ?1 AND e.public_id = ?6)
WHERE user_id = ?1 AND id = ?2 AND replayed_at IS NULL;
