-- An erase deletes rows in one transaction; what they held still stands in pages of the full-text index and in the log.
-- A row is here until it is gone from there as well, however often the program was killed in between. Ids are never
-- used twice: one purge ends the requests that it knew.
CREATE TABLE purges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    requested_at INTEGER NOT NULL,
    is_merging INTEGER NOT NULL DEFAULT 0 CHECK (is_merging IN (0, 1))
);
