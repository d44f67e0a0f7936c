-- Statements of the migrator.

-- name: count_migration_tables
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations';

-- name: count_migration_tables (postgres)
SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_migrations';

-- One migrator at a time. A writing transaction of SQLite is alone anyway.
-- name: lock_migrations
SELECT 1;

-- name: lock_migrations (postgres)
SELECT pg_advisory_xact_lock(7305798246136042598);

-- name: select_migrations
SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version;

-- name: insert_migration
INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4);
