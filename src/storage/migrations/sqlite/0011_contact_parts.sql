-- People are searched by any part of their number, name, address or company. The index holds every three characters
-- that follow each other there, and which contacts have them: few candidates are left, whose rows decide. The tenant
-- is three characters as well (of 14 bits each), so that a search touches its own contacts only;
-- src/storage/contact_parts.cpp writes the same ones.
CREATE VIRTUAL TABLE contact_parts
    USING fts5 (user_id, parts, content = '', detail = column, tokenize = 'trigram');
-- What a purge merges: two segments are enough.
INSERT INTO contact_parts (contact_parts, rank) VALUES ('usermerge', 2);

CREATE VIEW contact_parts_of (id, user_id, parts) AS
SELECT id, char(19968 + (user_id >> 28), 19968 + (user_id >> 14 & 16383), 19968 + (user_id & 16383)),
    phone_number || char(10) || coalesce(name, '') || char(10) || coalesce(email, '') || char(10)
        || coalesce(company, '')
FROM contacts;

CREATE TRIGGER contact_parts_after_insert AFTER INSERT ON contacts
BEGIN
    INSERT INTO contact_parts (rowid, user_id, parts) SELECT id, user_id, parts FROM contact_parts_of WHERE id = NEW.id;
END;
CREATE TRIGGER contact_parts_before_delete BEFORE DELETE ON contacts
BEGIN
    INSERT INTO contact_parts (contact_parts, rowid, user_id, parts)
    SELECT 'delete', id, user_id, parts FROM contact_parts_of WHERE id = OLD.id;
END;
-- A contact keeps its id, its tenant and its number.
CREATE TRIGGER contact_parts_before_update BEFORE UPDATE OF name, email, company ON contacts
WHEN OLD.name IS NOT NEW.name OR OLD.email IS NOT NEW.email OR OLD.company IS NOT NEW.company
BEGIN
    INSERT INTO contact_parts (contact_parts, rowid, user_id, parts)
    SELECT 'delete', id, user_id, parts FROM contact_parts_of WHERE id = OLD.id;
END;
CREATE TRIGGER contact_parts_after_update AFTER UPDATE OF name, email, company ON contacts
WHEN OLD.name IS NOT NEW.name OR OLD.email IS NOT NEW.email OR OLD.company IS NOT NEW.company
BEGIN
    INSERT INTO contact_parts (rowid, user_id, parts) SELECT id, user_id, parts FROM contact_parts_of WHERE id = NEW.id;
END;

INSERT INTO contact_parts (rowid, user_id, parts) SELECT id, user_id, parts FROM contact_parts_of;
