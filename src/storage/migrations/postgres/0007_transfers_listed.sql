-- Transfers that people make are few among the charges of calls; that a ledger is read along an index was so before.
CREATE INDEX idx_ledger_transfers_by_people ON ledger_transfers (user_id, kind, id) WHERE kind <> 'charge';
