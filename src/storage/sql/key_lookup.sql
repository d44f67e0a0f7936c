-- Who asks: the one statement that finds the tenant instead of being told it.

-- name: select_key_owner
SELECT api_keys.user_id, api_keys.public_id, api_keys.is_admin
FROM api_keys JOIN users ON users.id = api_keys.user_id
WHERE api_keys.key_hash = ?1 AND api_keys.revoked_at IS NULL AND users.disabled_at IS NULL;

-- name: select_key_owner (postgres)
SELECT user_id, public_id, is_admin FROM callfold_key_owner(?1);
