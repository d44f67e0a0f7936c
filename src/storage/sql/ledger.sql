-- Transfers and balances; both change in one transaction.

-- name: insert_transfer
INSERT INTO ledger_transfers (public_id, user_id, kind, debit_account, credit_account, amount_micro,
    idempotency_key, call_id, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: insert_transfer (postgres)
INSERT INTO ledger_transfers (public_id, user_id, kind, debit_account, credit_account, amount_micro,
    idempotency_key, call_id, created_at)
SELECT * FROM unnest(?1::uuid[], ?2::bigint[], ?3::text[], ?4::text[], ?5::text[], ?6::bigint[], ?7::text[],
    ?8::bigint[], ?9::timestamptz[]);

-- name: select_transfer_by_key
SELECT public_id, kind, debit_account, credit_account, amount_micro, created_at
FROM ledger_transfers WHERE user_id = ?1 AND idempotency_key = ?2;

-- name: change_balance
INSERT INTO ledger_accounts (user_id, account, balance_micro) VALUES (?1, ?2, ?3)
ON CONFLICT (user_id, account) DO UPDATE SET balance_micro = ledger_accounts.balance_micro + excluded.balance_micro
RETURNING user_id, account, balance_micro;

-- name: change_balance (postgres)
INSERT INTO ledger_accounts (user_id, account, balance_micro)
SELECT * FROM unnest(?1::bigint[], ?2::text[], ?3::bigint[]) AS r (user_id, account, change_micro)
ORDER BY r.user_id, r.account
ON CONFLICT (user_id, account) DO UPDATE SET balance_micro = ledger_accounts.balance_micro + excluded.balance_micro
RETURNING user_id, account, balance_micro;

-- name: select_balances
SELECT account, balance_micro FROM ledger_accounts WHERE user_id = ?1 ORDER BY account;

-- name: select_balance
SELECT balance_micro FROM ledger_accounts WHERE user_id = ?1 AND account = ?2;

-- name: select_thresholds_told
SELECT thresholds_told FROM users WHERE id = ?1;

-- name: update_thresholds_told
UPDATE users SET thresholds_told = ?2 WHERE id = ?1;

-- name: select_balances_from_transfers
SELECT account, CAST(sum(change_micro) AS BIGINT) FROM (
    SELECT credit_account AS account, amount_micro AS change_micro
    FROM ledger_transfers WHERE user_id = ?1
    UNION ALL
    SELECT debit_account, -amount_micro FROM ledger_transfers WHERE user_id = ?1
) AS changes GROUP BY account ORDER BY account;
