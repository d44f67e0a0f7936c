-- What the dashboard reads without walking through calls and analyses.

-- Calls that may still go on; those that have long said nothing are "no news".
CREATE INDEX idx_calls_open ON calls (user_id, last_event_at, call_lifecycle_status)
    WHERE ended_at IS NULL OR call_lifecycle_status = 'call-disconnected';
CREATE INDEX idx_calls_unknown_status ON calls (user_id, id) WHERE unknown_statuses <> '[]';
CREATE INDEX idx_quarantine_waiting ON quarantine (user_id, id) WHERE replayed_at IS NULL;

-- When each endpoint was first and last posted to: written once for a batch of webhooks.
CREATE TABLE endpoint_arrivals (
    endpoint_id INTEGER PRIMARY KEY REFERENCES endpoints (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    first_received_at INTEGER NOT NULL,
    last_received_at INTEGER NOT NULL
);
CREATE INDEX idx_endpoint_arrivals_user ON endpoint_arrivals (user_id);
INSERT INTO endpoint_arrivals (endpoint_id, user_id, first_received_at, last_received_at)
SELECT endpoint_id, user_id, min(received_at), max(received_at) FROM call_events
WHERE endpoint_id IS NOT NULL GROUP BY endpoint_id, user_id;

-- Leads by tag, and the mood of the analyses by the quarter of an hour in which they were made. Triggers keep
-- both, so that no way of writing, moving or erasing an analysis can forget them.
CREATE TABLE lead_tag_counts (
    user_id INTEGER NOT NULL REFERENCES users (id),
    lead_tag TEXT NOT NULL,
    leads INTEGER NOT NULL,
    PRIMARY KEY (user_id, lead_tag)
) WITHOUT ROWID;
INSERT INTO lead_tag_counts (user_id, lead_tag, leads)
SELECT user_id, lead_tag, count(*) FROM lead_analytics WHERE analysis_type = 'complete'
GROUP BY user_id, lead_tag;
CREATE TRIGGER lead_tags_after_insert AFTER INSERT ON lead_analytics WHEN NEW.analysis_type = 'complete'
BEGIN
    INSERT INTO lead_tag_counts (user_id, lead_tag, leads) VALUES (NEW.user_id, NEW.lead_tag, 1)
    ON CONFLICT (user_id, lead_tag) DO UPDATE SET leads = leads + 1;
END;
CREATE TRIGGER lead_tags_after_delete AFTER DELETE ON lead_analytics WHEN OLD.analysis_type = 'complete'
BEGIN
    UPDATE lead_tag_counts SET leads = leads - 1 WHERE user_id = OLD.user_id AND lead_tag = OLD.lead_tag;
END;
CREATE TRIGGER lead_tags_after_update AFTER UPDATE OF lead_tag ON lead_analytics
    WHEN NEW.analysis_type = 'complete' AND NEW.lead_tag <> OLD.lead_tag
BEGIN
    UPDATE lead_tag_counts SET leads = leads - 1 WHERE user_id = OLD.user_id AND lead_tag = OLD.lead_tag;
    INSERT INTO lead_tag_counts (user_id, lead_tag, leads) VALUES (NEW.user_id, NEW.lead_tag, 1)
    ON CONFLICT (user_id, lead_tag) DO UPDATE SET leads = leads + 1;
END;

CREATE TABLE sentiment_counters (
    user_id INTEGER NOT NULL REFERENCES users (id),
    quarter INTEGER NOT NULL,
    analyses INTEGER NOT NULL,
    score_sum INTEGER NOT NULL,
    PRIMARY KEY (user_id, quarter)
) WITHOUT ROWID;
INSERT INTO sentiment_counters (user_id, quarter, analyses, score_sum)
SELECT user_id, analysis_timestamp - analysis_timestamp % 900000000, count(*), sum(sentiment_score)
FROM lead_analytics WHERE analysis_type = 'individual'
GROUP BY user_id, analysis_timestamp - analysis_timestamp % 900000000;
CREATE TRIGGER sentiment_after_insert AFTER INSERT ON lead_analytics WHEN NEW.analysis_type = 'individual'
BEGIN
    INSERT INTO sentiment_counters (user_id, quarter, analyses, score_sum)
    VALUES (NEW.user_id, NEW.analysis_timestamp - NEW.analysis_timestamp % 900000000, 1, NEW.sentiment_score)
    ON CONFLICT (user_id, quarter)
        DO UPDATE SET analyses = analyses + 1, score_sum = score_sum + excluded.score_sum;
END;
CREATE TRIGGER sentiment_after_delete AFTER DELETE ON lead_analytics WHEN OLD.analysis_type = 'individual'
BEGIN
    UPDATE sentiment_counters SET analyses = analyses - 1, score_sum = score_sum - OLD.sentiment_score
    WHERE user_id = OLD.user_id AND quarter = OLD.analysis_timestamp - OLD.analysis_timestamp % 900000000;
END;
CREATE TRIGGER sentiment_after_update AFTER UPDATE OF sentiment_score, analysis_timestamp ON lead_analytics
    WHEN NEW.analysis_type = 'individual'
BEGIN
    UPDATE sentiment_counters SET analyses = analyses - 1, score_sum = score_sum - OLD.sentiment_score
    WHERE user_id = OLD.user_id AND quarter = OLD.analysis_timestamp - OLD.analysis_timestamp % 900000000;
    INSERT INTO sentiment_counters (user_id, quarter, analyses, score_sum)
    VALUES (NEW.user_id, NEW.analysis_timestamp - NEW.analysis_timestamp % 900000000, 1, NEW.sentiment_score)
    ON CONFLICT (user_id, quarter)
        DO UPDATE SET analyses = analyses + 1, score_sum = score_sum + excluded.score_sum;
END;
