-- What has to leave the files after an erase. PostgreSQL's own upkeep removes what was deleted.

-- name: insert_purge
INSERT INTO purges (has_words, requested_at) VALUES (?1, ?2);

-- name: insert_purge (postgres)
SELECT 1 WHERE ?1::boolean IS NULL AND ?2::timestamptz IS NULL;

-- name: select_purges
SELECT count(*), coalesce(max(id) FILTER (WHERE is_begun = 1), 0),
    coalesce(max(has_words) FILTER (WHERE is_begun = 1), 0)
FROM purges;

-- name: select_purges (postgres)
SELECT 0::bigint, 0::bigint, FALSE;

-- name: begin_purges
UPDATE purges SET is_begun = 1;

-- name: begin_purges (postgres)
SELECT 1;

-- name: delete_purges
DELETE FROM purges WHERE is_begun = 1 AND id <= ?1;

-- name: delete_purges (postgres)
SELECT 1 WHERE ?1::bigint IS NULL;
