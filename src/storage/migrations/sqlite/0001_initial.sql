-- Times are microseconds since 1970 in UTC. Public ids are UUID version 7 as 16 bytes; inside, rows are tied
-- by integers. Every table carries the tenant (user_id), and every statement names it.
--
-- Lists of words are spelt with OR: for IN with more than two of them SQLite builds a temporary table at each
-- check, which made an insert into `calls` twice as slow (13 instead of 6 microseconds).

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL DEFAULT 'UTC',
    region TEXT,
    below_zero TEXT NOT NULL DEFAULT 'run' CHECK (below_zero IN ('run', 'hold')),
    daily_token_budget INTEGER CHECK (daily_token_budget >= 0),
    retention_days INTEGER CHECK (retention_days > 0),
    thresholds_told INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    disabled_at INTEGER
);

-- Raised by every change to tenants, tariffs, agents' settings, endpoints and keys: whoever keeps a copy in
-- memory compares it and reads again.
CREATE TABLE settings_version (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    version INTEGER NOT NULL
);
INSERT INTO settings_version (only_row, version) VALUES (1, 1);

CREATE TABLE api_keys (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    name TEXT,
    prefix TEXT NOT NULL,
    key_hash BLOB NOT NULL UNIQUE,
    is_admin INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
);
CREATE INDEX idx_api_keys_user ON api_keys (user_id);

CREATE TABLE agents (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    provider TEXT NOT NULL,
    provider_agent_id TEXT NOT NULL,
    name TEXT,
    region TEXT,
    prompt_individual TEXT,
    prompt_complete TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    UNIQUE (user_id, provider, provider_agent_id)
);

CREATE TABLE endpoints (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    provider TEXT NOT NULL,
    name TEXT,
    token_prefix TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    allow_from TEXT NOT NULL DEFAULT '[]',
    header_name TEXT,
    header_secret_hash BLOB,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    disabled_at INTEGER,
    CHECK ((header_name IS NULL) = (header_secret_hash IS NULL))
);
CREATE INDEX idx_endpoints_user ON endpoints (user_id);

CREATE TABLE tariffs (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    valid_from INTEGER,
    pulse_seconds INTEGER NOT NULL CHECK (pulse_seconds > 0),
    per_minute_micro INTEGER NOT NULL CHECK (per_minute_micro >= 0),
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX idx_tariffs_user ON tariffs (user_id, coalesce(valid_from, 0));

CREATE TABLE calls (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    provider TEXT NOT NULL,
    execution_id TEXT NOT NULL,
    agent_id INTEGER REFERENCES agents (id),
    batch_id TEXT,
    phone_number TEXT,
    agent_phone_number TEXT,
    direction TEXT CHECK (direction = 'inbound' OR direction = 'outbound' OR direction = 'web'),
    customer_name TEXT,
    call_lifecycle_status TEXT CHECK (call_lifecycle_status = 'queued' OR call_lifecycle_status = 'initiated' OR
        call_lifecycle_status = 'ringing' OR call_lifecycle_status = 'in-progress' OR
        call_lifecycle_status = 'call-disconnected' OR call_lifecycle_status = 'no-answer' OR
        call_lifecycle_status = 'busy' OR call_lifecycle_status = 'failed' OR call_lifecycle_status = 'canceled' OR
        call_lifecycle_status = 'completed'),
    outcome TEXT CHECK (outcome = 'answered' OR outcome = 'voicemail' OR outcome = 'no-answer' OR
        outcome = 'busy' OR outcome = 'failed' OR outcome = 'canceled'),
    attempt INTEGER NOT NULL DEFAULT 0,
    queued_at INTEGER,
    initiated_at INTEGER,
    ringing_started_at INTEGER,
    call_answered_at INTEGER,
    call_disconnected_at INTEGER,
    completed_at INTEGER,
    ended_at INTEGER,
    first_occurred_at INTEGER,
    last_event_at INTEGER,
    duration_ms INTEGER,
    telephony_ms INTEGER,
    billable_ms INTEGER NOT NULL DEFAULT 0,
    voicemail INTEGER NOT NULL DEFAULT 0,
    customer_spoke INTEGER NOT NULL DEFAULT 0,
    recording_url TEXT,
    error_message TEXT,
    hangup_by TEXT CHECK (hangup_by = 'agent' OR hangup_by = 'user' OR hangup_by = 'system'),
    hangup_provider_word TEXT,
    hangup_reason TEXT,
    hangup_provider_code TEXT,
    cost_micro INTEGER,
    cost_currency TEXT,
    summary TEXT,
    extracted_data TEXT,
    transcript_digest BLOB,
    analysis_key BLOB,
    analysis_status TEXT NOT NULL DEFAULT 'none'
        CHECK (analysis_status = 'none' OR analysis_status = 'pending' OR analysis_status = 'done' OR
        analysis_status = 'failed' OR analysis_status = 'skipped'),
    credits_charged_micro INTEGER NOT NULL DEFAULT 0,
    charge_count INTEGER NOT NULL DEFAULT 0,
    unbilled INTEGER NOT NULL DEFAULT 0,
    unknown_statuses TEXT NOT NULL DEFAULT '[]',
    contributions TEXT NOT NULL DEFAULT '[]',
    duplicates INTEGER NOT NULL DEFAULT 0,
    last_arrival_at INTEGER NOT NULL,
    sealed_at INTEGER,
    erased_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (user_id, provider, execution_id)
);
-- Lists of calls are ordered by created_at, so that each index ends with it: a page is a walk along one.
CREATE INDEX idx_calls_created ON calls (user_id, created_at);
CREATE INDEX idx_calls_lifecycle_status ON calls (user_id, call_lifecycle_status, created_at);
CREATE INDEX idx_calls_ringing_started ON calls (user_id, ringing_started_at)
    WHERE ringing_started_at IS NOT NULL;
CREATE INDEX idx_calls_answered ON calls (user_id, call_answered_at) WHERE call_answered_at IS NOT NULL;
CREATE INDEX idx_calls_phone ON calls (user_id, phone_number, created_at) WHERE phone_number IS NOT NULL;
CREATE INDEX idx_calls_agent ON calls (user_id, agent_id, created_at) WHERE agent_id IS NOT NULL;
CREATE INDEX idx_calls_open_analysis ON calls (user_id, analysis_status, created_at)
    WHERE analysis_status IN ('pending', 'failed');

CREATE TABLE call_events (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL,
    user_id INTEGER NOT NULL,
    call_id INTEGER NOT NULL REFERENCES calls (id),
    kind TEXT NOT NULL,
    digest BLOB NOT NULL,
    provider_status TEXT NOT NULL,
    occurred_at INTEGER,
    retry_count INTEGER CHECK (retry_count BETWEEN 0 AND 100),
    weak INTEGER NOT NULL DEFAULT 0,
    facts TEXT NOT NULL,
    warnings TEXT,
    received_at INTEGER NOT NULL,
    endpoint_id INTEGER REFERENCES endpoints (id),
    duplicates INTEGER NOT NULL DEFAULT 0,
    late INTEGER NOT NULL DEFAULT 0,
    erased INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX idx_call_events_identity ON call_events (call_id, kind, digest);

CREATE INDEX idx_call_events_late ON call_events (user_id, received_at) WHERE late = 1;

CREATE TABLE raw_bodies (
    event_id INTEGER PRIMARY KEY REFERENCES call_events (id),
    user_id INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    body BLOB NOT NULL,
    byte_count INTEGER NOT NULL
);

CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    provider TEXT NOT NULL,
    endpoint_id INTEGER REFERENCES endpoints (id),
    reason TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BLOB NOT NULL,
    byte_count INTEGER NOT NULL,
    processing_id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    replayed_at INTEGER,
    event_id INTEGER REFERENCES call_events (id),
    CHECK ((replayed_at IS NULL) = (event_id IS NULL))
);
CREATE INDEX idx_quarantine_user ON quarantine (user_id, id);

CREATE TABLE transcripts (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    call_id INTEGER NOT NULL REFERENCES calls (id),
    digest BLOB NOT NULL,
    turns TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX idx_transcripts_identity ON transcripts (call_id, digest);

-- Filled by a background step from `transcripts`; rowid = transcripts.id. The tenant is a word of the index, so
-- that a search touches its rows only. Marks (M*) belong to words: the vowels of Indian scripts are marks.
CREATE VIRTUAL TABLE transcript_words
    USING fts5 (user_id, words, tokenize = "unicode61 categories 'L* N* Co M*'");
CREATE TABLE transcript_words_progress (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    last_transcript_id INTEGER NOT NULL
);
INSERT INTO transcript_words_progress (only_row, last_transcript_id) VALUES (1, 0);

CREATE TABLE lead_analytics (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    analysis_type TEXT NOT NULL CHECK (analysis_type IN ('individual', 'complete')),
    call_id INTEGER REFERENCES calls (id),
    phone_number TEXT,
    previous_calls_analyzed INTEGER NOT NULL DEFAULT 0,
    latest_call_id INTEGER REFERENCES calls (id),
    analysis_timestamp INTEGER NOT NULL,
    analysis_key BLOB,
    analyzer TEXT NOT NULL,
    model TEXT NOT NULL,
    prompt_version TEXT NOT NULL,
    model_request_id INTEGER,
    total_score INTEGER NOT NULL CHECK (total_score BETWEEN 0 AND 100),
    score_level TEXT NOT NULL,
    lead_tag TEXT NOT NULL CHECK (lead_tag = 'hot' OR lead_tag = 'warm' OR lead_tag = 'cool' OR
        lead_tag = 'cold'),
    intent_score INTEGER NOT NULL,
    intent_level TEXT NOT NULL,
    urgency_score INTEGER NOT NULL,
    urgency_level TEXT NOT NULL,
    budget_score INTEGER NOT NULL,
    budget_level TEXT NOT NULL,
    fit_score INTEGER NOT NULL,
    fit_level TEXT NOT NULL,
    engagement_score INTEGER NOT NULL,
    engagement_level TEXT NOT NULL,
    sentiment TEXT NOT NULL CHECK (sentiment = 'positive' OR sentiment = 'neutral' OR sentiment = 'negative'),
    sentiment_score INTEGER NOT NULL,
    summary TEXT NOT NULL,
    outcome TEXT,
    key_topics TEXT NOT NULL,
    objections TEXT NOT NULL,
    pain_points TEXT NOT NULL,
    interests TEXT NOT NULL,
    next_steps TEXT NOT NULL,
    key_decision_factors TEXT NOT NULL,
    recommended_actions TEXT NOT NULL,
    customer_name TEXT,
    customer_email TEXT,
    customer_phone TEXT,
    dropped_fields TEXT NOT NULL DEFAULT '[]',
    extra TEXT NOT NULL DEFAULT '{}',
    covered TEXT,
    statistics TEXT,
    summary_is_stale INTEGER NOT NULL DEFAULT 0,
    CHECK ((analysis_type = 'individual') = (call_id IS NOT NULL)),
    CHECK (analysis_type = 'individual' OR phone_number IS NOT NULL)
);
-- The source documents' UNIQUE (user_id, phone_number, analysis_type) cannot hold for individual rows.
CREATE UNIQUE INDEX idx_lead_analytics_complete ON lead_analytics (user_id, phone_number)
    WHERE analysis_type = 'complete';
CREATE UNIQUE INDEX idx_lead_analytics_individual ON lead_analytics (call_id)
    WHERE analysis_type = 'individual';
CREATE INDEX idx_lead_analytics_user_phone ON lead_analytics (user_id, phone_number);
-- Holds all that the list of leads is filtered and ordered by.
CREATE INDEX idx_lead_analytics_analysis_type
    ON lead_analytics (user_id, analysis_type, total_score, analysis_timestamp, id, phone_number);
CREATE INDEX idx_lead_analytics_user_phone_type ON lead_analytics (user_id, phone_number, analysis_type);
CREATE INDEX idx_lead_analytics_user ON lead_analytics (user_id);
CREATE INDEX idx_lead_analytics_user_complete ON lead_analytics (user_id) WHERE analysis_type = 'complete';
CREATE INDEX idx_lead_analytics_latest_call ON lead_analytics (latest_call_id)
    WHERE latest_call_id IS NOT NULL;

CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    phone_number TEXT NOT NULL,
    name TEXT,
    name_edited INTEGER NOT NULL DEFAULT 0,
    email TEXT,
    email_edited INTEGER NOT NULL DEFAULT 0,
    company TEXT,
    company_edited INTEGER NOT NULL DEFAULT 0,
    notes TEXT,
    notes_edited INTEGER NOT NULL DEFAULT 0,
    auto_created INTEGER NOT NULL,
    source_call_id INTEGER REFERENCES calls (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (user_id, phone_number)
);

CREATE TABLE ledger_accounts (
    user_id INTEGER NOT NULL REFERENCES users (id),
    account TEXT NOT NULL CHECK (account = 'credits' OR account = 'talk-time' OR account = 'top-ups' OR
        account = 'grants' OR account = 'bonuses' OR account = 'refunds' OR account = 'adjustments'),
    balance_micro INTEGER NOT NULL,
    PRIMARY KEY (user_id, account)
) WITHOUT ROWID;

CREATE TABLE ledger_transfers (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind = 'charge' OR kind = 'grant' OR kind = 'top-up' OR kind = 'bonus' OR
        kind = 'refund' OR kind = 'adjustment'),
    debit_account TEXT NOT NULL,
    credit_account TEXT NOT NULL,
    amount_micro INTEGER NOT NULL CHECK (amount_micro > 0),
    idempotency_key TEXT NOT NULL,
    call_id INTEGER REFERENCES calls (id),
    created_at INTEGER NOT NULL,
    CHECK (debit_account <> credit_account),
    UNIQUE (user_id, idempotency_key)
);
CREATE INDEX idx_ledger_transfers_call ON ledger_transfers (call_id) WHERE call_id IS NOT NULL;
CREATE TRIGGER ledger_transfers_are_final BEFORE UPDATE ON ledger_transfers
BEGIN
    SELECT RAISE (ABORT, 'transfers are append-only');
END;
CREATE TRIGGER ledger_transfers_are_kept BEFORE DELETE ON ledger_transfers
BEGIN
    SELECT RAISE (ABORT, 'transfers are append-only');
END;

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('analyze-call', 'analyze-lead')),
    key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'running' OR state = 'done' OR state = 'failed' OR
        state = 'canceled'),
    call_id INTEGER REFERENCES calls (id),
    phone_number TEXT,
    analysis_key BLOB,
    attempts INTEGER NOT NULL DEFAULT 0,
    dirty INTEGER NOT NULL DEFAULT 0,
    held_because TEXT,
    not_before INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until INTEGER,
    last_error TEXT,
    processing_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((state = 'running') = (lease_until IS NOT NULL))
);
CREATE INDEX idx_jobs_user ON jobs (user_id);
CREATE UNIQUE INDEX idx_jobs_active ON jobs (user_id, key) WHERE state IN ('waiting', 'running');
CREATE INDEX idx_jobs_waiting ON jobs (user_id, not_before) WHERE state = 'waiting';
CREATE INDEX idx_jobs_running ON jobs (lease_until) WHERE state = 'running';
CREATE INDEX idx_jobs_given_up ON jobs (user_id, state) WHERE state IN ('failed', 'canceled');
CREATE INDEX idx_jobs_call ON jobs (call_id) WHERE call_id IS NOT NULL;

CREATE TABLE model_requests (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    job_id INTEGER NOT NULL,
    analysis_type TEXT NOT NULL,
    call_id INTEGER,
    phone_number TEXT,
    analysis_key BLOB,
    analyzer TEXT NOT NULL,
    model TEXT NOT NULL DEFAULT '',
    prompt_version TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL CHECK (outcome = 'sent' OR outcome = 'answered' OR outcome = 'unusable' OR
        outcome = 'refused' OR outcome = 'incomplete' OR outcome = 'rate-limited' OR outcome = 'unavailable' OR
        outcome = 'rejected' OR outcome = 'abandoned'),
    was_applied INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER NOT NULL,
    answered_at INTEGER,
    duration_ms INTEGER,
    http_status INTEGER,
    input_tokens INTEGER NOT NULL DEFAULT 0,
    cached_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0,
    reasoning_tokens INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    error_code TEXT,
    raw_answer TEXT
);
CREATE INDEX idx_model_requests_call ON model_requests (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX idx_model_requests_sent ON model_requests (id) WHERE outcome = 'sent';
CREATE INDEX idx_model_requests_day ON model_requests (user_id, sent_at);

CREATE TABLE notifications (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    call_id INTEGER REFERENCES calls (id),
    phone_number TEXT,
    message TEXT NOT NULL,
    shown_only INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    read_at INTEGER,
    UNIQUE (user_id, key)
);
CREATE INDEX idx_notifications_user ON notifications (user_id);
CREATE INDEX idx_notifications_unread ON notifications (user_id, read_at) WHERE read_at IS NULL;

CREATE TABLE counters (
    user_id INTEGER NOT NULL REFERENCES users (id),
    provider_agent_id TEXT NOT NULL,
    quarter INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    voicemail INTEGER NOT NULL,
    no_answer INTEGER NOT NULL,
    busy INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    canceled INTEGER NOT NULL,
    talk_ms INTEGER NOT NULL,
    charged_micro INTEGER NOT NULL,
    PRIMARY KEY (user_id, quarter, provider_agent_id)
) WITHOUT ROWID;
