// What retention and erase must not leave behind.
#include "base/compression.h"
#include "pipeline/analyze_again.h"
#include "pipeline/erase.h"
#include "pipeline/rebuild.h"
#include "pipeline/retention.h"
#include "pipeline/testing/tested_analysis.h"
#include "pipeline/word_indexer.h"
#include "storage/job_queries.h"

namespace callfold {
namespace {

using std::chrono::days;

class ErasedTextsTest : public test::AnalysisTest {
  protected:
    int erase(const std::string& number = test::caller_number) {
        return erase_person(database_, tenant_.id, PhoneNumber::from_e164(number), now_)
            ->calls_erased;
    }
    // A correction says that the call was with somebody else.
    void move_call() {
        now_ += seconds{1};
        commit({webhook({.number = other_number})});
    }
    std::int64_t answers_with_words() { return requests("raw_answer LIKE '%Asha wants%'"); }

    std::int64_t analyses_with_words() {
        return test::count_rows(*stored_, "lead_analytics", "summary LIKE '%Asha wants%'");
    }

    const std::string other_number = "+919876543211";

    // A body without an id that says a number.
    IncomingWebhook without_id(const std::string& number) {
        IncomingWebhook odd = webhook({});
        odd.events.clear();
        odd.encoded.clear();
        odd.quarantine_reason = "no id";
        const std::string body = R"({"status":"completed","user_number":")" + number + R"("})";
        odd.compressed_body = compress(body);
        odd.byte_count = body.size();
        return odd;
    }
};

TEST_F(ErasedTextsTest, LeavesNoCallWaitingForAnAnalysis) {
    take_call({});
    EXPECT_EQ(erase(), 1);
    EXPECT_EQ(text("SELECT analysis_status FROM calls"), "skipped");
    EXPECT_EQ(jobs("state = 'canceled'"), 2);
}

TEST_F(ErasedTextsTest, LeavesNoFailedAnalysisToBeTriedAgain) {
    take_call({});
    step();
    model().answer(400, test::api_error("context_length_exceeded"));
    model().answer(400, test::api_error("context_length_exceeded"));
    step();
    ASSERT_EQ(jobs("state = 'failed'"), 2);
    erase();
    EXPECT_EQ(jobs("state = 'canceled'"), 2);
}

TEST_F(ErasedTextsTest, WhoHungUpIsForgottenInTheCallAsInItsEvents) {
    IncomingWebhook ended = webhook({});
    EventFacts& facts = ended.events.front().event.facts;
    facts.hangup = Hangup{"Callee", HangupParty::callee, "Asha hung up", "4000"};
    seal_digest(ended.events.front().event);
    ended.encoded = {encode_event(ended.events.front())};
    commit({ended});
    ASSERT_EQ(text("SELECT hangup_by FROM calls"), "user");
    erase();
    const RebuildReport report = rebuild(database_, settings_, {}, now_, [](auto, auto) {});
    EXPECT_EQ(report.calls_changed, 0);
    EXPECT_EQ(text("SELECT hangup_by FROM calls"), "null");
}

TEST_F(ErasedTextsTest, ForgetsWhatWasAnsweredAboutALeadThatTheCallBelongedToBefore) {
    take_call({});
    work_off();
    move_call();
    work_off();
    ASSERT_GT(answers_with_words(), 0);
    EXPECT_EQ(erase(other_number), 1);
    EXPECT_EQ(answers_with_words(), 0);
}

TEST_F(ErasedTextsTest, ForgetsWhatALeadHoldsOfACallThatLeftIt) {
    take_call({});
    work_off();
    move_call();
    ASSERT_GT(analyses_with_words(), 0);
    EXPECT_EQ(erase(other_number), 1);
    EXPECT_EQ(analyses_with_words(), 0);
}

TEST_F(ErasedTextsTest, KeepsNoAnswerThatComesAfterTheCallLeftTheLead) {
    take_call({});
    step();
    move_call();
    model().answer_all_well();
    step();
    EXPECT_EQ(erase(other_number), 1);
    work_off();
    EXPECT_EQ(answers_with_words(), 0);
    EXPECT_EQ(requests("phone_number = '" + test::caller_number +
                       "' AND call_id IS NULL AND input_tokens > 0"),
              1);
}

TEST_F(ErasedTextsTest, KeepsNoUselessAnswerThatComesAfterTheCallLeftTheLead) {
    take_call({});
    step();
    move_call();
    model().answer_oddly();
    model().answer_oddly();
    step();
    EXPECT_EQ(requests("analysis_type = 'complete' AND raw_answer IS NOT NULL"), 0);
}

TEST_F(ErasedTextsTest, WordsThatComeAfterTheLastWereErasedAreFound) {
    WordIndexer indexer(database_);
    take_call({});
    indexer.step();
    erase();
    take_call({.execution_id = "call-2"});
    indexer.step();
    EXPECT_EQ(number("SELECT count(*) FROM transcript_words"), 1);
}

TEST_F(ErasedTextsTest, ARequestOfAnErasedPersonIsAbandonedAfterACrash) {
    take_call({});
    step();
    erase();
    restart();
    EXPECT_EQ(requests("outcome = 'sent'"), 0);
    EXPECT_EQ(requests("outcome = 'abandoned'"), 2);
}

TEST_F(ErasedTextsTest, FindsTheNumberInQuarantineHoweverItIsSpelled) {
    commit({without_id("+919876543210"), without_id("098765 43210"), without_id("+91-98765-43210"),
            without_id("9876543210"), without_id("+919876543211")});
    erase();
    EXPECT_EQ(number("SELECT count(*) FROM quarantine"), 1);
}

class RetainedTextsTest : public test::AnalysisTest {
  protected:
    // Seals everything that is there.
    void forget() {
        now_ += days{31};
        Retention retention(database_, settings_, 30);
        while (retention.step(now_).has_more) {
        }
    }
    std::int64_t rows_that_hold(const std::string& words) {
        return number(
            "SELECT (SELECT count(*) FROM call_events WHERE CAST(facts AS TEXT) LIKE '%" + words +
            "%') + (SELECT count(*) FROM model_requests WHERE raw_answer LIKE '%" + words + "%')");
    }
};

TEST_F(RetainedTextsTest, TakesWordsAndBodiesAndLeavesWhatIsCounted) {
    take_call({});
    work_off();
    forget();
    EXPECT_EQ(number("SELECT count(*) FROM raw_bodies"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM transcripts"), 0);
    EXPECT_EQ(text("SELECT summary FROM lead_analytics WHERE analysis_type = 'individual'"), "");
    EXPECT_EQ(number("SELECT total_score FROM lead_analytics WHERE analysis_type = 'individual'"),
              78);
    EXPECT_EQ(text("SELECT call_lifecycle_status FROM calls"), "completed");
    EXPECT_EQ(number("SELECT credits_charged_micro FROM calls"), 2'000'000);
    EXPECT_EQ(text("SELECT analysis_status FROM calls"), "done");
}

TEST_F(RetainedTextsTest, TakesTheProvidersWordsOutOfEvents) {
    take_call({});
    ASSERT_GT(rows_that_hold("Asha asked"), 0);
    forget();
    EXPECT_EQ(rows_that_hold("Asha asked"), 0);
    EXPECT_GT(rows_that_hold("\"conversation_duration_ms\":61000"), 0);
}

TEST_F(RetainedTextsTest, TakesTheProvidersWordsOutOfLateEvents) {
    take_call({});
    forget();
    commit({webhook({.talk = seconds{62}})});
    ASSERT_EQ(number("SELECT count(*) FROM call_events WHERE late"), 1);
    EXPECT_GT(rows_that_hold("Asha asked"), 0);
    forget();
    EXPECT_EQ(rows_that_hold("Asha asked"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM raw_bodies"), 0);
}

TEST_F(RetainedTextsTest, TakesTheModelsAnswersOfCallsAndLeads) {
    take_call({});
    work_off();
    ASSERT_EQ(rows_that_hold("Asha wants"), 2);
    forget();
    EXPECT_EQ(rows_that_hold("Asha wants"), 0);
    EXPECT_EQ(requests("input_tokens = 1200"), 2);
}

TEST_F(RetainedTextsTest, LeavesNoCallWaitingForAnAnalysis) {
    take_call({});
    forget();
    EXPECT_EQ(text("SELECT analysis_status FROM calls"), "skipped");
    EXPECT_EQ(jobs("call_id IS NOT NULL AND state = 'canceled'"), 1);
}

TEST_F(RetainedTextsTest, DropsAnAnswerThatComesAfterwards) {
    take_call({});
    step();
    forget();
    work_off();
    EXPECT_EQ(analyses("individual"), 0);
    EXPECT_EQ(text("SELECT analysis_status FROM calls"), "skipped");
    EXPECT_EQ(requests("analysis_type = 'individual' AND raw_answer IS NULL AND input_tokens > 0"),
              1);
}

TEST_F(RetainedTextsTest, AFailedAnalysisThatIsTriedAgainIsSkipped) {
    take_call({.execution_id = "web-1", .number = std::nullopt});
    step();
    model().answer(400, test::api_error("context_length_exceeded"));
    step();
    ASSERT_EQ(jobs("state = 'failed'"), 1);
    forget();
    database_.write([&](Connection& connection) {
        const auto failed = list_jobs(connection, tenant_.id, {}, {}).items.at(0);
        return retry_job(connection, tenant_.id, failed.public_id, now_);
    });
    step();
    EXPECT_EQ(text("SELECT analysis_status FROM calls"), "skipped");
    EXPECT_EQ(jobs("state = 'canceled'"), 1);
}

// The words that the complete analysis was made from are no longer the call's, and those that the
// call has now are forgotten before they were analysed.
TEST_F(RetainedTextsTest, WithdrawsACompleteAnalysisOfWordsThatNoCallHasAnyMore) {
    take_call({});
    work_off();
    ASSERT_EQ(analyses("complete"), 1);
    now_ += seconds{1};
    commit({webhook({.customer = "No, you have the wrong number."})});
    ASSERT_EQ(number("SELECT count(*) FROM lead_analytics WHERE summary_is_stale"), 1);
    forget();
    work_off();
    EXPECT_EQ(jobs("state IN ('waiting', 'running')"), 0);
    EXPECT_EQ(analyses("complete"), 0);
}

// Asked for again, and forgotten before it was done: what is there still says what was said.
TEST_F(RetainedTextsTest, ACompleteAnalysisThatCannotBeMadeAgainIsNotOutdated) {
    take_call({});
    step();
    model().answer(400, test::api_error("context_length_exceeded"));
    model().answer_well();
    step();
    ASSERT_EQ(analyses("individual"), 0);
    ASSERT_EQ(analyses("complete"), 1);
    database_.write([&](Connection& connection) {
        return analyze_again(connection, tenant_.id, call_public_id("call-1"), "again", now_);
    });
    forget();
    work_off();
    EXPECT_EQ(jobs("state IN ('waiting', 'running')"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM lead_analytics WHERE NOT summary_is_stale"), 1);
}

}  // namespace
}  // namespace callfold
