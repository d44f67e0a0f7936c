-- Counters: sums over calls by agent and quarter of an hour.

-- name: add_counters
INSERT INTO counters (user_id, provider_agent_id, quarter, calls, ended, answered, voicemail, no_answer,
    busy, failed, canceled, talk_ms, charged_micro)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (user_id, quarter, provider_agent_id) DO UPDATE SET
    calls = counters.calls + excluded.calls, ended = counters.ended + excluded.ended,
    answered = counters.answered + excluded.answered, voicemail = counters.voicemail + excluded.voicemail,
    no_answer = counters.no_answer + excluded.no_answer, busy = counters.busy + excluded.busy,
    failed = counters.failed + excluded.failed, canceled = counters.canceled + excluded.canceled,
    talk_ms = counters.talk_ms + excluded.talk_ms, charged_micro = counters.charged_micro + excluded.charged_micro;

-- name: add_counters (postgres)
INSERT INTO counters (user_id, provider_agent_id, quarter, calls, ended, answered, voicemail, no_answer,
    busy, failed, canceled, talk_ms, charged_micro)
SELECT * FROM unnest(?1::bigint[], ?2::text[], ?3::timestamptz[], ?4::bigint[], ?5::bigint[], ?6::bigint[],
    ?7::bigint[], ?8::bigint[], ?9::bigint[], ?10::bigint[], ?11::bigint[], ?12::bigint[], ?13::bigint[])
    AS r (user_id, provider_agent_id, quarter, calls, ended, answered, voicemail, no_answer, busy, failed,
        canceled, talk_ms, charged_micro)
ORDER BY r.user_id, r.quarter, r.provider_agent_id
ON CONFLICT (user_id, quarter, provider_agent_id) DO UPDATE SET
    calls = counters.calls + excluded.calls, ended = counters.ended + excluded.ended,
    answered = counters.answered + excluded.answered, voicemail = counters.voicemail + excluded.voicemail,
    no_answer = counters.no_answer + excluded.no_answer, busy = counters.busy + excluded.busy,
    failed = counters.failed + excluded.failed, canceled = counters.canceled + excluded.canceled,
    talk_ms = counters.talk_ms + excluded.talk_ms, charged_micro = counters.charged_micro + excluded.charged_micro;
