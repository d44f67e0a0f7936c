#include "pipeline/committer.h"

#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "pipeline/testing/tested_pipeline.h"
#include "storage/stream.h"

namespace callfold {
namespace {

using test::count_rows;
using test::FaultyDatabase;
using test::PipelineTest;
using test::Said;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr seconds just_waited_long_enough{5};

class CommitterTest : public PipelineTest {
  protected:
    bool enqueue(IncomingWebhook incoming) {
        const std::string name =
            incoming.events.empty() ? "" : incoming.events.front().event.execution_id;
        return committer_.enqueue(std::move(incoming), [this, name](const auto& committed) {
            done_in_order_.push_back(name);
            done_.emplace_back(committed);
        });
    }
    bool enqueue(const std::string& execution_id) { return enqueue(webhook({execution_id})); }
    void enqueue_calls(int count) {
        for (int i = 0; i < count; ++i)
            enqueue(fmt::format("call-{:03}", i));
    }
    // A statement about this call is refused by the database as it refuses a broken constraint.
    void poison(const std::string& execution_id, std::string_view statement) {
        database_.before_statement([=](std::string_view name, std::span<const Parameter> values) {
            if (name != statement) return;
            for (const Parameter& value : values) {
                const auto* text = std::get_if<std::string_view>(&value);
                if (text != nullptr && *text == execution_id)
                    throw DataError("CHECK failed: poison");
            }
        });
    }
    std::vector<ErrorCode> errors() const {
        std::vector<ErrorCode> codes;
        for (const auto& each : done_)
            if (!each) codes.push_back(each.error().code);
        return codes;
    }
    std::int64_t calls() { return number("SELECT count(*) FROM calls"); }

    CommitterLimits limits_{.queue_max = 200, .batch_max = 100, .longest_wait = seconds{5}};
    int wakes_ = 0;
    Committer committer_{database_, settings_, metrics_, limits_, [this] { ++wakes_; }};
    std::vector<Result<Committed>> done_;
    std::vector<std::string> done_in_order_;
};

TEST_F(CommitterTest, CommitsWhatWaitsInOneTransaction) {
    enqueue_calls(100);
    const int before = database_.writes();
    EXPECT_EQ(committer_.step(now_), 100U);
    EXPECT_EQ(database_.writes(), before + 1);
    EXPECT_EQ(calls(), 100);
    EXPECT_THAT(done_, SizeIs(100));
    EXPECT_THAT(errors(), IsEmpty());
    EXPECT_GT(wakes_, 0);
    EXPECT_EQ(committer_.step(now_), 0U);
}

TEST_F(CommitterTest, TakesNoMoreThanABatch) {
    enqueue_calls(150);
    EXPECT_EQ(committer_.step(now_), 100U);
    EXPECT_EQ(committer_.step(now_), 50U);
    EXPECT_EQ(done_in_order_.front(), "call-000");
    EXPECT_EQ(done_in_order_.back(), "call-149");
}

TEST_F(CommitterTest, OnePoisonedWebhookGoesToQuarantineAlone) {
    enqueue_calls(100);
    poison("call-042", "lock_call");
    EXPECT_EQ(committer_.step(now_), 100U);
    EXPECT_EQ(calls(), 99);
    EXPECT_THAT(errors(), IsEmpty());
    for (std::size_t i = 0; i < done_.size(); ++i) {
        EXPECT_EQ(done_[i].value().quarantined, i == 42) << i;
        EXPECT_FALSE(done_[i].value().duplicate);
    }
    EXPECT_EQ(text("SELECT reason FROM quarantine"), "CHECK failed: poison");
    EXPECT_EQ(text("SELECT processing_id FROM quarantine"), "processing-call-042");
    EXPECT_EQ(balance(tenant_.id), "-198");
}

TEST_F(CommitterTest, OneEventOfTheStreamTellsOfABatchInQuarantine) {
    const auto without_id = [this] {
        IncomingWebhook unread = webhook({});
        unread.events.clear();
        unread.encoded.clear();
        unread.quarantine_reason = "The body has no id.";
        return unread;
    };
    for (int i = 0; i < 100; ++i)
        enqueue(without_id());
    EXPECT_EQ(committer_.step(now_), 100U);
    enqueue(without_id());
    enqueue("call-1");
    EXPECT_EQ(committer_.step(now_), 2U);
    const auto events = stored_->read([&](Connection& connection) {
        return stream_events_after(connection, tenant_.id, 0, 1'000);
    });
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_THAT(events[0].changes.quarantined.listed, SizeIs(20));
    EXPECT_TRUE(events[0].changes.quarantined.more);
    EXPECT_THAT(events[0].changes.calls.listed, IsEmpty());
    EXPECT_THAT(events[1].changes.quarantined.listed,
                ElementsAre(StreamedQuarantine{done_.at(100)->event_id, true}));
    EXPECT_THAT(events[1].changes.calls.listed, SizeIs(1));
    EXPECT_EQ(count_rows(*stored_, "endpoint_arrivals", "true"), 1);
}

TEST_F(CommitterTest, ADamagedCallIsNoFaultOfTheNeighbours) {
    enqueue("call-1");
    committer_.step(now_);
    // What no version of the code writes, and none can read.
    test::change_rows(*stored_, "UPDATE call_events SET facts = '[1]'");
    now_ += seconds{1};
    enqueue(webhook({"call-1", EventKind::call_disconnected}));
    enqueue("call-2");
    EXPECT_EQ(committer_.step(now_), 2U);
    EXPECT_TRUE(done_.at(1).value().quarantined);
    EXPECT_FALSE(done_.at(2).value().quarantined);
    EXPECT_THAT(text("SELECT reason FROM quarantine"), HasSubstr("damaged"));
    EXPECT_EQ(number("SELECT count(*) FROM call_events"), 2);
}

TEST_F(CommitterTest, WhatEvenTheQuarantineRefusesIsRefusedAlone) {
    enqueue_calls(3);
    database_.before_statement([](std::string_view name, std::span<const Parameter> values) {
        if (name == "insert_quarantine") throw DataError("FOREIGN KEY constraint failed");
        if (name != "lock_call") return;
        for (const Parameter& value : values) {
            const auto* text = std::get_if<std::string_view>(&value);
            if (text != nullptr && *text == "call-001") throw DataError("poison");
        }
    });
    EXPECT_EQ(committer_.step(now_), 3U);
    EXPECT_EQ(calls(), 2);
    EXPECT_TRUE(done_.at(0));
    EXPECT_EQ(done_.at(1).error().code, ErrorCode::unavailable);
    EXPECT_TRUE(done_.at(2));
    EXPECT_FALSE(committer_.is_failing());
}

TEST_F(CommitterTest, ADatabaseThatIsAwayLosesNothingAndKeepsTheOrder) {
    for (const auto away : {FaultyDatabase::Away::at_begin, FaultyDatabase::Away::at_commit}) {
        done_in_order_.clear();
        done_.clear();
        const std::int64_t before = calls();
        const std::string prefix = away == FaultyDatabase::Away::at_begin ? "begin" : "commit";
        database_.go_away(away);
        enqueue(prefix + "-1");
        enqueue(prefix + "-2");
        EXPECT_EQ(committer_.step(now_), 0U);
        EXPECT_TRUE(committer_.is_failing());
        enqueue(prefix + "-3");
        EXPECT_EQ(committer_.step(now_ + seconds{1}), 0U);
        EXPECT_THAT(done_, IsEmpty());
        EXPECT_EQ(calls(), before);

        database_.come_back();
        EXPECT_EQ(committer_.step(now_ + seconds{2}), 3U);
        EXPECT_FALSE(committer_.is_failing());
        EXPECT_THAT(done_in_order_, ElementsAre(prefix + "-1", prefix + "-2", prefix + "-3"));
        EXPECT_THAT(errors(), IsEmpty());
        EXPECT_EQ(calls(), before + 3);
    }
}

TEST_F(CommitterTest, ADatabaseThatGoesAwayWhileTheyGoAloneKeepsWhatIsLeft) {
    enqueue_calls(3);
    int locks = 0;
    database_.before_statement([&](std::string_view name, std::span<const Parameter> values) {
        if (name != "lock_call") return;
        if (values.size() > 5) throw DataError("poison");
        if (++locks == 2) throw InfrastructureError("the disk is gone");
    });
    EXPECT_EQ(committer_.step(now_), 0U);
    EXPECT_THAT(done_in_order_, ElementsAre("call-000"));
    EXPECT_TRUE(committer_.is_failing());
    database_.before_statement({});
    EXPECT_EQ(committer_.step(now_), 2U);
    EXPECT_THAT(done_in_order_, ElementsAre("call-000", "call-001", "call-002"));
    EXPECT_EQ(calls(), 3);
}

TEST_F(CommitterTest, RefusesWhatHasWaitedTooLong) {
    database_.go_away(FaultyDatabase::Away::at_begin);
    enqueue_calls(150);  // more than a batch
    now_ += seconds{1};
    enqueue("young");
    committer_.step(now_);
    committer_.step(test::sample_time() + just_waited_long_enough);
    EXPECT_THAT(done_, IsEmpty());
    committer_.step(test::sample_time() + just_waited_long_enough + milliseconds{1});
    EXPECT_THAT(errors(), SizeIs(150));
    EXPECT_THAT(errors(), Each(ErrorCode::unavailable));
    database_.come_back();
    EXPECT_EQ(committer_.step(test::sample_time() + just_waited_long_enough + milliseconds{2}), 1U);
    EXPECT_EQ(done_in_order_.back(), "young");
    EXPECT_EQ(calls(), 1);
}

TEST_F(CommitterTest, AFullQueueTakesNothingMore) {
    enqueue_calls(200);
    EXPECT_FALSE(enqueue("one-too-many"));
    committer_.step(now_);
    EXPECT_TRUE(enqueue("one-too-many"));
    committer_.step(now_);
    committer_.step(now_);
    EXPECT_EQ(calls(), 201);
}

TEST_F(CommitterTest, CountsDuplicatesWithinABatch) {
    const IncomingWebhook first = webhook({"call-1"});
    now_ += seconds{1};
    IncomingWebhook second = first;
    second.received_at = now_;
    IncomingWebhook earlier = first;
    earlier.received_at = first.received_at - seconds{3};
    for (const IncomingWebhook& each : {first, second, earlier})
        enqueue(each);
    EXPECT_EQ(committer_.step(now_), 3U);
    EXPECT_FALSE(done_.at(0)->duplicate);
    EXPECT_TRUE(done_.at(1)->duplicate);
    EXPECT_TRUE(done_.at(2)->duplicate);
    EXPECT_EQ(done_.at(0)->event_id, done_.at(2)->event_id);
    EXPECT_EQ(number("SELECT count(*) FROM call_events"), 1);
    EXPECT_EQ(number("SELECT duplicates FROM call_events"), 2);
    EXPECT_EQ(moment("SELECT received_at FROM call_events"), earlier.received_at);
    EXPECT_EQ(number("SELECT duplicates FROM calls"), 2);
    EXPECT_EQ(balance(tenant_.id), "-2");

    enqueue(first);
    committer_.step(now_);
    EXPECT_TRUE(done_.at(3)->duplicate);
    EXPECT_EQ(balance(tenant_.id), "-2");
}

TEST_F(CommitterTest, AFullDiskRefusesNothingThatFitsLater) {
    if (tested_engine() != Engine::sqlite) GTEST_SKIP() << "the disk cannot be filled here";
    const auto limit_pages = [&](const char* pages) {
        stored_->write([&](Connection& connection) {
            connection.run_script(std::string("PRAGMA max_page_count = ") + pages);
        });
    };
    limit_pages("1");  // no more than there are
    enqueue_calls(100);
    EXPECT_EQ(committer_.step(now_), 0U);
    EXPECT_TRUE(committer_.is_failing());
    EXPECT_EQ(calls(), 0);
    limit_pages("1000000");
    EXPECT_EQ(committer_.step(now_ + seconds{1}), 100U);
    EXPECT_FALSE(committer_.is_failing());
    EXPECT_EQ(calls(), 100);
}

TEST_F(CommitterTest, ALockOfAnotherProcessIsWaitedOutByTheQueue) {
    if (tested_engine() != Engine::sqlite) GTEST_SKIP() << "only SQLite has one lock for all";
    const auto other = open_or_throw({stored_.url()});
    stored_.reopen({.busy_timeout = milliseconds{1}});
    FaultyDatabase reopened(*stored_);
    Committer committer(reopened, settings_, metrics_, limits_, [] {});
    int done = 0;
    committer.enqueue(webhook({"call-1"}), [&](const auto& committed) {
        EXPECT_TRUE(committed);
        ++done;
    });
    other->write([&](Connection&) { EXPECT_EQ(committer.step(now_), 0U); });
    EXPECT_TRUE(committer.is_failing());
    EXPECT_EQ(committer.step(now_ + seconds{1}), 1U);
    EXPECT_EQ(done, 1);
}

TEST_F(CommitterTest, SeesThatTheDatabaseIsBackWithNothingToCommit) {
    database_.go_away(FaultyDatabase::Away::at_begin);
    enqueue("call-1");
    committer_.step(now_);
    committer_.step(now_ + just_waited_long_enough + seconds{1});
    ASSERT_EQ(errors().size(), 1U);  // nothing waits any more
    EXPECT_TRUE(committer_.is_failing());
    database_.come_back();
    committer_.step(now_ + seconds{7});
    EXPECT_FALSE(committer_.is_failing());
}

TEST_F(CommitterTest, WaitsUntilAWebhookComesOrWaitsEnd) {
    std::thread sender([&] { enqueue("call-1"); });
    committer_.wait(std::chrono::minutes{5});
    sender.join();
    EXPECT_EQ(committer_.step(now_), 1U);

    // While the database is away, what waits is no reason to try at once.
    database_.go_away(FaultyDatabase::Away::at_begin);
    enqueue("call-2");
    committer_.step(now_);
    std::thread ender([&] { committer_.end_waits(); });
    committer_.wait(std::chrono::minutes{5});
    ender.join();
}

TEST_F(CommitterTest, WaitsForNoMoreThanAreEnough) {
    limits_.pace = std::chrono::hours{1};
    limits_.batch_enough = 3;
    Committer committer{database_, settings_, metrics_, limits_, [] {}};
    const auto enqueue_one = [&](const std::string& name) {
        committer.enqueue(webhook({name}), [](const auto&) {});
    };
    enqueue_one("first");  // due at once, since nothing was before it
    committer.wait(std::chrono::minutes{5});
    EXPECT_EQ(committer.step(now_), 1U);
    std::thread sender([&] {
        for (const char* name : {"a", "b", "c"})
            enqueue_one(name);
    });
    committer.wait(std::chrono::minutes{5});
    EXPECT_EQ(committer.step(now_), 3U);
    sender.join();

    enqueue_one("at the end");
    std::thread ender([&] { committer.end_waits(); });
    committer.wait(std::chrono::minutes{5});
    ender.join();
    EXPECT_EQ(committer.step(now_), 1U);
}

TEST_F(CommitterTest, OnlyEnoughBeginABatchBesideOneUnderWay) {
    limits_.batch_enough = 3;
    Committer committer{database_, settings_, metrics_, limits_, [] {}};
    const auto enqueue_one = [&](const std::string& name, CommitDone done) {
        committer.enqueue(webhook({name}), std::move(done));
    };
    std::vector<std::size_t> finished_beside;
    database_.before_statement([&](std::string_view, std::span<const Parameter>) {
        EXPECT_EQ(committer.has_batches_side_by_side(), finished_beside.size() == 2);
    });
    enqueue_one("first", [&](const auto&) {
        for (const char* name : {"a", "b", "c"}) {
            enqueue_one(name, [](const auto&) {});
            finished_beside.push_back(committer.step(now_));
            EXPECT_FALSE(committer.has_batches_side_by_side());
        }
        enqueue_one("last", [](const auto&) {});
    });
    EXPECT_EQ(committer.step(now_), 1U);
    EXPECT_THAT(finished_beside, ElementsAre(0U, 0U, 3U));
    EXPECT_EQ(committer.step(now_), 1U);
    EXPECT_EQ(calls(), 5);
}

}  // namespace
}  // namespace callfold
