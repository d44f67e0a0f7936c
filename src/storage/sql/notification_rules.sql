-- Where notifications go.

-- name: select_notification_rules
SELECT kind, bell, email, subscriptions, emails FROM notification_rules WHERE user_id = ?1;

-- name: select_notification_rule
SELECT kind, bell, email, subscriptions, emails FROM notification_rules WHERE user_id = ?1 AND kind = ?2;

-- name: set_notification_rule
INSERT INTO notification_rules (user_id, kind, bell, email, subscriptions, emails, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (user_id, kind) DO UPDATE SET bell = excluded.bell, email = excluded.email,
    subscriptions = excluded.subscriptions, emails = excluded.emails, updated_at = excluded.updated_at;
