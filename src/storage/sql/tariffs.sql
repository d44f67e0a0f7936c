-- Versions of prices, and the calls that one of them covers.

-- Locks without a row. A writing transaction of SQLite is alone anyway.
-- name: hold_tariffs
SELECT 1;

-- name: hold_tariffs (postgres)
SELECT pg_advisory_xact_lock_shared(hashtextextended('tariffs', 0));

-- name: lock_tariffs
SELECT 1;

-- name: lock_tariffs (postgres)
SELECT pg_advisory_xact_lock(hashtextextended('tariffs', 0));

-- name: insert_tariff
INSERT INTO tariffs (public_id, user_id, valid_from, pulse_seconds, per_minute_micro, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: select_tariffs
SELECT public_id, valid_from, pulse_seconds, per_minute_micro, created_at
FROM tariffs WHERE user_id = ?1
ORDER BY valid_from DESC NULLS LAST;

-- The charge of a sealed call stays as it was posted.
-- name: select_calls_covered_by
SELECT id FROM calls
WHERE user_id = ?1 AND first_occurred_at >= ?2 AND sealed_at IS NULL
ORDER BY provider, execution_id;
