-- What the overview of the dashboard reads.

-- Calls with an event at ?2 or after that may still go on, by status.
-- name: select_live_funnel
SELECT call_lifecycle_status, count(*) FROM calls
WHERE user_id = ?1 AND last_event_at >= ?2
    AND (ended_at IS NULL OR call_lifecycle_status = 'call-disconnected')
    AND call_lifecycle_status IS NOT NULL
GROUP BY call_lifecycle_status;

-- name: sum_counters
SELECT CAST(coalesce(sum(calls), 0) AS BIGINT), CAST(coalesce(sum(ended), 0) AS BIGINT), CAST(coalesce(sum(answered), 0) AS BIGINT),
    CAST(coalesce(sum(voicemail), 0) AS BIGINT), CAST(coalesce(sum(no_answer), 0) AS BIGINT), CAST(coalesce(sum(busy), 0) AS BIGINT), CAST(coalesce(sum(failed), 0) AS BIGINT),
    CAST(coalesce(sum(canceled), 0) AS BIGINT), CAST(coalesce(sum(talk_ms), 0) AS BIGINT), CAST(coalesce(sum(charged_micro), 0) AS BIGINT)
FROM counters WHERE user_id = ?1 AND quarter >= ?2 AND quarter < ?3;

-- name: select_counting_since
SELECT min(quarter) FROM counters WHERE user_id = ?1;

-- name: select_lead_tag_counts
SELECT lead_tag, leads FROM lead_tag_counts WHERE user_id = ?1;

-- In the order of time.
-- name: select_sentiment_counters
SELECT quarter, analyses, score_sum FROM sentiment_counters
WHERE user_id = ?1 AND quarter >= ?2 AND quarter < ?3 ORDER BY quarter;

-- name: select_last_arrival
SELECT max(last_received_at) FROM endpoint_arrivals WHERE user_id = ?1;

-- name: count_waiting_quarantine
SELECT count(*) FROM (SELECT 1 AS one FROM quarantine WHERE user_id = ?1 AND replayed_at IS NULL LIMIT ?2) AS counted;

-- The condition on the key makes the engine take the index of the active ones.
-- name: count_active_jobs
SELECT count(*) FROM (SELECT 1 AS one FROM jobs
    WHERE user_id = ?1 AND key > '' AND state = ?2 AND state IN ('waiting', 'running')
        AND (NOT ?3 OR held_because IS NOT NULL)
    LIMIT ?4) AS counted;
