-- Deliveries as the API reads them and starts them again. Walks give the places of a list, newest first; their
-- parameters: tenant, the id below which the page begins, limit, state, subscription.

-- name: select_deliveries_by_time
SELECT d.id FROM deliveries AS d
WHERE d.user_id = ?1 AND d.id < ?2 AND (d.state = ?4 OR ?4 IS NULL)
    AND (d.subscription_id = ?5 OR ?5 IS NULL)
ORDER BY d.id DESC LIMIT ?3;

-- name: select_deliveries_by_state
SELECT d.id FROM deliveries AS d
WHERE d.user_id = ?1 AND d.id < ?2 AND d.state = ?4 AND (d.subscription_id = ?5 OR ?5 IS NULL)
ORDER BY d.id DESC LIMIT ?3;

-- name: select_deliveries_by_subscription
SELECT d.id FROM deliveries AS d
WHERE d.user_id = ?1 AND d.id < ?2 AND (d.state = ?4 OR ?4 IS NULL) AND d.subscription_id = ?5
ORDER BY d.id DESC LIMIT ?3;

-- name: select_subscription_id
SELECT id FROM subscriptions WHERE user_id = ?1 AND public_id = ?2;

-- name: select_delivery_by_public_id
SELECT d.id FROM deliveries AS d WHERE d.user_id = ?1 AND d.public_id = ?2;

-- name: select_delivery_row
SELECT d.id, d.public_id, m.public_id, s.public_id, d.email, m.event_type, d.state, d.attempts, d.not_before,
    d.last_http_status, d.last_error, c.public_id, d.delivered_at, d.created_at, d.updated_at
FROM deliveries AS d
    JOIN outgoing_messages AS m ON m.id = d.message_id AND m.user_id = d.user_id
    LEFT JOIN subscriptions AS s ON s.id = d.subscription_id AND s.user_id = d.user_id
    LEFT JOIN calls AS c ON c.id = m.call_id AND c.user_id = d.user_id
WHERE d.user_id = ?1 AND d.id = ?2;

-- name: select_delivery_row (postgres)
SELECT d.id, d.public_id, m.public_id, s.public_id, d.email, m.event_type, d.state, d.attempts, d.not_before,
    d.last_http_status, d.last_error, c.public_id, d.delivered_at, d.created_at, d.updated_at
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, id)
    JOIN deliveries AS d ON d.user_id = r.user_id AND d.id = r.id
    JOIN outgoing_messages AS m ON m.id = d.message_id AND m.user_id = d.user_id
    LEFT JOIN subscriptions AS s ON s.id = d.subscription_id AND s.user_id = d.user_id
    LEFT JOIN calls AS c ON c.id = m.call_id AND c.user_id = d.user_id;

-- name: select_delivery_payload
SELECT m.payload FROM deliveries AS d JOIN outgoing_messages AS m ON m.id = d.message_id AND m.user_id = d.user_id
WHERE d.user_id = ?1 AND d.id = ?2;

-- name: select_delivery_attempts
SELECT attempt, sent_at, duration_ms, http_status, error FROM delivery_attempts
WHERE user_id = ?1 AND delivery_id = ?2 ORDER BY id DESC LIMIT ?3;

-- Nothing changes for one that waits, runs or was canceled, whose message was erased, or whose subscription is
-- disabled.
-- name: replay_delivery
UPDATE deliveries SET state = 'waiting', attempts = 0, not_before = ?3, updated_at = ?3
WHERE user_id = ?1 AND id = ?2 AND (state = 'delivered' OR state = 'failed')
    AND EXISTS (SELECT 1 FROM outgoing_messages AS m
                WHERE m.id = deliveries.message_id AND m.user_id = ?1 AND m.payload <> '')
    AND NOT EXISTS (SELECT 1 FROM subscriptions AS s
                    WHERE s.id = deliveries.subscription_id AND s.user_id = ?1 AND s.disabled_at IS NOT NULL);
