-- The full-text index over transcripts.

-- name: select_unindexed_transcripts
SELECT t.id, t.user_id, t.turns FROM transcripts AS t
WHERE t.id > (SELECT last_transcript_id FROM transcript_words_progress WHERE only_row = 1)
ORDER BY t.id LIMIT ?1;

-- name: select_unindexed_transcripts (postgres)
SELECT id, user_id, turns FROM callfold_unindexed_transcripts(?1);

-- Words that were forgotten since they were read stay out.
-- name: insert_transcript_words
INSERT INTO transcript_words (rowid, user_id, words)
SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM transcripts WHERE id = ?1);

-- name: insert_transcript_words (postgres)
INSERT INTO transcript_words (rowid, user_id, words)
SELECT r.id, r.user_id::bigint, to_tsvector('simple', callfold_words_apart(left(r.words, 200000)))
FROM unnest(?1::bigint[], ?2::text[], ?3::text[]) AS r (id, user_id, words)
WHERE EXISTS (SELECT 1 FROM transcripts WHERE transcripts.id = r.id)
ON CONFLICT (rowid) DO NOTHING;

-- name: update_transcript_words_progress
UPDATE transcript_words_progress SET last_transcript_id = ?1 WHERE only_row = 1;

-- name: update_transcript_words_progress (postgres)
UPDATE transcripts SET is_indexed = TRUE WHERE id = ANY (?1::bigint[]);

-- Settings of the index itself (FTS5's own way of writing them).
-- name: set_transcript_words_option
INSERT INTO transcript_words (transcript_words, rank) VALUES (?1, ?2);

-- name: set_transcript_words_option (postgres)
SELECT 1 WHERE ?1::text IS NULL AND ?2::bigint IS NULL;

-- Merges segments of the index, writing about as many of its pages.
-- name: merge_transcript_words
INSERT INTO transcript_words (transcript_words, rank) VALUES ('merge', ?1);

-- PostgreSQL merges by itself.
-- name: merge_transcript_words (postgres)
SELECT 1 WHERE ?1::bigint IS NULL;

-- Rows of the index's own tables included, which changes() does not count.
-- name: select_total_changes
SELECT total_changes();

-- name: select_total_changes (postgres)
SELECT 0::bigint;
