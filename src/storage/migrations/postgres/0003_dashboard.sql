-- What the dashboard reads without walking through calls and analyses.

-- Calls that may still go on; those that have long said nothing are "no news".
CREATE INDEX idx_calls_open ON calls (user_id, last_event_at, call_lifecycle_status)
    WHERE ended_at IS NULL OR call_lifecycle_status = 'call-disconnected';
CREATE INDEX idx_calls_unknown_status ON calls (user_id, id) WHERE unknown_statuses <> '[]';
CREATE INDEX idx_quarantine_waiting ON quarantine (user_id, id) WHERE replayed_at IS NULL;

-- When each endpoint was first and last posted to: written once for a batch of webhooks.
CREATE TABLE endpoint_arrivals (
    endpoint_id bigint PRIMARY KEY REFERENCES endpoints (id),
    user_id bigint NOT NULL REFERENCES users (id),
    first_received_at timestamptz NOT NULL,
    last_received_at timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX idx_endpoint_arrivals_user ON endpoint_arrivals (user_id);
INSERT INTO endpoint_arrivals (endpoint_id, user_id, first_received_at, last_received_at)
SELECT endpoint_id, user_id, min(received_at), max(received_at) FROM call_events
WHERE endpoint_id IS NOT NULL GROUP BY endpoint_id, user_id;

-- Leads by tag, and the mood of the analyses by the quarter of an hour in which they were made. Triggers keep
-- both, so that no way of writing, moving or erasing an analysis can forget them.
CREATE TABLE lead_tag_counts (
    user_id bigint NOT NULL REFERENCES users (id),
    lead_tag text NOT NULL,
    leads bigint NOT NULL,
    PRIMARY KEY (user_id, lead_tag)
) WITH (fillfactor = 50);
INSERT INTO lead_tag_counts (user_id, lead_tag, leads)
SELECT user_id, lead_tag, count(*) FROM lead_analytics WHERE analysis_type = 'complete'
GROUP BY user_id, lead_tag;

CREATE FUNCTION count_lead_tag(tenant bigint, tag text, change bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO lead_tag_counts (user_id, lead_tag, leads) VALUES (tenant, tag, change)
    ON CONFLICT (user_id, lead_tag) DO UPDATE SET leads = lead_tag_counts.leads + excluded.leads
$$;
CREATE FUNCTION keep_lead_tag_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.analysis_type = 'complete' THEN
        PERFORM count_lead_tag(OLD.user_id, OLD.lead_tag, -1);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.analysis_type = 'complete' THEN
        PERFORM count_lead_tag(NEW.user_id, NEW.lead_tag, 1);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER lead_tags AFTER INSERT OR DELETE OR UPDATE OF lead_tag ON lead_analytics
    FOR EACH ROW EXECUTE FUNCTION keep_lead_tag_counts();

CREATE TABLE sentiment_counters (
    user_id bigint NOT NULL REFERENCES users (id),
    quarter timestamptz NOT NULL,
    analyses bigint NOT NULL,
    score_sum bigint NOT NULL,
    PRIMARY KEY (user_id, quarter)
) WITH (fillfactor = 50);
INSERT INTO sentiment_counters (user_id, quarter, analyses, score_sum)
SELECT user_id, date_bin('15 minutes', analysis_timestamp, '1970-01-01 00:00:00+00'), count(*), sum(sentiment_score)
FROM lead_analytics WHERE analysis_type = 'individual' GROUP BY 1, 2;

CREATE FUNCTION count_sentiment(tenant bigint, at timestamptz, change bigint, score bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO sentiment_counters (user_id, quarter, analyses, score_sum)
    VALUES (tenant, date_bin('15 minutes', at, '1970-01-01 00:00:00+00'), change, change * score)
    ON CONFLICT (user_id, quarter) DO UPDATE SET
        analyses = sentiment_counters.analyses + excluded.analyses,
        score_sum = sentiment_counters.score_sum + excluded.score_sum
$$;
CREATE FUNCTION keep_sentiment_counters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.analysis_type = 'individual' THEN
        PERFORM count_sentiment(OLD.user_id, OLD.analysis_timestamp, -1, OLD.sentiment_score);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.analysis_type = 'individual' THEN
        PERFORM count_sentiment(NEW.user_id, NEW.analysis_timestamp, 1, NEW.sentiment_score);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sentiments AFTER INSERT OR DELETE OR UPDATE OF sentiment_score, analysis_timestamp ON lead_analytics
    FOR EACH ROW EXECUTE FUNCTION keep_sentiment_counters();
