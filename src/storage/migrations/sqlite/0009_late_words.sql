-- Words that came more than two hours after their call know when it came up: a search among older calls begins at the
-- words of its time, and finds these apart.
ALTER TABLE transcripts ADD COLUMN late_call_created_at INTEGER;
UPDATE transcripts SET late_call_created_at = (SELECT created_at FROM calls WHERE calls.id = transcripts.call_id)
WHERE created_at - 7200000000 > (SELECT created_at FROM calls WHERE calls.id = transcripts.call_id);
CREATE INDEX idx_transcripts_late ON transcripts (user_id, late_call_created_at, id)
    WHERE late_call_created_at IS NOT NULL;
