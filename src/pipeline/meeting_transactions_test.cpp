// What two transactions do that meet: the second one is begun in the middle of the first, and goes
// on as far as the locks of the first let it.

#include <atomic>
#include <thread>

#include "pipeline/change_tariff.h"
#include "pipeline/committer.h"
#include "pipeline/erase.h"
#include "pipeline/testing/tested_pipeline.h"
#include "pipeline/word_indexer.h"
#include "storage/tenant_scope.h"

namespace callfold {
namespace {

using test::count_rows;
using test::PipelineTest;

class MeetingTransactionsTest : public PipelineTest {
  protected:
    ~MeetingTransactionsTest() override {
        if (second_.joinable()) second_.join();
    }
    // Runs `work` in another thread, on another connection, from before the first statement `name`
    // of `database_` on; the first transaction goes on once that is done or waits.
    void meet_before(std::string_view name, std::function<void()> work) {
        database_.before_statement(
            [=, this](std::string_view statement, std::span<const Parameter>) {
                if (statement != name || have_met_.exchange(true)) return;
                second_ = std::thread([=, this] {
                    const TenantScope scope(tenant_.id);
                    work();
                    is_done_ = true;
                });
                while (!is_done_ && !somebody_waits())
                    std::this_thread::yield();
            });
    }
    void finish() {
        ASSERT_TRUE(second_.joinable()) << "they did not meet";
        second_.join();
    }

  private:
    bool somebody_waits() {
        switch (stored_->engine()) {
            case Engine::sqlite:
                return stored_->others_wait_to_write();
            case Engine::postgres:
                return number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0;
        }
        std::abort();
    }

    std::thread second_;
    std::atomic<bool> have_met_ = false;
    std::atomic<bool> is_done_ = false;
};

TEST_F(MeetingTransactionsTest, WordsThatAreIndexedWhileTheyAreErasedAreGone) {
    take_call({"call-1"});
    WordIndexer indexer(*stored_);
    meet_before("delete_transcripts_of_call", [&] { indexer.step(); });
    ASSERT_TRUE(
        erase_person(database_, tenant_.id, PhoneNumber::from_e164(test::caller_number), now_));
    finish();
    EXPECT_EQ(count_rows(*stored_, "transcript_words", "true"), 0);
    EXPECT_EQ(count_rows(*stored_, "transcripts", "true"), 0);
}

TEST_F(MeetingTransactionsTest, ATariffCoversTheBatchThatIsUnderWay) {
    Committer committer(database_, settings_, metrics_, {}, [] {});
    committer.enqueue(webhook({"call-1"}), [](const auto&) {});
    // Half a minute costs half a credit: 61 s cost 1.5 instead of 2.
    const Tariff tariff{now_, seconds{30}, Credits::from_micro(1'000'000)};
    meet_before("insert_transfer", [&] {
        EXPECT_TRUE(change_tariff(*stored_, tenant_.id, tariff, "request-1", now_));
    });
    EXPECT_EQ(committer.step(now_), 1U);
    finish();
    EXPECT_EQ(balance(tenant_.id), "-1.5");
}

// Two threads of a node commit side by side, as those of two nodes do.
TEST_F(MeetingTransactionsTest, BatchesSideBySideComeOutAsOneAfterTheOther) {
    Committer committer(database_, settings_, metrics_, {.batch_max = 2, .batch_enough = 2}, [] {});
    std::atomic<int> committed = 0;
    for (const char* call : {"call-1", "call-2", "call-2", "call-3"}) {
        committer.enqueue(webhook({call}), [&](const auto& done) {
            EXPECT_TRUE(done);
            ++committed;
        });
    }
    std::size_t finished = 0;
    meet_before("insert_transfer", [&] { finished = committer.step(now_); });
    EXPECT_EQ(committer.step(now_), 2U);
    finish();
    EXPECT_EQ(finished, 2U);
    EXPECT_EQ(committed, 4);
    EXPECT_EQ(count_rows(*stored_, "calls", "true"), 3);
    EXPECT_EQ(count_rows(*stored_, "call_events", "true"), 3);
    EXPECT_EQ(number("SELECT sum(duplicates) FROM calls"), 1);
    EXPECT_EQ(balance(tenant_.id), "-6");
}

}  // namespace
}  // namespace callfold
