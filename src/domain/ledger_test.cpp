#include "domain/ledger.h"

#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/testing/words.h"

namespace callfold {
namespace {

Credits micro(std::int64_t amount) {
    return Credits::from_micro(amount);
}

constexpr LedgerAccount accounts[] = {LedgerAccount::credits,    LedgerAccount::talk_time,
                                      LedgerAccount::top_ups,    LedgerAccount::grants,
                                      LedgerAccount::bonuses,    LedgerAccount::refunds,
                                      LedgerAccount::adjustments};

constexpr TransferKind kinds[] = {TransferKind::charge, TransferKind::grant,
                                  TransferKind::top_up, TransferKind::bonus,
                                  TransferKind::refund, TransferKind::adjustment};

TEST(Ledger, WordsReadThemselves) {
    test::expect_words_round_trip(LedgerAccount::adjustments, parse_ledger_account);
    test::expect_words_round_trip(TransferKind::adjustment, parse_transfer_kind);
}

TEST(ChargeTransfer, PostsTheDifference) {
    const auto charge = charge_transfer("call-1", micro(0), micro(1'500'000), 1);
    ASSERT_TRUE(charge.has_value());
    EXPECT_EQ(charge->kind, TransferKind::charge);
    EXPECT_EQ(charge->debit_from, LedgerAccount::credits);
    EXPECT_EQ(charge->credit_to, LedgerAccount::talk_time);
    EXPECT_EQ(charge->amount, micro(1'500'000));
    EXPECT_EQ(charge->idempotency_key, "charge/call-1/1");
    EXPECT_EQ(charge_transfer("call-1", micro(1'500'000), micro(2'000'000), 2)->amount,
              micro(500'000));
    EXPECT_FALSE(charge_transfer("call-1", micro(7), micro(7), 3).has_value());
}

TEST(ChargeTransfer, PaysALowerPriceBack) {
    const auto charge = charge_transfer("call-1", micro(2'000'000), micro(500'000), 2);
    ASSERT_TRUE(charge.has_value());
    EXPECT_EQ(charge->debit_from, LedgerAccount::talk_time);
    EXPECT_EQ(charge->credit_to, LedgerAccount::credits);
    EXPECT_EQ(charge->amount, micro(1'500'000));
    EXPECT_EQ(charge->idempotency_key, "charge/call-1/2");
}

TEST(ManualTransfer, ComesFromTheAccountOfItsKind) {
    struct Row {
        TransferKind kind;
        LedgerAccount source;
    };
    const Row rows[] = {{TransferKind::grant, LedgerAccount::grants},
                        {TransferKind::top_up, LedgerAccount::top_ups},
                        {TransferKind::bonus, LedgerAccount::bonuses},
                        {TransferKind::refund, LedgerAccount::refunds},
                        {TransferKind::adjustment, LedgerAccount::adjustments}};
    for (const Row& row : rows) {
        SCOPED_TRACE(to_string(row.kind));
        const auto transfer = manual_transfer(row.kind, micro(5), "key");
        ASSERT_TRUE(transfer.has_value());
        EXPECT_EQ(transfer->kind, row.kind);
        EXPECT_EQ(transfer->debit_from, row.source);
        EXPECT_EQ(transfer->credit_to, LedgerAccount::credits);
        EXPECT_EQ(transfer->amount, micro(5));
        EXPECT_EQ(transfer->idempotency_key, "key");
    }
}

TEST(ManualTransfer, TakesCreditsByAdjustmentOnly) {
    const auto transfer = manual_transfer(TransferKind::adjustment, micro(-5), "key");
    ASSERT_TRUE(transfer.has_value());
    EXPECT_EQ(transfer->debit_from, LedgerAccount::credits);
    EXPECT_EQ(transfer->credit_to, LedgerAccount::adjustments);
    EXPECT_EQ(transfer->amount, micro(5));
    for (const TransferKind kind : kinds) {
        if (kind == TransferKind::adjustment) continue;
        EXPECT_FALSE(manual_transfer(kind, micro(-5), "key").has_value()) << to_string(kind);
    }
}

TEST(ManualTransfer, RefusesWhatCannotBeMeant) {
    const auto refused = [](TransferKind kind, Credits amount, std::string key) {
        const auto transfer = manual_transfer(kind, amount, std::move(key));
        return !transfer && transfer.error().code == ErrorCode::invalid_argument;
    };
    EXPECT_TRUE(refused(TransferKind::charge, micro(5), "key"));
    EXPECT_TRUE(refused(TransferKind::grant, micro(0), "key"));
    EXPECT_TRUE(refused(TransferKind::grant, micro(5), ""));
    EXPECT_TRUE(refused(TransferKind::grant, micro(5), std::string(201, 'k')));
    EXPECT_FALSE(refused(TransferKind::grant, micro(5), std::string(200, 'k')));
    EXPECT_TRUE(refused(TransferKind::grant, micro(5), "charge/a-call/1"));
    EXPECT_TRUE(refused(TransferKind::grant, micro(5), "two\nlines"));
    EXPECT_TRUE(refused(TransferKind::grant, micro(5), "caf\u00e9"));
    EXPECT_FALSE(refused(TransferKind::grant, micro(5), "invoice 2026-0042 / a"));
    EXPECT_TRUE(refused(TransferKind::grant, largest_manual_amount + micro(1), "key"));
    EXPECT_FALSE(refused(TransferKind::grant, largest_manual_amount, "key"));
    EXPECT_TRUE(
        refused(TransferKind::adjustment, micro(std::numeric_limits<std::int64_t>::min()), "key"));
}

RC_GTEST_PROP(LedgerProperty, EveryTransferSumsToZero, ()) {
    const auto kind =
        *rc::gen::elementOf(std::vector<TransferKind>(std::begin(kinds), std::end(kinds)));
    const Credits amount = micro(*rc::gen::inRange(-1'000'000, 1'000'000));
    std::optional<Transfer> transfer;
    if (kind == TransferKind::charge) {
        transfer = charge_transfer("call-1", micro(*rc::gen::inRange(0, 1'000'000)),
                                   micro(*rc::gen::inRange(0, 1'000'000)), 1);
    } else if (auto manual = manual_transfer(kind, amount, "key")) {
        RC_ASSERT(balance_change(*manual, LedgerAccount::credits) == amount);
        transfer = *manual;
    }
    RC_PRE(transfer.has_value());
    RC_ASSERT(transfer->amount > Credits{});
    Credits sum;
    for (const LedgerAccount account : accounts)
        sum += balance_change(*transfer, account);
    RC_ASSERT(sum == Credits{});
}

}  // namespace
}  // namespace callfold
