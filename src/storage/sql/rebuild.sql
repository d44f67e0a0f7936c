-- Walking over everything that is stored, for `callfold rebuild`.

-- name: count_calls
SELECT count(*) FROM calls WHERE sealed_at IS NULL;

-- name: select_all_counters
SELECT user_id, provider_agent_id, quarter, calls, ended, answered, voicemail, no_answer, busy, failed,
    canceled, talk_ms, charged_micro
FROM counters;

-- name: select_all_contributions
SELECT user_id, contributions FROM calls WHERE contributions <> '[]';

-- Before they are counted anew. A writing transaction of SQLite is alone anyway.
-- name: lock_counters
SELECT 1;

-- name: lock_counters (postgres)
SELECT callfold_lock_counters();

-- name: delete_all_counters
DELETE FROM counters;

-- name: select_all_leads
SELECT DISTINCT user_id, phone_number FROM lead_analytics WHERE phone_number IS NOT NULL;

-- name: select_unsealed_calls_after
SELECT user_id, id FROM calls WHERE id > ?1 AND sealed_at IS NULL ORDER BY id LIMIT ?2;

-- Everything of a call that is derived from its events, to compare before and after.
-- name: select_derived_call
SELECT json_object('call_lifecycle_status', call_lifecycle_status, 'outcome', outcome, 'attempt', attempt,
    'queued_at', queued_at, 'initiated_at', initiated_at, 'ringing_started_at', ringing_started_at,
    'call_answered_at', call_answered_at, 'call_disconnected_at', call_disconnected_at,
    'completed_at', completed_at, 'ended_at', ended_at, 'first_occurred_at', first_occurred_at,
    'last_event_at', last_event_at, 'agent_id', agent_id, 'batch_id', batch_id,
    'phone_number', phone_number, 'agent_phone_number', agent_phone_number, 'direction', direction,
    'customer_name', customer_name, 'duration_ms', duration_ms, 'telephony_ms', telephony_ms,
    'billable_ms', billable_ms, 'voicemail', voicemail, 'customer_spoke', customer_spoke,
    'recording_url', recording_url, 'error_message', error_message, 'hangup_by', hangup_by,
    'hangup_reason', hangup_reason, 'hangup_provider_code', hangup_provider_code,
    'cost_micro', cost_micro, 'summary', summary, 'extracted_data', extracted_data,
    'transcript_digest', hex(transcript_digest), 'analysis_key', hex(analysis_key),
    'analysis_status', analysis_status, 'credits_charged_micro', credits_charged_micro,
    'unbilled', unbilled, 'unknown_statuses', unknown_statuses, 'contributions', contributions)
FROM calls WHERE user_id = ?1 AND id = ?2;

-- name: select_derived_call (postgres)
SELECT json_build_object('call_lifecycle_status', call_lifecycle_status, 'outcome', outcome, 'attempt', attempt,
    'queued_at', queued_at, 'initiated_at', initiated_at, 'ringing_started_at', ringing_started_at,
    'call_answered_at', call_answered_at, 'call_disconnected_at', call_disconnected_at,
    'completed_at', completed_at, 'ended_at', ended_at, 'first_occurred_at', first_occurred_at,
    'last_event_at', last_event_at, 'agent_id', agent_id, 'batch_id', batch_id,
    'phone_number', phone_number, 'agent_phone_number', agent_phone_number, 'direction', direction,
    'customer_name', customer_name, 'duration_ms', duration_ms, 'telephony_ms', telephony_ms,
    'billable_ms', billable_ms, 'voicemail', voicemail, 'customer_spoke', customer_spoke,
    'recording_url', recording_url, 'error_message', error_message, 'hangup_by', hangup_by,
    'hangup_reason', hangup_reason, 'hangup_provider_code', hangup_provider_code,
    'cost_micro', cost_micro, 'summary', summary, 'extracted_data', extracted_data,
    'transcript_digest', encode(transcript_digest, 'hex'), 'analysis_key', encode(analysis_key, 'hex'),
    'analysis_status', analysis_status, 'credits_charged_micro', credits_charged_micro,
    'unbilled', unbilled, 'unknown_statuses', unknown_statuses, 'contributions', contributions)::text
FROM calls WHERE user_id = ?1 AND id = ?2;
