-- What is told, and to whom.

-- name: insert_outgoing_message
INSERT INTO outgoing_messages (public_id, user_id, event_type, key, call_id, phone_number, payload, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (user_id, key) DO NOTHING
RETURNING id;

-- name: insert_delivery
INSERT INTO deliveries (public_id, user_id, message_id, subscription_id, email, lane, state, not_before, created_at,
    updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7, ?7, ?7);

-- Who is behind a call that is told about.
-- name: select_outgoing_call
SELECT c.public_id, c.execution_id, c.provider, a.public_id, a.name, c.credits_charged_micro
FROM calls AS c LEFT JOIN agents AS a ON a.id = c.agent_id AND a.user_id = c.user_id
WHERE c.user_id = ?1 AND c.id = ?2;

-- The plus makes the engine take the index of the messages.
-- name: cancel_deliveries_of_call
UPDATE deliveries SET state = CASE WHEN state = 'delivered' OR state = 'failed' THEN state ELSE 'canceled' END,
    lease_owner = NULL, lease_until = NULL, last_error = NULL
WHERE +user_id = ?1
    AND message_id IN (SELECT id FROM outgoing_messages WHERE user_id = ?1 AND call_id = ?2);

-- name: strip_messages_of_call
UPDATE outgoing_messages SET payload = '', phone_number = NULL, key = 'erased/' || id
WHERE user_id = ?1 AND call_id = ?2;

-- name: cancel_deliveries_of_person
UPDATE deliveries SET state = CASE WHEN state = 'delivered' OR state = 'failed' THEN state ELSE 'canceled' END,
    lease_owner = NULL, lease_until = NULL, last_error = NULL
WHERE +user_id = ?1
    AND message_id IN (SELECT id FROM outgoing_messages WHERE user_id = ?1 AND phone_number = ?2);

-- name: strip_messages_of_person
UPDATE outgoing_messages SET payload = '', phone_number = NULL, key = 'erased/' || id
WHERE user_id = ?1 AND phone_number = ?2;

-- name: select_old_messages
SELECT id FROM outgoing_messages WHERE user_id = ?1 AND created_at < ?2 ORDER BY created_at LIMIT ?3;

-- name: delete_attempts_of_message
DELETE FROM delivery_attempts WHERE user_id = ?1
    AND delivery_id IN (SELECT id FROM deliveries WHERE +user_id = ?1 AND message_id = ?2);

-- name: delete_deliveries_of_message
DELETE FROM deliveries WHERE +user_id = ?1 AND message_id = ?2;

-- name: delete_message
DELETE FROM outgoing_messages WHERE user_id = ?1 AND id = ?2;
