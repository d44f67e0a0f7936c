-- What lists are filtered by leads along an index, however few rows have it: all but what most calls are, answered and
-- analysed, and but outcomes that are a status.
CREATE INDEX idx_calls_outcome ON calls (user_id, outcome, created_at, id) WHERE outcome IN ('voicemail', 'no-answer');
-- Of calls that are over. The others are found by having no end: an index of theirs would cost each of their events.
DROP INDEX idx_calls_open_analysis;
CREATE INDEX idx_calls_analysis ON calls (user_id, analysis_status, created_at, id)
    WHERE analysis_status IN ('pending', 'failed', 'skipped');
-- An erase looks through the complete analyses that wait to be made anew.
CREATE INDEX idx_lead_analytics_stale ON lead_analytics (user_id)
    WHERE analysis_type = 'complete' AND summary_is_stale;

-- A piece of a transcript around the words of a search, which stand between `before` and `after`.
CREATE FUNCTION callfold_words_shown(turns json, words text, before text, after text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT translate(
        ts_headline('simple',
            (SELECT callfold_words_apart(string_agg(turn ->> 'text', ' ')) FROM json_array_elements(turns) AS turn),
            websearch_to_tsquery('simple', callfold_words_apart(words)),
            format('StartSel="%s", StopSel="%s", MaxWords=24, MinWords=12', before, after)),
        E'\x1f', '')
$$;
