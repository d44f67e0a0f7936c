-- What lists are filtered by leads along an index, however few rows have it: all but what most calls are, answered and
-- analysed, and but outcomes that are a status.
CREATE INDEX idx_contacts_user ON contacts (user_id);
CREATE INDEX idx_calls_outcome ON calls (user_id, outcome, created_at) WHERE outcome IN ('voicemail', 'no-answer');
DROP INDEX idx_calls_open_analysis;
CREATE INDEX idx_calls_analysis ON calls (user_id, analysis_status, created_at) WHERE analysis_status <> 'done';
-- An erase looks through the complete analyses that wait to be made anew.
CREATE INDEX idx_lead_analytics_stale ON lead_analytics (user_id)
    WHERE analysis_type = 'complete' AND summary_is_stale = 1;
