-- Notifications as the API reads them and marks them as read. Walks take: tenant, the id below which the page
-- begins, limit.

-- name: select_notifications_by_time
SELECT n.id FROM notifications AS n WHERE n.user_id = ?1 AND n.id < ?2 ORDER BY n.id DESC LIMIT ?3;

-- name: select_unread_notifications
SELECT n.id FROM notifications AS n
WHERE n.user_id = ?1 AND n.id < ?2 AND n.read_at IS NULL ORDER BY n.id DESC LIMIT ?3;

-- name: select_read_notifications
SELECT n.id FROM notifications AS n
WHERE n.user_id = ?1 AND n.id < ?2 AND n.read_at IS NOT NULL ORDER BY n.id DESC LIMIT ?3;

-- name: select_notification_row
SELECT n.id, n.public_id, n.kind, n.message, c.public_id, n.phone_number, n.shown_only, n.created_at, n.read_at
FROM notifications AS n LEFT JOIN calls AS c ON c.id = n.call_id AND c.user_id = n.user_id
WHERE n.user_id = ?1 AND n.id = ?2;

-- name: select_notification_row (postgres)
SELECT n.id, n.public_id, n.kind, n.message, c.public_id, n.phone_number, n.shown_only, n.created_at, n.read_at
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, id)
    JOIN notifications AS n ON n.user_id = r.user_id AND n.id = r.id LEFT JOIN calls AS c ON c.id = n.call_id AND c.user_id = n.user_id;

-- name: mark_notification_read
UPDATE notifications SET read_at = ?3 WHERE user_id = ?1 AND public_id = ?2 AND read_at IS NULL;

-- name: mark_notifications_read_until
UPDATE notifications SET read_at = ?3 WHERE user_id = ?1 AND created_at <= ?2 AND read_at IS NULL;

-- name: count_unread_notifications
SELECT count(*) FROM notifications WHERE user_id = ?1 AND read_at IS NULL;
