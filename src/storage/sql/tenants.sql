-- Tenants as administrators see and change them.

-- name: insert_tenant
INSERT INTO users (public_id, name, time_zone, region, below_zero, daily_token_budget, retention_days,
    created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
RETURNING id;

-- name: insert_tenant (postgres)
SELECT callfold_add_tenant(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: update_tenant
UPDATE users SET name = ?2, time_zone = ?3, region = ?4, below_zero = ?5, daily_token_budget = ?6,
    retention_days = ?7, disabled_at = CASE WHEN ?8 THEN NULL ELSE coalesce(disabled_at, ?9) END,
    updated_at = ?9
WHERE id = ?1;

-- name: select_tenant
SELECT u.id, u.public_id, u.name, u.time_zone, u.region, u.below_zero, u.daily_token_budget,
    u.retention_days, u.disabled_at IS NULL, u.created_at, coalesce(u.updated_at, u.created_at),
    coalesce(b.balance_micro, 0)
FROM users AS u
LEFT JOIN ledger_accounts AS b ON b.user_id = u.id AND b.account = 'credits'
WHERE u.id = ?1;

-- name: select_tenant_by_public_id
SELECT u.id, u.public_id, u.name, u.time_zone, u.region, u.below_zero, u.daily_token_budget,
    u.retention_days, u.disabled_at IS NULL, u.created_at, coalesce(u.updated_at, u.created_at),
    coalesce(b.balance_micro, 0)
FROM users AS u
LEFT JOIN ledger_accounts AS b ON b.user_id = u.id AND b.account = 'credits'
WHERE u.public_id = ?1;

-- name: list_tenants
SELECT u.id, u.public_id, u.name, u.time_zone, u.region, u.below_zero, u.daily_token_budget,
    u.retention_days, u.disabled_at IS NULL, u.created_at, coalesce(u.updated_at, u.created_at),
    coalesce(b.balance_micro, 0)
FROM users AS u
LEFT JOIN ledger_accounts AS b ON b.user_id = u.id AND b.account = 'credits'
WHERE u.id < ?1
ORDER BY u.id DESC LIMIT ?2;
