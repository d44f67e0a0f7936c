-- When endpoints are posted to.

-- name: note_arrival
INSERT INTO endpoint_arrivals (endpoint_id, user_id, first_received_at, last_received_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (endpoint_id) DO UPDATE SET last_received_at = excluded.last_received_at
WHERE endpoint_arrivals.last_received_at < excluded.last_received_at;
