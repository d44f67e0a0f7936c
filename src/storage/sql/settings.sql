-- Statements around the copy of settings that the server keeps in memory.

-- name: select_settings_version
SELECT version FROM settings_version WHERE only_row = 1;

-- Locks without a row. A writing transaction of SQLite is alone anyway.
-- name: lock_settings
SELECT ?1;

-- name: lock_settings (postgres)
SELECT pg_advisory_xact_lock(hashtextextended('settings', ?1));

-- name: raise_settings_version
UPDATE settings_version SET version = version + 1 WHERE only_row = 1;

-- name: select_all_tenants
SELECT id, public_id, name, time_zone, region, below_zero, daily_token_budget, retention_days,
    disabled_at IS NOT NULL
FROM users;

-- name: select_all_tenants (postgres)
SELECT id, public_id, name, time_zone, region, below_zero, daily_token_budget, retention_days,
    disabled_at IS NOT NULL
FROM callfold_all_users();

-- name: select_all_tariffs
SELECT user_id, valid_from, pulse_seconds, per_minute_micro FROM tariffs;

-- name: select_all_tariffs (postgres)
SELECT user_id, valid_from, pulse_seconds, per_minute_micro FROM callfold_all_tariffs();
-- name: select_subscribed_tenants
SELECT DISTINCT user_id FROM subscriptions WHERE disabled_at IS NULL;

-- name: select_subscribed_tenants (postgres)
SELECT user_id FROM callfold_subscribed_tenants() AS t (user_id);

-- name: select_all_endpoints
SELECT e.id, e.user_id, e.provider, e.token_hash, e.allow_from, e.header_name, e.header_secret_hash
FROM endpoints AS e
JOIN users AS u ON u.id = e.user_id
WHERE e.disabled_at IS NULL AND u.disabled_at IS NULL;

-- name: select_all_endpoints (postgres)
SELECT e.id, e.user_id, e.provider, e.token_hash, e.allow_from, e.header_name, e.header_secret_hash
FROM callfold_all_endpoints() AS e
JOIN callfold_all_users() AS u ON u.id = e.user_id
WHERE e.disabled_at IS NULL AND u.disabled_at IS NULL;

-- name: select_agents_with_settings
SELECT id, name, region, prompt_individual, prompt_complete FROM agents
WHERE name IS NOT NULL OR region IS NOT NULL OR prompt_individual IS NOT NULL
    OR prompt_complete IS NOT NULL;

-- name: select_agents_with_settings (postgres)
SELECT id, name, region, prompt_individual, prompt_complete FROM callfold_all_agents()
WHERE name IS NOT NULL OR region IS NOT NULL OR prompt_individual IS NOT NULL
    OR prompt_complete IS NOT NULL;
