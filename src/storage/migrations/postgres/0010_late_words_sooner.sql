-- Words are late after half an hour now (before: two hours). What came in between is marked as well.
UPDATE transcripts AS t SET late_call_created_at = c.created_at FROM calls AS c
WHERE c.id = t.call_id AND t.late_call_created_at IS NULL AND c.created_at < t.created_at - interval '30 minutes';
