-- Calls as the API reads them. A list is found in two steps: one of the statements that walk an index gives the
-- places of its rows, newest first; select_call_row reads them. All walks take the same parameters: tenant, an
-- upper bound (created_at and id), the earliest created_at, status, number, agent, analysis status, limit, outcome.

-- name: select_calls_by_time
SELECT c.id FROM calls AS c
WHERE c.user_id = ?1 AND (c.created_at, c.id) < (?2, ?3) AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
ORDER BY c.created_at DESC, c.id DESC LIMIT ?9;

-- name: select_calls_by_status
SELECT c.id FROM calls AS c
WHERE c.user_id = ?1 AND (c.created_at, c.id) < (?2, ?3) AND c.created_at >= ?4
    AND c.call_lifecycle_status = ?5 AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
ORDER BY c.created_at DESC, c.id DESC LIMIT ?9;

-- name: select_calls_by_number
SELECT c.id FROM calls AS c
WHERE c.user_id = ?1 AND (c.created_at, c.id) < (?2, ?3) AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND c.phone_number = ?6
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
ORDER BY c.created_at DESC, c.id DESC LIMIT ?9;

-- name: select_calls_by_agent
SELECT c.id FROM calls AS c
WHERE c.user_id = ?1 AND (c.created_at, c.id) < (?2, ?3) AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND c.agent_id = ?7 AND (c.analysis_status = ?8 OR ?8 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
ORDER BY c.created_at DESC, c.id DESC LIMIT ?9;

-- Each condition of an index stands beside what is asked for, which is within it.
-- name: select_calls_by_outcome
SELECT c.id FROM calls AS c
WHERE c.user_id = ?1 AND (c.created_at, c.id) < (?2, ?3) AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL)
    AND c.outcome = ?10 AND c.outcome IN ('voicemail', 'no-answer')
ORDER BY c.created_at DESC, c.id DESC LIMIT ?9;

-- name: select_calls_by_analysis
SELECT c.id FROM calls AS c
WHERE c.user_id = ?1 AND (c.created_at, c.id) < (?2, ?3) AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
    AND c.analysis_status = ?8 AND c.analysis_status <> 'done'
ORDER BY c.created_at DESC, c.id DESC LIMIT ?9;

-- name: select_calls_by_analysis (postgres)
SELECT c.id FROM calls AS c
WHERE c.user_id = ?1 AND (c.created_at, c.id) < (?2, ?3) AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
    AND c.analysis_status = ?8 AND c.analysis_status IN ('pending', 'failed', 'skipped')
ORDER BY c.created_at DESC, c.id DESC LIMIT ?9;

-- Calls without an analysis: SQLite has them in the index of the others, PostgreSQL finds them by having no end.
-- name: select_calls_before_analysis
SELECT c.id FROM calls AS c
WHERE c.user_id = ?1 AND (c.created_at, c.id) < (?2, ?3) AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
    AND c.analysis_status = ?8 AND c.analysis_status <> 'done'
ORDER BY c.created_at DESC, c.id DESC LIMIT ?9;

-- Calls that go on are few among all: they are found by their index, and then put in order.
-- name: select_calls_before_analysis (postgres)
WITH going_on AS MATERIALIZED (
    SELECT c.id, c.created_at FROM calls AS c
    WHERE c.user_id = ?1
        AND (c.ended_at IS NULL OR c.call_lifecycle_status = 'call-disconnected') AND c.ended_at IS NULL
        AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
        AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
        AND c.analysis_status = ?8
)
SELECT id FROM going_on WHERE (created_at, id) < (?2, ?3) AND created_at >= ?4
ORDER BY created_at DESC, id DESC LIMIT ?9;

-- A transcript that is older than those of all calls since ?2: one that was there some time before, at ?3. Any of them
-- will do; among the calls that are looked through, since calls may be without words for years.
-- name: select_transcript_before
SELECT t.id FROM (
        SELECT id FROM calls WHERE user_id = ?1 AND created_at < ?2 ORDER BY created_at DESC, id DESC LIMIT 1000
    ) AS c
    CROSS JOIN transcripts AS t
WHERE t.call_id = c.id AND t.user_id = ?1 AND t.created_at < ?3 LIMIT 1;

-- A transcript of a call since ?2; any of them, the same way.
-- name: select_transcript_after
SELECT t.id FROM (
        SELECT id FROM calls WHERE user_id = ?1 AND created_at >= ?2 ORDER BY created_at, id LIMIT 1000
    ) AS c
    CROSS JOIN transcripts AS t
WHERE t.call_id = c.id AND t.user_id = ?1 LIMIT 1;

-- Walks along the words that were heard, newest first, take more parameters: ?2 is the transcript before which the page
-- begins, ?3 the end of the time, ?11 the words, ?12 and ?13 what is put around them in the piece of the transcript that
-- is shown, ?14 a transcript behind which the walk ends. On PostgreSQL "+ 0" keeps the calls of the whole time from being
-- looked through for each transcript, which seems as cheap as long as there are no statistics.
-- name: select_calls_by_words
SELECT c.id, t.id, snippet(w.transcript_words, 1, ?12, ?13, '…', 24) FROM transcript_words AS w
    CROSS JOIN transcripts AS t ON t.id = w.rowid
    CROSS JOIN calls AS c ON c.id = t.call_id AND c.transcript_digest = t.digest
WHERE w.transcript_words MATCH ?11 AND w.rowid < ?2 AND w.rowid > ?14 AND t.user_id = ?1 AND c.user_id = ?1
    AND c.created_at < ?3 AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
ORDER BY w.rowid DESC LIMIT ?9;

-- name: select_calls_by_words (postgres)
SELECT c.id, t.id, callfold_words_shown(t.turns, ?11, ?12, ?13)
FROM callfold_matching_transcripts(?1, websearch_to_tsquery('simple', callfold_words_apart(?11))) AS w (id)
    JOIN transcripts AS t ON t.id = w.id
    JOIN calls AS c ON c.id = t.call_id AND c.transcript_digest = t.digest
WHERE w.id < ?2 AND w.id > ?14 AND t.user_id = ?1 AND c.user_id + 0 = ?1
    AND c.created_at < ?3 AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
ORDER BY w.id DESC LIMIT ?9;

-- Looks through the transcripts one by one, for words that are taken apart once, in a query of their own. Not asked on
-- SQLite, whose index gives the newest first.
-- name: select_calls_by_newest_words
SELECT 0, 0, '' WHERE coalesce(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) IS NULL;

-- name: select_calls_by_newest_words (postgres)
SELECT c.id, t.id, callfold_words_shown(t.turns, ?11, ?12, ?13)
FROM transcripts AS t
    JOIN transcript_words AS w ON w.rowid = t.id AND w.user_id = ?1
    JOIN calls AS c ON c.id = t.call_id AND c.transcript_digest = t.digest
WHERE t.user_id = ?1 AND t.id < ?2 AND t.id > ?14
    AND w.words @@ (SELECT websearch_to_tsquery('simple', callfold_words_apart(?11))) AND c.user_id + 0 = ?1
    AND c.created_at < ?3 AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
ORDER BY t.id DESC LIMIT ?9;

-- Between which transcripts words stand that came late to calls of a time, from ?2 to ?3.
-- name: select_late_transcripts
SELECT min(id), max(id) FROM transcripts
WHERE user_id = ?1 AND late_call_created_at >= ?2 AND late_call_created_at < ?3;

-- Walks along those.
-- name: select_calls_by_late_words
SELECT c.id, t.id, snippet(w.transcript_words, 1, ?12, ?13, '…', 24) FROM transcript_words AS w
    CROSS JOIN transcripts AS t ON t.id = w.rowid
    CROSS JOIN calls AS c ON c.id = t.call_id AND c.transcript_digest = t.digest
WHERE w.transcript_words MATCH ?11 AND w.rowid < ?2 AND w.rowid > ?14
    AND +w.rowid IN (SELECT id FROM transcripts
                     WHERE user_id = ?1 AND late_call_created_at >= ?4 AND late_call_created_at < ?3)
    AND t.user_id = ?1 AND c.user_id = ?1
    AND c.created_at < ?3 AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
ORDER BY w.rowid DESC LIMIT ?9;

-- name: select_calls_by_late_words (postgres)
SELECT c.id, t.id, callfold_words_shown(t.turns, ?11, ?12, ?13)
FROM transcripts AS t
    JOIN transcript_words AS w ON w.rowid = t.id AND w.user_id = ?1
    JOIN calls AS c ON c.id = t.call_id AND c.transcript_digest = t.digest
WHERE t.user_id = ?1 AND t.late_call_created_at >= ?4 AND t.late_call_created_at < ?3 AND t.id < ?2 AND t.id > ?14
    AND w.words @@ (SELECT websearch_to_tsquery('simple', callfold_words_apart(?11))) AND c.user_id + 0 = ?1
    AND c.created_at < ?3 AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
ORDER BY t.id DESC LIMIT ?9;

-- Walks along a list of transcripts, ?15.
-- name: select_calls_by_words_among
SELECT c.id, t.id, snippet(w.transcript_words, 1, ?12, ?13, '…', 24) FROM transcript_words AS w
    CROSS JOIN transcripts AS t ON t.id = w.rowid
    CROSS JOIN calls AS c ON c.id = t.call_id AND c.transcript_digest = t.digest
WHERE w.transcript_words MATCH ?11 AND w.rowid < ?2 AND w.rowid > ?14
    AND +w.rowid IN (SELECT value FROM json_each(?15)) AND t.user_id = ?1 AND c.user_id = ?1
    AND c.created_at < ?3 AND c.created_at >= ?4
    AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
    AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL) AND (c.outcome = ?10 OR ?10 IS NULL)
ORDER BY w.rowid DESC LIMIT ?9;

-- The list is gone along before anything is put in order: else all transcripts would be, for their order. Its ids are
-- read apart: row-level security keeps an index from being searched for what a function makes of text.
-- name: select_calls_by_words_among (postgres)
WITH found AS MATERIALIZED (
    SELECT c.id AS call_id, t.id, t.turns
    FROM (SELECT id::bigint AS id FROM jsonb_array_elements_text(?15) AS e (id) OFFSET 0) AS j
        JOIN transcripts AS t ON t.id = j.id
        JOIN transcript_words AS w ON w.rowid = t.id AND w.user_id + 0 = ?1
        JOIN calls AS c ON c.id = t.call_id AND c.transcript_digest = t.digest
    WHERE t.user_id + 0 = ?1 AND t.id < ?2 AND t.id > ?14
        AND w.words @@ (SELECT websearch_to_tsquery('simple', callfold_words_apart(?11))) AND c.user_id + 0 = ?1
        AND c.created_at < ?3 AND c.created_at >= ?4
        AND (c.call_lifecycle_status = ?5 OR ?5 IS NULL) AND (c.phone_number = ?6 OR ?6 IS NULL)
        AND (c.agent_id = ?7 OR ?7 IS NULL) AND (c.analysis_status = ?8 OR ?8 IS NULL)
        AND (c.outcome = ?10 OR ?10 IS NULL)
)
SELECT call_id, id, callfold_words_shown(turns, ?11, ?12, ?13) FROM found ORDER BY id DESC LIMIT ?9;

-- name: select_transcripts_of_calls
SELECT t.id FROM json_each(?2) AS j CROSS JOIN transcripts AS t ON t.call_id = j.value WHERE t.user_id = ?1;

-- name: select_transcripts_of_calls (postgres)
SELECT t.id
FROM (SELECT call::bigint AS id FROM jsonb_array_elements_text(?2) AS e (call) OFFSET 0) AS j
    JOIN transcripts AS t ON t.call_id = j.id
WHERE t.user_id + 0 = ?1;

-- How many transcripts between ?2 and ?3 the index of words gives, ?4 at most. Not asked on PostgreSQL, which would
-- find them all first.
-- name: count_matching_transcripts
SELECT count(*) FROM (
    SELECT rowid FROM transcript_words WHERE transcript_words MATCH ?1 AND rowid < ?2 AND rowid > ?3 LIMIT ?4);

-- name: count_matching_transcripts (postgres)
SELECT 0::bigint WHERE ?1::text IS NULL AND ?2::bigint IS NULL AND ?3::bigint IS NULL AND ?4::bigint IS NULL;

-- An administrator's look across tenants: one step along idx_calls_phone for each of them.
-- name: select_calls_of_all_tenants_by_number
SELECT c.user_id, c.id FROM users AS u CROSS JOIN calls AS c ON c.user_id = u.id
WHERE c.phone_number = ?1 AND (c.created_at, c.id) < (?2, ?3)
ORDER BY c.created_at DESC, c.id DESC LIMIT ?4;

-- name: select_calls_of_all_tenants_by_number (postgres)
SELECT found.user_id, found.id
FROM users AS u CROSS JOIN LATERAL (
    SELECT c.user_id, c.id, c.created_at FROM calls AS c
    WHERE c.user_id = u.id AND c.phone_number = ?1 AND (c.created_at, c.id) < (?2, ?3)
    ORDER BY c.created_at DESC, c.id DESC LIMIT ?4
) AS found
ORDER BY found.created_at DESC, found.id DESC LIMIT ?4;

-- name: select_call_created_at
SELECT created_at FROM calls WHERE user_id = ?1 AND id = ?2;

-- name: select_call_created_at_of_any_tenant
SELECT created_at FROM calls WHERE id = ?1;

-- name: select_agent_id
SELECT id FROM agents WHERE user_id = ?1 AND public_id = ?2;

-- name: select_call_by_public_id
SELECT id FROM calls WHERE user_id = ?1 AND public_id = ?2;

-- name: select_call_row
SELECT c.id, c.public_id, u.public_id, c.provider, c.execution_id, a.public_id, a.provider_agent_id, a.name,
    c.batch_id, c.phone_number, c.agent_phone_number, c.direction, c.customer_name,
    c.call_lifecycle_status, c.outcome, c.attempt, c.queued_at, c.initiated_at, c.ringing_started_at,
    c.call_answered_at, c.call_disconnected_at, c.completed_at, c.ended_at, c.first_occurred_at,
    c.last_event_at, c.duration_ms, c.telephony_ms, c.billable_ms, c.voicemail, c.customer_spoke,
    c.recording_url, c.error_message, c.hangup_by, c.hangup_provider_word, c.hangup_reason,
    c.hangup_provider_code, c.cost_micro, c.cost_currency, c.summary, c.extracted_data,
    c.transcript_digest, c.analysis_key, c.unbilled, c.unknown_statuses, c.analysis_status,
    c.credits_charged_micro, c.duplicates, c.sealed_at IS NOT NULL, c.erased_at IS NOT NULL,
    c.created_at, c.updated_at
FROM calls AS c JOIN users AS u ON u.id = c.user_id
    LEFT JOIN agents AS a ON a.id = c.agent_id AND a.user_id = c.user_id
WHERE c.user_id = ?1 AND c.id = ?2;

-- name: select_call_row (postgres)
SELECT c.id, c.public_id, u.public_id, c.provider, c.execution_id, a.public_id, a.provider_agent_id, a.name,
    c.batch_id, c.phone_number, c.agent_phone_number, c.direction, c.customer_name,
    c.call_lifecycle_status, c.outcome, c.attempt, c.queued_at, c.initiated_at, c.ringing_started_at,
    c.call_answered_at, c.call_disconnected_at, c.completed_at, c.ended_at, c.first_occurred_at,
    c.last_event_at, c.duration_ms, c.telephony_ms, c.billable_ms, c.voicemail, c.customer_spoke,
    c.recording_url, c.error_message, c.hangup_by, c.hangup_provider_word, c.hangup_reason,
    c.hangup_provider_code, c.cost_micro, c.cost_currency, c.summary, c.extracted_data,
    c.transcript_digest, c.analysis_key, c.unbilled, c.unknown_statuses, c.analysis_status,
    c.credits_charged_micro, c.duplicates, c.sealed_at IS NOT NULL, c.erased_at IS NOT NULL,
    c.created_at, c.updated_at
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, id)
    JOIN calls AS c ON c.user_id = r.user_id AND c.id = r.id JOIN users AS u ON u.id = c.user_id
    LEFT JOIN agents AS a ON a.id = c.agent_id AND a.user_id = c.user_id;

-- name: select_transfers_of_call
SELECT public_id, kind, debit_account, credit_account, amount_micro, idempotency_key, created_at
FROM ledger_transfers WHERE user_id = ?1 AND call_id = ?2 ORDER BY id;
