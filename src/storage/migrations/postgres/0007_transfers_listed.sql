-- A ledger is read from its newest transfer on. Transfers that people make are few among the charges of calls.
CREATE INDEX idx_ledger_transfers_user ON ledger_transfers (user_id, id);
CREATE INDEX idx_ledger_transfers_by_people ON ledger_transfers (user_id, kind, id) WHERE kind <> 'charge';
