-- People who sign in, their sessions, and the log of what was changed by whom.

-- A removed member keeps its name, which the audit log shows; address and password are forgotten.
CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    email TEXT UNIQUE,
    role TEXT NOT NULL CHECK (role = 'member' OR role = 'owner' OR role = 'administrator'),
    password_hash TEXT,
    last_signed_in_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    removed_at INTEGER,
    CHECK ((removed_at IS NULL) = (email IS NOT NULL)),
    CHECK ((removed_at IS NULL) = (password_hash IS NOT NULL))
);
CREATE INDEX idx_members_user ON members (user_id) WHERE removed_at IS NULL;

-- user_id is the member's tenant; shown_user_id another one that an administrator looks at.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    token_hash BLOB NOT NULL UNIQUE,
    shown_user_id INTEGER REFERENCES users (id),
    started_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL
);
CREATE INDEX idx_sessions_member ON sessions (member_id);

-- Who, what, when; never the values. user_id is the tenant whose things were changed; the actor may belong to
-- another one. Actors and subjects stand by their public ids, which outlive their rows.
CREATE TABLE audit_entries (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    member_public_id BLOB,
    key_public_id BLOB,
    action TEXT NOT NULL,
    subject_public_id BLOB,
    fields TEXT NOT NULL DEFAULT '[]',
    created_at INTEGER NOT NULL,
    CHECK ((member_public_id IS NULL) <> (key_public_id IS NULL))
);
CREATE INDEX idx_audit_entries_user ON audit_entries (user_id);
CREATE INDEX idx_audit_entries_subject ON audit_entries (user_id, subject_public_id)
    WHERE subject_public_id IS NOT NULL;
