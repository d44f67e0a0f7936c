#include "pipeline/discard_quarantined.h"

#include "base/compression.h"
#include "pipeline/replay_quarantine.h"
#include "pipeline/testing/tested_pipeline.h"
#include "storage/stream.h"

namespace callfold {
namespace {

using test::count_rows;
using test::PipelineTest;

const std::string readable = R"({"id":"7c1f0b52-9d4e-4a57-8a35-0e6b1f2c4d01","status":"ringing",)"
                             R"("context_details":{"recipient_name":"Velocipedia"}})";

class DiscardQuarantinedTest : public PipelineTest {
  protected:
    Uuid keep() { return keep_as(compress(readable)); }
    Uuid keep_as(const std::string& compressed_body) {
        IncomingWebhook kept = webhook({});
        kept.events.clear();
        kept.encoded.clear();
        kept.quarantine_reason = "no id";
        kept.compressed_body = compressed_body;
        kept.byte_count = readable.size();
        return commit({kept}).webhooks.front().event_id;
    }
    bool discard(Uuid id) {
        return discard_quarantined(database_, tenant_.id, id, now_, [&](Connection&) { ++noted_; });
    }

    int noted_ = 0;
};

TEST_F(DiscardQuarantinedTest, TellsWhoeverNotesItWithinItsTransaction) {
    const Uuid id = keep();
    const Uuid other = keep();
    EXPECT_TRUE(discard(id));
    EXPECT_FALSE(discard(id));
    EXPECT_EQ(noted_, 1);
    EXPECT_EQ(count_rows(*stored_, "quarantine", "true"), 1);
    EXPECT_THROW(discard_quarantined(database_, tenant_.id, other, now_,
                                     [](Connection&) { throw DataError("not noted"); }),
                 DataError);
    EXPECT_EQ(count_rows(*stored_, "quarantine", "true"), 1);
}

TEST_F(DiscardQuarantinedTest, IsToldToListeners) {
    const Uuid id = keep();
    discard(id);
    const auto events = stored_->read(
        [&](Connection& connection) { return stream_events_after(connection, tenant_.id, 0, 10); });
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].changes.quarantined.listed, std::vector{StreamedQuarantine{id}});
    EXPECT_EQ(events[1].changes.quarantined.listed, std::vector<StreamedQuarantine>({{id, false}}));
}

TEST_F(DiscardQuarantinedTest, LeavesNoByteInTheFiles) {
    if (tested_engine() != Engine::sqlite) GTEST_SKIP() << "the files are the server's";
    const Uuid id = keep_as(readable);  // so that its words are found
    ASSERT_TRUE(files_hold("Velocipedia"));
    discard(id);
    EXPECT_FALSE(files_hold("Velocipedia"));
}

// SQLite has one writer at a time, so that nothing comes in between.
TEST_F(DiscardQuarantinedTest, AReplayThatItOvertakesKeepsNothing) {
    if (tested_engine() != Engine::postgres) GTEST_SKIP() << "only several writers overtake";
    const Uuid id = keep();
    database_.before_statement([&](std::string_view name, auto) {
        if (name != "lock_waiting_quarantine") return;
        discard_quarantined(*stored_, tenant_.id, id, now_);
    });
    const auto replayed =
        replay_quarantined(database_, settings_, tenant_.id, id, "processing", now_);
    ASSERT_FALSE(replayed);
    EXPECT_EQ(replayed.error().code, ErrorCode::conflict);
    EXPECT_EQ(count_rows(*stored_, "calls", "true"), 0);
}

}  // namespace
}  // namespace callfold
