#include "storage/trouble_queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/analytics.h"
#include "storage/job_queries.h"
#include "storage/overview_queries.h"
#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace callfold::test;

const PhoneNumber asha = PhoneNumber::from_e164("+919000000101");
const PhoneNumber kiran = PhoneNumber::from_e164("+919000000102");
const Transcript words = conversation("Hello", "Yes, speaking.");

class FailedJobsTrouble : public ::testing::Test {
  protected:
    FailedJobsTrouble() {
        database_->write([&](Connection& connection) {
            tenant_ = insert_tenant(connection, "One");
            other_ = insert_tenant(connection, "Two");
            call_ =
                store_call(connection, tenant_.id, "exec-1",
                           answered_call(asha.e164(), words, now_), now_, AnalysisStatus::pending);
        });
    }

    void request(const JobRequest& request) {
        database_->write([&](Connection& connection) {
            request_jobs(connection, {&request, 1}, now_);
        });
    }
    // Asks for it, and has it end in `state` a minute later.
    void end(const JobRequest& wanted, JobState state, const std::string& error) {
        request(wanted);
        now_ += minutes{1};
        database_->write([&](Connection& connection) {
            const auto jobs =
                claim_jobs(connection, wanted.tenant, "node", now_, now_ + minutes{1}, 1);
            finish_job(connection, jobs.at(0), "node", state, error, now_);
            if (wanted.call) set_status(connection, AnalysisStatus::failed);
        });
    }
    void fail(const JobRequest& wanted, const std::string& error) {
        end(wanted, JobState::failed, error);
    }
    void set_status(Connection& connection, AnalysisStatus status) {
        set_analysis_status(connection, tenant_.id, call_.id, status, now_);
    }
    void set_status(AnalysisStatus status) {
        database_->write([&](Connection& connection) { set_status(connection, status); });
    }
    void complete(const PhoneNumber& number) {
        const std::vector<std::string> dropped;
        database_->write([&](Connection& connection) {
            replace_complete(connection, tenant_.id, number, {{call_.id, words.digest()}}, {},
                             full_assessment(70), {"rules", "", "rules-1", {}, &dropped}, now_);
        });
    }

    JobRequest of_call(const Transcript& said = words) const {
        return call_analysis(tenant_.id, call_.id, said.digest(), "p");
    }
    JobRequest of_lead(const PhoneNumber& number) const {
        return lead_analysis(tenant_.id, number, "p");
    }

    // The errors of the jobs that are shown; the overview counts as many.
    std::vector<std::string> shown(TenantId tenant) {
        return database_->read([&](Connection& connection) {
            std::vector<std::string> causes;
            for (const TroubleRow& row : failed_jobs_trouble(connection, tenant))
                causes.push_back(row.cause);
            EXPECT_EQ(pipeline_counts(connection, tenant).failed,
                      static_cast<std::int64_t>(causes.size()));
            return causes;
        });
    }
    std::vector<std::string> shown() { return shown(tenant_.id); }

    Instant now_ = sample_time();
    TemporaryDatabase database_;
    TenantRow tenant_;
    TenantRow other_;
    CallRow call_;
};

TEST_F(FailedJobsTrouble, IsShownToItsTenantOnly) {
    fail(of_call(), "call");
    fail(of_lead(asha), "lead");
    EXPECT_THAT(shown(), ElementsAre("lead", "call"));
    EXPECT_THAT(shown(other_.id), IsEmpty());
}

TEST_F(FailedJobsTrouble, OfACallGoesWhenALaterAnalysisIsUnderWayOrDone) {
    fail(of_call(), "call");
    set_status(AnalysisStatus::pending);
    EXPECT_THAT(shown(), IsEmpty());
    set_status(AnalysisStatus::done);
    EXPECT_THAT(shown(), IsEmpty());
    set_status(AnalysisStatus::failed);
    EXPECT_THAT(shown(), ElementsAre("call"));
}

TEST_F(FailedJobsTrouble, OfACallIsShownOnceHoweverOftenItFailed) {
    fail(of_call(), "first");
    fail(of_call(), "second");
    EXPECT_THAT(shown(), ElementsAre("second"));
}

TEST_F(FailedJobsTrouble, OfWordsThatTheCallNoLongerHasGoes) {
    fail(of_call(conversation("Hello", "Who is this?")), "outdated");
    EXPECT_THAT(shown(), IsEmpty());
    fail(of_call(), "current");
    EXPECT_THAT(shown(), ElementsAre("current"));
}

TEST_F(FailedJobsTrouble, OfALeadGoesWithALaterAnalysisOfThatLead) {
    complete(asha);  // what was there before makes up for nothing
    fail(of_lead(asha), "asha");
    fail(of_lead(kiran), "kiran");
    EXPECT_THAT(shown(), ElementsAre("kiran", "asha"));
    now_ += minutes{1};
    complete(asha);
    EXPECT_THAT(shown(), ElementsAre("kiran"));
    fail(of_lead(asha), "again");
    EXPECT_THAT(shown(), ElementsAre("again", "kiran"));
}

TEST_F(FailedJobsTrouble, OfALeadIsNotShownWhileAnotherOneIsUnderWay) {
    fail(of_lead(asha), "first");
    request(of_lead(asha));
    EXPECT_THAT(shown(), IsEmpty());
    fail(of_lead(asha), "second");
    EXPECT_THAT(shown(), ElementsAre("second", "first"));
}

// However much was made up for, what is older shows.
TEST_F(FailedJobsTrouble, IsLookedForBehindWhatAnOutageLeft) {
    fail(of_lead(kiran), "old");
    const bool on_postgres = database_->engine() == Engine::postgres;
    change_rows(*database_,
                "WITH RECURSIVE numbers (number) AS "
                "(SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 1500) "
                "INSERT INTO jobs (public_id, user_id, kind, key, state, phone_number, not_before, "
                "processing_id, created_at, updated_at) "
                "SELECT " +
                    std::string(on_postgres ? "gen_random_uuid()" : "randomblob(16)") +
                    ", user_id, kind, 'lead/outage', state, '" + asha.e164() +
                    "', not_before, processing_id, created_at, updated_at "
                    "FROM jobs CROSS JOIN numbers");
    EXPECT_EQ(shown().size(), 1'000U);
    now_ += minutes{1};
    complete(asha);
    EXPECT_THAT(shown(), ElementsAre("old"));
}

}  // namespace
}  // namespace callfold
