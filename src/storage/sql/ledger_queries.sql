-- The ledger as the API lists it. What is posted is in ledger.sql.

-- name: list_transfers
SELECT t.id, t.public_id, t.kind, t.debit_account, t.credit_account, t.amount_micro,
    t.idempotency_key, t.created_at, c.public_id
FROM ledger_transfers AS t
LEFT JOIN calls AS c ON c.id = t.call_id AND c.user_id = t.user_id
WHERE t.user_id = ?1 AND (t.kind = ?2 OR ?2 IS NULL) AND (t.created_at >= ?3 OR ?3 IS NULL)
    AND (t.created_at < ?4 OR ?4 IS NULL) AND t.id < ?5
ORDER BY t.id DESC LIMIT ?6;

-- Of a kind that is no charge: few among many.
-- name: list_transfers_by_people
SELECT t.id, t.public_id, t.kind, t.debit_account, t.credit_account, t.amount_micro,
    t.idempotency_key, t.created_at, c.public_id
FROM ledger_transfers AS t
LEFT JOIN calls AS c ON c.id = t.call_id AND c.user_id = t.user_id
WHERE t.user_id = ?1 AND t.kind = ?2 AND t.kind <> 'charge' AND (t.created_at >= ?3 OR ?3 IS NULL)
    AND (t.created_at < ?4 OR ?4 IS NULL) AND t.id < ?5
ORDER BY t.id DESC LIMIT ?6;
