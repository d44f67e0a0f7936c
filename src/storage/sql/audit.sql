-- What people changed, and programs with their keys.

-- name: insert_audit_entry
INSERT INTO audit_entries (public_id, user_id, member_public_id, key_public_id, action, subject_public_id, fields,
    created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- An administrator or an admin key of another tenant may have done it, so that the actor's tenant is not asked for.
-- name: list_audit_entries
SELECT a.id, a.public_id, a.member_public_id, a.key_public_id, coalesce(m.name, k.name), a.action,
    a.subject_public_id, a.fields, a.created_at
FROM audit_entries AS a
LEFT JOIN members AS m ON m.public_id = a.member_public_id
LEFT JOIN api_keys AS k ON k.public_id = a.key_public_id
WHERE a.user_id = ?1 AND a.id < ?2
ORDER BY a.id DESC LIMIT ?3;

-- name: list_audit_entries (postgres)
SELECT a.id, a.public_id, a.member_public_id, a.key_public_id,
    callfold_actor_name(a.member_public_id, a.key_public_id), a.action, a.subject_public_id, a.fields, a.created_at
FROM audit_entries AS a
WHERE a.user_id = ?1 AND a.id < ?2
ORDER BY a.id DESC LIMIT ?3;

-- Who and when stays; that it was about this person goes.
-- name: strip_audit_entries_of_person
UPDATE audit_entries SET subject_public_id = NULL, fields = '[]'
WHERE user_id = ?1
    AND subject_public_id = (SELECT public_id FROM contacts WHERE user_id = ?1 AND phone_number = ?2);
