-- Counters: sums over calls by agent and quarter of an hour.

-- name: add_counters
INSERT INTO counters (user_id, provider_agent_id, quarter, calls, ended, answered, voicemail, no_answer,
    busy, failed, canceled, talk_ms, charged_micro)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (user_id, quarter, provider_agent_id) DO UPDATE SET
    calls = calls + excluded.calls, ended = ended + excluded.ended,
    answered = answered + excluded.answered, voicemail = voicemail + excluded.voicemail,
    no_answer = no_answer + excluded.no_answer, busy = busy + excluded.busy,
    failed = failed + excluded.failed, canceled = canceled + excluded.canceled,
    talk_ms = talk_ms + excluded.talk_ms, charged_micro = charged_micro + excluded.charged_micro;
