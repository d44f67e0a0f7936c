-- Words are late after half an hour now (before: two hours). What came in between is marked as well.
UPDATE transcripts SET late_call_created_at = (SELECT created_at FROM calls WHERE calls.id = transcripts.call_id)
WHERE late_call_created_at IS NULL
    AND created_at - 1800000000 > (SELECT created_at FROM calls WHERE calls.id = transcripts.call_id);
