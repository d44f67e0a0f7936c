-- What tenants are told. What the API reads is in notification_queries.sql.

-- name: insert_notification
INSERT INTO notifications (public_id, user_id, kind, key, call_id, phone_number, message, shown_only,
    created_at, read_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (user_id, key) DO NOTHING
RETURNING user_id, public_id;

-- name: insert_notification (postgres)
INSERT INTO notifications (public_id, user_id, kind, key, call_id, phone_number, message, shown_only,
    created_at, read_at)
SELECT * FROM unnest(?1::uuid[], ?2::bigint[], ?3::text[], ?4::text[], ?5::bigint[], ?6::text[], ?7::text[],
    ?8::boolean[], ?9::timestamptz[], ?10::timestamptz[])
ON CONFLICT (user_id, key) DO NOTHING
RETURNING user_id, public_id;
