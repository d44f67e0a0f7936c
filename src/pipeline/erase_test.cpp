#include "pipeline/erase.h"

#include <gmock/gmock.h>

#include "base/compression.h"
#include "pipeline/rebuild.h"
#include "pipeline/testing/tested_analysis.h"
#include "storage/full_text.h"

namespace callfold {
namespace {

using test::AnalysisTest;
using test::count_rows;
using test::Said;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto other_number = "+919811112222";

// What the bill and the counters read of the calls.
constexpr auto lasting_sql =
    "SELECT call_lifecycle_status || ' ' || outcome || ' ' || attempt || ' ' || "
    "coalesce(duration_ms, 0) || ' ' || billable_ms || ' ' || direction || ' ' || "
    "credits_charged_micro || ' ' || contributions FROM calls ORDER BY id";

class EraseTest : public AnalysisTest {
  protected:
    EraseTest() {
        for (const char* name : {"call-1", "call-2"}) {
            Said said{name};
            said.customer = "Yes, this is Asha Rao. I want to visit on Saturday, by velocipede.";
            take_call(said);
        }
        Said other{"other"};
        other.number = other_number;
        other.customer = "Yes, this is Kiran Iyer. Please call tomorrow.";
        take_call(other);
        index_words();
    }
    void index_words() {
        stored_->write([](Connection& connection) {
            index_transcripts(connection, unindexed_transcripts(connection, 100));
        });
    }
    int erase(const std::string& number = test::caller_number) {
        const auto erased =
            erase_person(database_, tenant_.id, PhoneNumber::from_e164(number), now_);
        return erased.value().calls_erased;
    }
    std::vector<std::string> of_person(const std::string& columns) {
        return texts("SELECT " + columns + " FROM calls WHERE execution_id LIKE 'call-%'");
    }
    std::int64_t rows(const std::string& table) { return count_rows(*stored_, table, "true"); }
};

TEST_F(EraseTest, TakesEverythingOfThePersonAndNothingOfOthers) {
    work_off();
    ASSERT_EQ(rows("contacts"), 2);
    EXPECT_EQ(erase(), 2);
    EXPECT_EQ(rows("contacts"), 1);
    EXPECT_EQ(rows("transcripts"), 1);
    EXPECT_EQ(rows("raw_bodies"), 5);
    EXPECT_THAT(texts("SELECT DISTINCT phone_number FROM lead_analytics"),
                ElementsAre(other_number));
    EXPECT_THAT(of_person("phone_number"), Each("null"));
    EXPECT_THAT(of_person("recording_url"), Each("null"));
    EXPECT_THAT(of_person("summary"), Each("null"));
    EXPECT_EQ(count_rows(*stored_, "calls", "erased_at IS NOT NULL"), 2);
    EXPECT_EQ(count_rows(*stored_, "call_events", "erased"), 10);
    EXPECT_THAT(texts("SELECT facts FROM call_events WHERE erased"),
                Each(Not(HasSubstr("9876543210"))));
    EXPECT_EQ(text("SELECT phone_number FROM calls WHERE execution_id = 'other'"), other_number);
    EXPECT_EQ(requests("phone_number IS NOT NULL AND phone_number <> '+919811112222'"), 0);
}

TEST_F(EraseTest, LeavesWhatStatusPriceAndCountersRead) {
    work_off();
    const auto before = texts(lasting_sql);
    const std::string balance_before = balance(tenant_.id);
    erase();
    EXPECT_EQ(texts(lasting_sql), before);
    const RebuildReport report =
        rebuild(database_, settings_, {.post_charges = true}, now_, [](auto, auto) {});
    EXPECT_EQ(report.calls_changed, 0);
    EXPECT_FALSE(report.counters_changed);
    EXPECT_EQ(balance(tenant_.id), balance_before);
}

TEST_F(EraseTest, ALaterEventIsStrippedOnArrival) {
    work_off();
    erase();
    Said later{"call-1"};
    later.talk = seconds{121};
    now_ += seconds{1};
    commit({webhook(later)});
    EXPECT_THAT(of_person("phone_number"), Each("null"));
    EXPECT_THAT(texts("SELECT facts FROM call_events WHERE erased"),
                Each(Not(HasSubstr("9876543210"))));
    EXPECT_EQ(count_rows(*stored_, "call_events", "erased"), 11);
    EXPECT_EQ(rows("raw_bodies"), 5);
    EXPECT_EQ(rows("transcripts"), 1);
    EXPECT_EQ(balance(tenant_.id), "-7");  // the bill still follows
}

TEST_F(EraseTest, AnAnswerThatComesLaterIsDroppedAndItsCostKept) {
    step();
    ASSERT_FALSE(model().open().empty());
    erase();
    work_off();
    EXPECT_THAT(texts("SELECT DISTINCT phone_number FROM lead_analytics"),
                ElementsAre(other_number));
    EXPECT_THAT(texts("SELECT phone_number FROM contacts"), ElementsAre(other_number));
    EXPECT_EQ(requests("call_id IN (SELECT id FROM calls WHERE erased_at IS NOT NULL) AND "
                       "raw_answer IS NOT NULL"),
              0);
    EXPECT_GT(
        number("SELECT CAST(sum(output_tokens) AS BIGINT) FROM model_requests WHERE call_id IN "
               "(SELECT id FROM calls WHERE erased_at IS NOT NULL)"),
        0);
    EXPECT_EQ(jobs("state IN ('waiting', 'running')"), 0);
}

TEST_F(EraseTest, QuarantinedCopiesWithTheNumberGo) {
    const auto quarantined = [&](const std::string& body) {
        IncomingWebhook kept = webhook({"unused"});
        kept.events.clear();
        kept.encoded.clear();
        kept.quarantine_reason = "no id";
        kept.compressed_body = compress(body);
        kept.byte_count = body.size();
        return kept;
    };
    commit({quarantined(R"({"user_number":"919876543210"})"),
            quarantined(R"({"user_number":"+919811112222"})")});
    erase();
    EXPECT_EQ(rows("quarantine"), 1);
}

TEST_F(EraseTest, OfAnotherTenantsLeadTouchesNothing) {
    const auto other = stored_->write(
        [](Connection& connection) { return test::insert_tenant(connection, "Iyer Clinics"); });
    const auto erased =
        erase_person(database_, other.id, PhoneNumber::from_e164(test::caller_number), now_);
    EXPECT_EQ(erased.value().calls_erased, 0);
    EXPECT_EQ(count_rows(*stored_, "calls", "erased_at IS NOT NULL"), 0);
    EXPECT_EQ(rows("transcripts"), 3);
}

TEST_F(EraseTest, LeavesNoByteInTheFiles) {
    if (tested_engine() != Engine::sqlite) GTEST_SKIP() << "the files are the server's";
    work_off();
    ASSERT_TRUE(files_hold("9876543210"));
    ASSERT_TRUE(files_hold("velocipede"));
    erase();
    EXPECT_FALSE(files_hold("9876543210"));
    EXPECT_FALSE(files_hold("velocipede"));  // of the full-text index as well
    EXPECT_TRUE(files_hold("kiran"));
}

}  // namespace
}  // namespace callfold
