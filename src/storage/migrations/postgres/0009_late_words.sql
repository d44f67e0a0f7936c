-- Words that came more than two hours after their call know when it came up: a search among older calls begins at the
-- words of its time, and finds these apart.
ALTER TABLE transcripts ADD COLUMN late_call_created_at timestamptz;
UPDATE transcripts AS t SET late_call_created_at = c.created_at FROM calls AS c
WHERE c.id = t.call_id AND c.created_at < t.created_at - interval '2 hours';
CREATE INDEX idx_transcripts_late ON transcripts (user_id, late_call_created_at, id)
    WHERE late_call_created_at IS NOT NULL;
