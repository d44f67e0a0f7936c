-- What listeners of the live stream are told: a row for each transaction and tenant, kept an hour. `number` counts
-- per tenant and never falls, because the newest row of a tenant stays. Rows of a tenant are appended under a lock
-- that is held to the end of the transaction, so that they become visible in the order of their numbers.
CREATE TABLE stream_events (
    user_id bigint NOT NULL,
    number bigint NOT NULL,
    changes jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, number)
);
CREATE INDEX idx_stream_events_created ON stream_events (created_at);
