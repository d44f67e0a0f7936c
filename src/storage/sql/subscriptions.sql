-- Who is told about events.

-- name: insert_subscription
INSERT INTO subscriptions (public_id, user_id, url, description, event_types, secret, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7);

-- name: count_subscriptions
SELECT count(*) FROM subscriptions WHERE user_id = ?1;

-- name: list_subscriptions
SELECT id, public_id, url, description, event_types, disabled_at IS NULL, disabled_because, failing_since,
    previous_secret_until, created_at, updated_at
FROM subscriptions WHERE user_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3;

-- name: select_subscription
SELECT id, public_id, url, description, event_types, disabled_at IS NULL, disabled_because, failing_since,
    previous_secret_until, created_at, updated_at
FROM subscriptions WHERE user_id = ?1 AND public_id = ?2;

-- Enabling forgets the failures.
-- name: update_subscription
UPDATE subscriptions SET url = ?3, description = ?4, event_types = ?5,
    failing_since = CASE WHEN ?6 AND disabled_at IS NOT NULL THEN NULL ELSE failing_since END,
    disabled_because = CASE WHEN ?6 THEN NULL ELSE disabled_because END,
    disabled_at = CASE WHEN ?6 THEN NULL ELSE coalesce(disabled_at, ?7) END, updated_at = ?7
WHERE user_id = ?1 AND public_id = ?2;

-- The secret that was there goes on being used until ?4.
-- name: rotate_subscription
UPDATE subscriptions SET previous_secret = secret, previous_secret_until = ?4, secret = ?3, updated_at = ?5
WHERE user_id = ?1 AND public_id = ?2;

-- name: delete_attempts_of_subscription
DELETE FROM delivery_attempts WHERE user_id = ?1
    AND delivery_id IN (SELECT id FROM deliveries WHERE +user_id = ?1 AND subscription_id = ?2);

-- name: delete_deliveries_of_subscription
DELETE FROM deliveries WHERE +user_id = ?1 AND subscription_id = ?2;

-- name: delete_subscription
DELETE FROM subscriptions WHERE user_id = ?1 AND id = ?2;

-- name: select_enabled_subscriptions
SELECT id, event_types FROM subscriptions WHERE user_id = ?1 AND disabled_at IS NULL ORDER BY id;

-- name: clear_subscription_failure
UPDATE subscriptions SET failing_since = NULL WHERE user_id = ?1 AND id = ?2 AND failing_since IS NOT NULL;

-- name: note_subscription_failure
UPDATE subscriptions SET failing_since = coalesce(failing_since, ?3) WHERE user_id = ?1 AND id = ?2
RETURNING failing_since, disabled_at IS NULL, url;

-- name: disable_subscription
UPDATE subscriptions SET disabled_at = ?3, disabled_because = ?4, updated_at = ?3
WHERE user_id = ?1 AND id = ?2 AND disabled_at IS NULL;
