-- What the migrator asks about the rules of access (src/storage/postgres/access.sql). SQLite has none.

-- name: count_access_versions
SELECT 0;

-- name: count_access_versions (postgres)
SELECT count(*) FROM pg_proc WHERE oid = to_regprocedure('callfold_access_version()');

-- name: select_access_version
SELECT '' AS version;

-- name: select_access_version (postgres)
SELECT callfold_access_version();
