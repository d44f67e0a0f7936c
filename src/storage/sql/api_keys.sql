-- API keys as people make, list and revoke them.

-- name: insert_api_key
INSERT INTO api_keys (public_id, user_id, name, prefix, key_hash, is_admin, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: list_api_keys
SELECT id, public_id, name, prefix, is_admin, created_at
FROM api_keys
WHERE user_id = ?1 AND revoked_at IS NULL AND id < ?2
ORDER BY id DESC LIMIT ?3;

-- name: select_api_key
SELECT id, public_id, name, prefix, is_admin, created_at
FROM api_keys
WHERE user_id = ?1 AND public_id = ?2 AND revoked_at IS NULL;

-- For administrators: whose key it is.
-- name: select_tenant_of_api_key
SELECT user_id FROM api_keys WHERE public_id = ?1 AND revoked_at IS NULL;

-- name: revoke_api_key
UPDATE api_keys SET revoked_at = ?3 WHERE user_id = ?1 AND public_id = ?2 AND revoked_at IS NULL;
