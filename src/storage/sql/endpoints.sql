-- Webhook addresses as people make and change them. What ingest reads is in settings.sql.

-- name: insert_endpoint
INSERT INTO endpoints (public_id, user_id, provider, name, token_prefix, token_hash, allow_from,
    header_name, header_secret_hash, created_at, disabled_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, CASE WHEN ?11 THEN NULL ELSE ?10 END);

-- name: insert_endpoint (postgres)
INSERT INTO endpoints (public_id, user_id, provider, name, token_prefix, token_hash, allow_from,
    header_name, header_secret_hash, created_at, disabled_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, CASE WHEN ?11 THEN NULL ELSE ?10::timestamptz END);

-- name: list_endpoints
SELECT e.id, e.public_id, e.provider, e.name, e.token_prefix, e.allow_from, e.header_name,
    e.header_secret_hash, e.disabled_at IS NULL, e.created_at, coalesce(e.updated_at, e.created_at),
    a.first_received_at, a.last_received_at
FROM endpoints AS e LEFT JOIN endpoint_arrivals AS a ON a.endpoint_id = e.id AND a.user_id = e.user_id
WHERE e.user_id = ?1 AND e.id < ?2
ORDER BY e.id DESC LIMIT ?3;

-- name: select_endpoint
SELECT e.id, e.public_id, e.provider, e.name, e.token_prefix, e.allow_from, e.header_name,
    e.header_secret_hash, e.disabled_at IS NULL, e.created_at, coalesce(e.updated_at, e.created_at),
    a.first_received_at, a.last_received_at
FROM endpoints AS e LEFT JOIN endpoint_arrivals AS a ON a.endpoint_id = e.id AND a.user_id = e.user_id
WHERE e.user_id = ?1 AND e.public_id = ?2;

-- name: update_endpoint
UPDATE endpoints SET name = ?3, allow_from = ?4, header_name = ?5, header_secret_hash = ?6,
    disabled_at = CASE WHEN ?7 THEN NULL ELSE coalesce(disabled_at, ?8) END, updated_at = ?8
WHERE user_id = ?1 AND public_id = ?2;

-- name: rotate_endpoint
UPDATE endpoints SET token_prefix = ?3, token_hash = ?4, updated_at = ?5
WHERE user_id = ?1 AND public_id = ?2;
