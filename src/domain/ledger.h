#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/money.h"

namespace callfold {

// The accounts of a tenant. Every transfer moves credits between two of them, so that the balances
// of a tenant's accounts always sum to zero. Stored as words; do not rename.
enum class LedgerAccount {
    credits,      // what the tenant has left; may go below zero
    talk_time,    // what calls have cost
    top_ups,      // where bought credits come from
    grants,       // where given credits come from
    bonuses,      // where promotional credits come from
    refunds,      // where credits that were given back come from
    adjustments,  // where corrections come from and go to
};

std::string_view to_string(LedgerAccount account);
std::optional<LedgerAccount> parse_ledger_account(std::string_view word);

enum class TransferKind { charge, grant, top_up, bonus, refund, adjustment };

std::string_view to_string(TransferKind kind);
std::optional<TransferKind> parse_transfer_kind(std::string_view word);

// One ledger entry. `amount` is above zero: credits leave `debit_from` and reach `credit_to`.
struct Transfer {
    TransferKind kind;
    LedgerAccount debit_from;
    LedgerAccount credit_to;
    Credits amount;
    std::string idempotency_key;  // unique per tenant
};

// The transfer that brings what is posted for a call to `price`; none when they are equal. A lower
// price is paid back. `charge_number` counts the call's charges from 1 and makes the key
// `charge/{call}/{n}`.
std::optional<Transfer> charge_transfer(std::string_view call_public_id, Credits posted,
                                        Credits price, int charge_number);

// The most that one manual transfer moves, in either direction: keeps every sum far away from 64
// bits.
inline constexpr Credits largest_manual_amount = Credits::from_micro(1'000'000'000'000'000);

// A transfer that a person asks for. `invalid_argument` for an amount of zero or above the largest,
// for a negative one that is no adjustment, for `charge`, and for a key that is
// empty, has more than 200 characters or other than visible ASCII and blanks, or begins with
// `charge/`, as those of calls do.
Result<Transfer> manual_transfer(TransferKind kind, Credits amount, std::string idempotency_key);

// What a transfer adds to the balance of `account`: above zero, below, or nothing.
Credits balance_change(const Transfer& transfer, LedgerAccount account);

}  // namespace callfold
