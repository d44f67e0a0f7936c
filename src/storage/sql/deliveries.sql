-- Deliveries as the workers take and settle them. What the API reads is in delivery_queries.sql.

-- name: select_due_lanes
WITH RECURSIVE lanes (lane) AS (
    SELECT min(lane) FROM deliveries WHERE state = 'waiting'
    UNION ALL
    SELECT (SELECT min(d.lane) FROM deliveries AS d WHERE d.state = 'waiting' AND d.lane > lanes.lane)
    FROM lanes WHERE lanes.lane IS NOT NULL
)
SELECT lane FROM lanes WHERE lane IS NOT NULL
    AND EXISTS (SELECT 1 FROM deliveries AS d
                WHERE d.state = 'waiting' AND d.lane = lanes.lane AND d.not_before <= ?1);

-- name: select_due_lanes (postgres)
SELECT lane FROM callfold_due_lanes(?1) AS l (lane);

-- name: claim_deliveries
UPDATE deliveries SET state = 'running', attempts = attempts + 1, lease_owner = ?2, lease_until = ?3, updated_at = ?4
WHERE id IN (SELECT id FROM deliveries WHERE lane = ?1 AND state = 'waiting' AND not_before <= ?4
             ORDER BY not_before, id LIMIT ?5)
RETURNING id;

-- name: claim_deliveries (postgres)
SELECT id FROM callfold_claim_deliveries(?1, ?2, ?3, ?4, ?5) AS d (id);

-- The secret before is used until its time is over.
-- name: select_delivery_to_send
SELECT d.id, d.user_id, d.lane, m.public_id, m.payload, d.attempts, d.email, s.id, s.url, s.secret,
    CASE WHEN s.previous_secret_until > ?2 THEN s.previous_secret END
FROM deliveries AS d
    JOIN outgoing_messages AS m ON m.id = d.message_id AND m.user_id = d.user_id
    LEFT JOIN subscriptions AS s ON s.id = d.subscription_id AND s.user_id = d.user_id
WHERE d.id = ?1;

-- name: select_delivery_to_send (postgres)
SELECT id, user_id, lane, message_public_id, payload, attempts, email, subscription_id, url, secret, previous_secret
FROM callfold_delivery_to_send(?1, ?2);

-- name: settle_delivery
UPDATE deliveries SET state = ?4, not_before = ?5, lease_owner = NULL, lease_until = NULL, last_http_status = ?6,
    last_error = ?7, delivered_at = CASE WHEN ?4 = 'delivered' THEN ?8 ELSE delivered_at END, updated_at = ?8
WHERE user_id = ?1 AND id = ?2 AND state = 'running' AND lease_owner = ?3;

-- name: insert_delivery_attempt
INSERT INTO delivery_attempts (user_id, delivery_id, attempt, sent_at, duration_ms, http_status, error)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: give_delivery_back
UPDATE deliveries SET state = 'waiting', attempts = attempts - 1, lease_owner = NULL, lease_until = NULL
WHERE user_id = ?1 AND id = ?2 AND state = 'running' AND lease_owner = ?3;

-- name: fail_waiting_deliveries
UPDATE deliveries SET state = 'failed', last_error = ?3, updated_at = ?4
WHERE +user_id = ?1 AND subscription_id = ?2 AND state = 'waiting';

-- name: extend_delivery_lease
UPDATE deliveries SET lease_until = ?4 WHERE user_id = ?1 AND id = ?2 AND state = 'running' AND lease_owner = ?3;

-- Deliveries of a node that is gone wait again.
-- name: release_expired_deliveries
UPDATE deliveries SET state = 'waiting', lease_owner = NULL, lease_until = NULL, updated_at = ?1
WHERE state = 'running' AND lease_until < ?1;

-- name: release_expired_deliveries (postgres)
SELECT callfold_release_expired_deliveries(?1) AS changed_rows;

-- name: release_deliveries_of_others
UPDATE deliveries SET state = 'waiting', lease_owner = NULL, lease_until = NULL, updated_at = ?2
WHERE state = 'running' AND lease_owner <> ?1;
