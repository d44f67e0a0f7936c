#include "domain/ledger.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "domain/words.h"

namespace callfold {

std::string_view to_string(LedgerAccount account) {
    switch (account) {
        case LedgerAccount::credits:
            return "credits";
        case LedgerAccount::talk_time:
            return "talk-time";
        case LedgerAccount::top_ups:
            return "top-ups";
        case LedgerAccount::grants:
            return "grants";
        case LedgerAccount::bonuses:
            return "bonuses";
        case LedgerAccount::refunds:
            return "refunds";
        case LedgerAccount::adjustments:
            return "adjustments";
    }
    std::abort();
}

std::optional<LedgerAccount> parse_ledger_account(std::string_view word) {
    return parse_word(word, LedgerAccount::adjustments);
}

std::string_view to_string(TransferKind kind) {
    switch (kind) {
        case TransferKind::charge:
            return "charge";
        case TransferKind::grant:
            return "grant";
        case TransferKind::top_up:
            return "top-up";
        case TransferKind::bonus:
            return "bonus";
        case TransferKind::refund:
            return "refund";
        case TransferKind::adjustment:
            return "adjustment";
    }
    std::abort();
}

std::optional<TransferKind> parse_transfer_kind(std::string_view word) {
    return parse_word(word, TransferKind::adjustment);
}

std::optional<Transfer> charge_transfer(std::string_view call_public_id, Credits posted,
                                        Credits price, int charge_number) {
    if (price == posted) return std::nullopt;
    std::string key = fmt::format("charge/{}/{}", call_public_id, charge_number);
    if (price > posted) {
        return Transfer{TransferKind::charge, LedgerAccount::credits, LedgerAccount::talk_time,
                        price - posted, std::move(key)};
    }
    return Transfer{TransferKind::charge, LedgerAccount::talk_time, LedgerAccount::credits,
                    posted - price, std::move(key)};
}

namespace {

// Where credits of a kind come from; none for a kind that people do not post.
std::optional<LedgerAccount> source_of(TransferKind kind) {
    switch (kind) {
        case TransferKind::charge:
            return std::nullopt;
        case TransferKind::grant:
            return LedgerAccount::grants;
        case TransferKind::top_up:
            return LedgerAccount::top_ups;
        case TransferKind::bonus:
            return LedgerAccount::bonuses;
        case TransferKind::refund:
            return LedgerAccount::refunds;
        case TransferKind::adjustment:
            return LedgerAccount::adjustments;
    }
    std::abort();
}

constexpr std::size_t longest_key = 200;
constexpr std::string_view charge_prefix = "charge/";

bool is_printable_key(std::string_view key) {
    return !key.empty() && key.size() <= longest_key &&
           std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Result<Transfer> manual_transfer(TransferKind kind, Credits amount, std::string idempotency_key) {
    const std::optional<LedgerAccount> source = source_of(kind);
    if (!source) {
        return fail(ErrorCode::invalid_argument, "A charge is made by calls only, never by hand.");
    }
    if (!is_printable_key(idempotency_key)) {
        return fail(ErrorCode::invalid_argument,
                    "The idempotency key must have 1 to 200 printable ASCII characters.");
    }
    if (idempotency_key.starts_with(charge_prefix)) {
        return fail(ErrorCode::invalid_argument,
                    "Idempotency keys that begin with charge/ are kept for calls.");
    }
    if (amount == Credits{}) {
        return fail(ErrorCode::invalid_argument, "The amount must not be zero.");
    }
    if (amount > largest_manual_amount || amount < -largest_manual_amount) {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("The amount must not exceed {} credits.", largest_manual_amount.text()));
    }
    if (amount > Credits{}) {
        return Transfer{kind, *source, LedgerAccount::credits, amount, std::move(idempotency_key)};
    }
    if (kind != TransferKind::adjustment) {
        return fail(ErrorCode::invalid_argument, "Only an adjustment may be negative.");
    }
    return Transfer{kind, LedgerAccount::credits, *source, -amount, std::move(idempotency_key)};
}

Credits balance_change(const Transfer& transfer, LedgerAccount account) {
    Credits change;
    if (account == transfer.credit_to) change += transfer.amount;
    if (account == transfer.debit_from) change += -transfer.amount;
    return change;
}

}  // namespace callfold
