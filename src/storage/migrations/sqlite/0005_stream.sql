-- What listeners of the live stream are told: a row for each transaction and tenant, kept an hour. `number` counts
-- per tenant and never falls, because the newest row of a tenant stays. One connection writes at a time here, so
-- that rows become visible in the order of their numbers.
CREATE TABLE stream_events (
    user_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    changes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, number)
) WITHOUT ROWID;
CREATE INDEX idx_stream_events_created ON stream_events (created_at);
