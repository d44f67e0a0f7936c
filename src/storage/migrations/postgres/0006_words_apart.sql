-- Words are what stands between other characters, as in SQLite's index: the parser of PostgreSQL keeps e-mail
-- addresses, URLs, paths, versions and signed numbers as single words, so that their parts were not found.

-- A text in which characters that belong to no word stand alone between two of U+001F, which no text means. The
-- quotation mark is apart anyway, and keeps its meaning in websearch_to_tsquery.
CREATE FUNCTION callfold_words_apart(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(words,
        '[!#-/:-@\[-`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u0964\u0965\u2000-\u206f\u3001-\u3003\u3008-\u301f]',
        E'\x1f\\&\x1f', 'g')
$$;

DELETE FROM transcript_words;
UPDATE transcripts SET is_indexed = FALSE WHERE is_indexed;
