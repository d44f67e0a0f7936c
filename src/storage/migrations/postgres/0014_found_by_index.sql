-- Each analysis asks how many unusable answers its job has had: it must not walk along the requests of others.
CREATE INDEX idx_model_requests_unusable ON model_requests (job_id) WHERE outcome = 'unusable';
-- A webhook that takes a call from a lead, and an erase, find the answers about a person along an index. Every answer
-- writes all indexes of its request anyway, since one of them goes by its outcome.
CREATE INDEX idx_model_requests_person ON model_requests (user_id, phone_number) WHERE phone_number IS NOT NULL;

-- An erase walked along all notifications of the tenant, once for each call of the person.
CREATE INDEX idx_notifications_call ON notifications (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX idx_notifications_person ON notifications (user_id, phone_number) WHERE phone_number IS NOT NULL;

-- The list of trouble walked along all jobs that wait, most of which nothing holds or everything does.
CREATE INDEX idx_jobs_held ON jobs (user_id, id) WHERE held_because IS NOT NULL;
-- With the order of its list, which was found along all transfers of the tenant else.
DROP INDEX idx_ledger_transfers_call;
CREATE INDEX idx_ledger_transfers_call ON ledger_transfers (call_id, id) WHERE call_id IS NOT NULL;

-- A complete analysis has no call. Said so, the index serves lists only: what is found by its number was looked for
-- along all complete analyses of the tenant as long as the tables had no statistics.
DROP INDEX idx_lead_analytics_user_complete;
CREATE INDEX idx_lead_analytics_user_complete ON lead_analytics (user_id, id) WHERE call_id IS NULL;

-- In plpgsql, which keeps the plan: a function in SQL was planned anew for each analysis, for half a millisecond.
CREATE OR REPLACE FUNCTION count_lead_tag(tenant bigint, tag text, change bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO lead_tag_counts (user_id, lead_tag, leads) VALUES (tenant, tag, change)
    ON CONFLICT (user_id, lead_tag) DO UPDATE SET leads = lead_tag_counts.leads + excluded.leads;
END $$;
CREATE OR REPLACE FUNCTION count_sentiment(tenant bigint, at timestamptz, change bigint, score bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sentiment_counters (user_id, quarter, analyses, score_sum)
    VALUES (tenant, date_bin('15 minutes', at, '1970-01-01 00:00:00+00'), change, change * score)
    ON CONFLICT (user_id, quarter) DO UPDATE SET
        analyses = sentiment_counters.analyses + excluded.analyses,
        score_sum = sentiment_counters.score_sum + excluded.score_sum;
END $$;
