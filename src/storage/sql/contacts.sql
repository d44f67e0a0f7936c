-- The people behind the phone numbers. A field that a person wrote is marked as edited; nothing but
-- another edit changes it.

-- name: select_contact_of_number
SELECT t.id, t.public_id, t.phone_number, t.name, t.name_edited, t.email, t.email_edited, t.company,
    t.company_edited, t.notes, t.notes_edited, t.auto_created, t.created_at, t.updated_at, c.public_id
FROM contacts AS t
LEFT JOIN calls AS c ON c.id = t.source_call_id AND c.user_id = t.user_id
WHERE t.user_id = ?1 AND t.phone_number = ?2;

-- name: select_contact
SELECT t.id, t.public_id, t.phone_number, t.name, t.name_edited, t.email, t.email_edited, t.company,
    t.company_edited, t.notes, t.notes_edited, t.auto_created, t.created_at, t.updated_at, c.public_id
FROM contacts AS t
LEFT JOIN calls AS c ON c.id = t.source_call_id AND c.user_id = t.user_id
WHERE t.user_id = ?1 AND t.public_id = ?2;

-- name: list_contacts
SELECT t.id, t.public_id, t.phone_number, t.name, t.name_edited, t.email, t.email_edited, t.company,
    t.company_edited, t.notes, t.notes_edited, t.auto_created, t.created_at, t.updated_at, c.public_id
FROM contacts AS t
LEFT JOIN calls AS c ON c.id = t.source_call_id AND c.user_id = t.user_id
WHERE t.user_id = ?1
    AND (lower(t.name) LIKE lower(?2) ESCAPE '\'
        OR lower(t.email) LIKE lower(?2) ESCAPE '\' OR lower(t.company) LIKE lower(?2) ESCAPE '\'
        OR t.phone_number LIKE ?2 ESCAPE '\' OR ?2 IS NULL)
    AND t.id < ?3
ORDER BY t.id DESC LIMIT ?4;

-- name: list_contacts_of_number
SELECT t.id, t.public_id, t.phone_number, t.name, t.name_edited, t.email, t.email_edited, t.company,
    t.company_edited, t.notes, t.notes_edited, t.auto_created, t.created_at, t.updated_at, c.public_id
FROM contacts AS t
LEFT JOIN calls AS c ON c.id = t.source_call_id AND c.user_id = t.user_id
WHERE t.user_id = ?1 AND t.phone_number = ?2
    AND (lower(t.name) LIKE lower(?3) ESCAPE '\'
        OR lower(t.email) LIKE lower(?3) ESCAPE '\' OR lower(t.company) LIKE lower(?3) ESCAPE '\'
        OR t.phone_number LIKE ?3 ESCAPE '\' OR ?3 IS NULL)
    AND t.id < ?4
ORDER BY t.id DESC LIMIT ?5;

-- Along the index of contacts, which is asked ?3.
-- name: list_contacts_with_parts
SELECT t.id, t.public_id, t.phone_number, t.name, t.name_edited, t.email, t.email_edited, t.company,
    t.company_edited, t.notes, t.notes_edited, t.auto_created, t.created_at, t.updated_at, c.public_id
FROM contact_parts AS p CROSS JOIN contacts AS t ON t.id = p.rowid
LEFT JOIN calls AS c ON c.id = t.source_call_id AND c.user_id = t.user_id
WHERE p.contact_parts MATCH ?3 AND p.rowid < ?4 AND t.user_id = ?1
    AND (t.name LIKE ?2 ESCAPE '\' OR t.email LIKE ?2 ESCAPE '\' OR t.company LIKE ?2 ESCAPE '\'
        OR t.phone_number LIKE ?2 ESCAPE '\')
ORDER BY p.rowid DESC LIMIT ?5;

-- Not asked on PostgreSQL, which has no such index.
-- name: list_contacts_with_parts (postgres)
SELECT t.id FROM contacts AS t WHERE t.user_id = ?1 AND ?2::text IS NULL AND ?3::text IS NULL AND t.id < ?4 LIMIT ?5;

-- name: keep_contact
INSERT INTO contacts (public_id, user_id, phone_number, name, email, company, notes, auto_created,
    source_call_id, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, TRUE, ?8, ?9, ?9)
ON CONFLICT (user_id, phone_number) DO UPDATE SET
    name = CASE WHEN contacts.name_edited THEN contacts.name ELSE excluded.name END,
    email = CASE WHEN contacts.email_edited THEN contacts.email ELSE excluded.email END,
    company = CASE WHEN contacts.company_edited THEN contacts.company ELSE excluded.company END,
    notes = CASE WHEN contacts.notes_edited THEN contacts.notes ELSE excluded.notes END,
    updated_at = excluded.updated_at;

-- name: edit_contact
UPDATE contacts SET name = ?3, name_edited = ?4, email = ?5, email_edited = ?6, company = ?7,
    company_edited = ?8, notes = ?9, notes_edited = ?10, updated_at = ?11
WHERE user_id = ?1 AND public_id = ?2;

-- name: delete_contact
DELETE FROM contacts WHERE user_id = ?1 AND public_id = ?2;
