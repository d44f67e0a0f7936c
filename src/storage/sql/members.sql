-- The people who may sign in. Removed ones are in the audit log only.

-- name: insert_member
INSERT INTO members (public_id, user_id, name, email, role, password_hash, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
ON CONFLICT (email) DO NOTHING;

-- name: update_member
UPDATE members SET name = ?3, email = ?4, role = ?5, updated_at = ?6
WHERE user_id = ?1 AND public_id = ?2 AND removed_at IS NULL;

-- name: remove_member
UPDATE members SET email = NULL, password_hash = NULL, removed_at = ?3, updated_at = ?3
WHERE user_id = ?1 AND public_id = ?2 AND removed_at IS NULL;

-- name: set_password_of_member
UPDATE members SET password_hash = ?3, updated_at = ?4 WHERE user_id = ?1 AND id = ?2 AND removed_at IS NULL;

-- name: note_sign_in
UPDATE members SET last_signed_in_at = ?3 WHERE user_id = ?1 AND id = ?2;

-- name: list_members
SELECT id, user_id, public_id, name, email, role, last_signed_in_at, created_at, updated_at
FROM members
WHERE user_id = ?1 AND removed_at IS NULL AND id < ?2
ORDER BY id DESC LIMIT ?3;

-- name: select_member
SELECT id, user_id, public_id, name, email, role, last_signed_in_at, created_at, updated_at
FROM members
WHERE user_id = ?1 AND public_id = ?2 AND removed_at IS NULL;

-- Who signs in: found by the address alone, which names one person of one tenant.
-- name: select_member_by_email
SELECT m.id, m.user_id, m.public_id, m.name, m.email, m.role, m.last_signed_in_at, m.created_at, m.updated_at,
    m.password_hash, u.disabled_at IS NULL
FROM members AS m JOIN users AS u ON u.id = m.user_id
WHERE m.email = ?1;

-- name: select_member_by_email (postgres)
SELECT id, user_id, public_id, name, email, role, last_signed_in_at, created_at, updated_at, password_hash,
    is_enabled
FROM callfold_member_by_email(?1);

-- name: select_password_of_member
SELECT password_hash FROM members WHERE user_id = ?1 AND id = ?2 AND removed_at IS NULL;

-- name: select_email_is_taken
SELECT 1 FROM members WHERE email = ?1 AND public_id <> ?2;

-- name: select_email_is_taken (postgres)
SELECT * FROM callfold_email_is_taken(?1, ?2);

-- name: count_other_managers
SELECT count(*) FROM members WHERE user_id = ?1 AND public_id <> ?2 AND removed_at IS NULL AND role <> 'member';
