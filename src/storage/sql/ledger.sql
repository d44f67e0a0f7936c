-- Transfers and balances; both change in one transaction.

-- name: insert_transfer
INSERT INTO ledger_transfers (public_id, user_id, kind, debit_account, credit_account, amount_micro,
    idempotency_key, call_id, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: select_transfer_by_key
SELECT public_id, kind, debit_account, credit_account, amount_micro, created_at
FROM ledger_transfers WHERE user_id = ?1 AND idempotency_key = ?2;

-- name: change_balance
INSERT INTO ledger_accounts (user_id, account, balance_micro) VALUES (?1, ?2, ?3)
ON CONFLICT (user_id, account) DO UPDATE SET balance_micro = balance_micro + excluded.balance_micro
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
SELECT account, sum(change_micro) FROM (
    SELECT credit_account AS account, amount_micro AS change_micro
    FROM ledger_transfers WHERE user_id = ?1
    UNION ALL
    SELECT debit_account, -amount_micro FROM ledger_transfers WHERE user_id = ?1
) AS changes GROUP BY account ORDER BY account;
