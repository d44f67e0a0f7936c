-- Where notifications go, who is told about events, and what was sent to them.

-- A kind without a row goes where its default says (domain/notification).
CREATE TABLE notification_rules (
    user_id INTEGER NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    bell INTEGER NOT NULL,
    email INTEGER NOT NULL,
    subscriptions INTEGER NOT NULL,
    emails TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind)
) WITHOUT ROWID;

-- Secrets are sealed (base/secret_box): the key is not in the database.
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    url TEXT NOT NULL,
    description TEXT,
    event_types TEXT NOT NULL,
    secret BLOB NOT NULL,
    previous_secret BLOB,
    previous_secret_until INTEGER,
    failing_since INTEGER,
    disabled_at INTEGER,
    disabled_because TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((previous_secret IS NULL) = (previous_secret_until IS NULL))
);
CREATE INDEX idx_subscriptions_user ON subscriptions (user_id);

-- What is told, once for all receivers. The payload is text and not JSON: a signature is over its bytes. It is
-- empty once erased.
CREATE TABLE outgoing_messages (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    event_type TEXT NOT NULL,
    key TEXT NOT NULL,
    call_id INTEGER REFERENCES calls (id),
    phone_number TEXT,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (user_id, key)
);
CREATE INDEX idx_outgoing_messages_call ON outgoing_messages (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX idx_outgoing_messages_phone ON outgoing_messages (user_id, phone_number)
    WHERE phone_number IS NOT NULL;
CREATE INDEX idx_outgoing_messages_created ON outgoing_messages (user_id, created_at);

-- One message to one receiver. A lane is what is worked off in order and side by side with others: a subscription
-- (its id), or the e-mails of a tenant (its id, negative).
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    message_id INTEGER NOT NULL REFERENCES outgoing_messages (id),
    subscription_id INTEGER REFERENCES subscriptions (id),
    email TEXT,
    lane INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'running' OR state = 'delivered' OR state = 'failed' OR
        state = 'canceled'),
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until INTEGER,
    last_http_status INTEGER,
    last_error TEXT,
    delivered_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK ((subscription_id IS NULL) <> (email IS NULL))
);
CREATE INDEX idx_deliveries_user ON deliveries (user_id);
CREATE INDEX idx_deliveries_state ON deliveries (user_id, state);
CREATE INDEX idx_deliveries_subscription ON deliveries (subscription_id) WHERE subscription_id IS NOT NULL;
CREATE INDEX idx_deliveries_message ON deliveries (message_id);
CREATE INDEX idx_deliveries_waiting ON deliveries (lane, not_before) WHERE state = 'waiting';
CREATE INDEX idx_deliveries_running ON deliveries (lease_until) WHERE state = 'running';

CREATE TABLE delivery_attempts (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id),
    attempt INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    http_status INTEGER,
    error TEXT
);
CREATE INDEX idx_delivery_attempts_delivery ON delivery_attempts (delivery_id);
