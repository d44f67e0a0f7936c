-- The index over parts of names and numbers (SQLite only; triggers of `contacts` keep it).

-- name: count_matching_contacts
SELECT count(*) FROM (SELECT rowid FROM contact_parts WHERE contact_parts MATCH ?1 LIMIT ?2);

-- name: count_matching_contacts (postgres)
SELECT count(*) FROM contacts WHERE ?1::text IS NULL AND ?2::bigint IS NULL;

-- name: merge_contact_parts
INSERT INTO contact_parts (contact_parts, rank) VALUES ('merge', ?1);

-- name: merge_contact_parts (postgres)
SELECT 1 WHERE ?1::bigint IS NULL;
