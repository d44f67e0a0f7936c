-- Sessions of people who signed in.

-- name: insert_session
INSERT INTO sessions (user_id, member_id, token_hash, started_at, last_used_at) VALUES (?1, ?2, ?3, ?4, ?4);

-- Who asks: the tenant is found, not told.
-- name: select_session
SELECT s.id, s.user_id, s.member_id, m.public_id, m.role, s.shown_user_id, s.started_at, s.last_used_at
FROM sessions AS s
JOIN members AS m ON m.id = s.member_id AND m.user_id = s.user_id
JOIN users AS u ON u.id = s.user_id
WHERE s.token_hash = ?1 AND m.removed_at IS NULL AND u.disabled_at IS NULL;

-- name: select_session (postgres)
SELECT id, user_id, member_id, public_id, role, shown_user_id, started_at, last_used_at
FROM callfold_session(?1);

-- name: touch_session
UPDATE sessions SET last_used_at = ?3 WHERE user_id = ?1 AND id = ?2;

-- name: show_tenant_to_session
UPDATE sessions SET shown_user_id = ?3 WHERE user_id = ?1 AND id = ?2;

-- name: delete_session
DELETE FROM sessions WHERE user_id = ?1 AND id = ?2;

-- name: delete_other_sessions_of_member
DELETE FROM sessions WHERE user_id = ?1 AND member_id = ?2 AND id <> ?3;

-- Of every tenant: what is over is nobody's.
-- name: delete_sessions_that_are_over
DELETE FROM sessions WHERE last_used_at < ?1 OR started_at < ?2;

-- name: delete_sessions_that_are_over (postgres)
SELECT callfold_delete_sessions_that_are_over(?1, ?2) AS changed_rows;
