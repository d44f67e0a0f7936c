-- When endpoints are posted to.

-- name: note_arrival
INSERT INTO endpoint_arrivals (endpoint_id, user_id, first_received_at, last_received_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (endpoint_id) DO UPDATE SET last_received_at = excluded.last_received_at
WHERE endpoint_arrivals.last_received_at < excluded.last_received_at;

-- name: note_arrival (postgres)
INSERT INTO endpoint_arrivals (endpoint_id, user_id, first_received_at, last_received_at)
SELECT * FROM unnest(?1::bigint[], ?2::bigint[], ?3::timestamptz[], ?4::timestamptz[])
    AS r (endpoint_id, user_id, first_received_at, last_received_at)
ORDER BY r.endpoint_id
ON CONFLICT (endpoint_id) DO UPDATE SET last_received_at = excluded.last_received_at
WHERE endpoint_arrivals.last_received_at < excluded.last_received_at;
