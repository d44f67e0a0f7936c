-- An erase deletes rows in one transaction; what they held still stands in the log, and words in pages of the full-text
-- index as well (has_words).
-- A row is here until it is gone from there as well, however often the program was killed in between. Ids are never
-- used twice: one purge ends the requests that it knew.
CREATE TABLE purges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    requested_at INTEGER NOT NULL,
    has_words INTEGER NOT NULL CHECK (has_words IN (0, 1)),
    is_begun INTEGER NOT NULL DEFAULT 0 CHECK (is_begun IN (0, 1))
);
