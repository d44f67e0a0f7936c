#include "storage/job_queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/call_queries.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace callfold::test;

const std::string asha = "+919000000101";
const Digest words = Digest::of("words");

class JobQueries : public ::testing::Test {
  protected:
    void SetUp() override {
        database->write([&](Connection& connection) {
            tenant = insert_tenant(connection, "One");
            other = insert_tenant(connection, "Two");
            Call folded;
            folded.analysis_key = words;
            call = store_call(connection, tenant.id, "exec-1", folded, sample_time(),
                              AnalysisStatus::failed);
            test::request_call_analysis(connection, tenant.id, call.id, words, "p-1",
                                        sample_time());
            test::request_lead_analysis(connection, tenant.id, PhoneNumber::from_e164(asha), "p-1",
                                        sample_time() + minutes{1});
        });
    }

    // Ends the tenant's oldest waiting job.
    Uuid finish_next(JobState state) {
        return database->write([&](Connection& connection) {
            const auto jobs = claim_jobs(connection, tenant.id, "node", sample_time() + minutes{2},
                                         sample_time() + minutes{5}, 1);
            finish_job(connection, jobs.front(), "node", state, "The model said no.",
                       sample_time() + minutes{3});
            return jobs.front().public_id;
        });
    }

    std::vector<std::string> kinds(const JobFilter& filter, TenantId of,
                                   const PageRange& range = {}) {
        return database->read([&](Connection& connection) {
            std::vector<std::string> found;
            for (const ListedJob& job : list_jobs(connection, of, filter, range).items) {
                found.emplace_back(to_string(job.kind));
            }
            return found;
        });
    }

    Result<ListedJob> retry(TenantId of, Uuid job) {
        return database->write([&](Connection& connection) {
            return retry_job(connection, of, job, sample_time() + minutes{10});
        });
    }

    TemporaryDatabase database;
    TenantRow tenant;
    TenantRow other;
    CallRow call;
};

TEST_F(JobQueries, ListTheNewestFirstByStateAndKind) {
    EXPECT_THAT(kinds({}, tenant.id), ElementsAre("analyze-lead", "analyze-call"));
    EXPECT_THAT(kinds({JobState::waiting, {}}, tenant.id),
                ElementsAre("analyze-lead", "analyze-call"));
    EXPECT_THAT(kinds({{}, JobKind::analyze_call}, tenant.id), ElementsAre("analyze-call"));
    finish_next(JobState::failed);
    EXPECT_THAT(kinds({JobState::failed, {}}, tenant.id), ElementsAre("analyze-call"));
    EXPECT_THAT(kinds({JobState::failed, JobKind::analyze_lead}, tenant.id), IsEmpty());
    EXPECT_THAT(kinds({JobState::waiting, {}}, tenant.id), ElementsAre("analyze-lead"));
    EXPECT_THAT(kinds({JobState::canceled, {}}, tenant.id), IsEmpty());
    finish_next(JobState::done);
    EXPECT_THAT(kinds({JobState::done, {}}, tenant.id), ElementsAre("analyze-lead"));
}

TEST_F(JobQueries, PagesContinue) {
    database->read([&](Connection& connection) {
        const auto first = list_jobs(connection, tenant.id, {}, {std::nullopt, 1});
        ASSERT_TRUE(first.next_id);
        const auto second = list_jobs(connection, tenant.id, {}, {first.next_id, 1});
        EXPECT_EQ(second.items.front().kind, JobKind::analyze_call);
        EXPECT_FALSE(second.next_id);
        const auto active =
            list_jobs(connection, tenant.id, {JobState::waiting, {}}, {first.next_id, 1});
        EXPECT_EQ(active.items.front().kind, JobKind::analyze_call);
    });
}

TEST_F(JobQueries, ShowWhatAJobIsAbout) {
    database->read([&](Connection& connection) {
        const auto jobs = jobs_of_call(connection, tenant.id, call.id, 10);
        ASSERT_EQ(jobs.size(), 1U);
        EXPECT_EQ(jobs[0].call, call.public_id);
        EXPECT_EQ(jobs[0].number, std::nullopt);
        EXPECT_EQ(jobs[0].not_before, sample_time());
        const auto lead =
            active_job(connection, tenant.id, lead_job_key(PhoneNumber::from_e164(asha)));
        ASSERT_TRUE(lead);
        EXPECT_EQ(lead->call, std::nullopt);
        EXPECT_EQ(lead->number, PhoneNumber::from_e164(asha));
        EXPECT_TRUE(active_job(connection, tenant.id, call_job_key(call.id, words)));
    });
}

TEST_F(JobQueries, AFailedJobWaitsAgainAndItsCallWithIt) {
    const Uuid job = finish_next(JobState::failed);
    const auto retried = retry(tenant.id, job);
    ASSERT_TRUE(retried);
    EXPECT_EQ(retried->state, JobState::waiting);
    EXPECT_EQ(retried->attempts, 0);
    EXPECT_EQ(retried->not_before, sample_time() + minutes{10});
    EXPECT_EQ(retried->last_error, "The model said no.");
    const auto shown = database->read(
        [&](Connection& connection) { return listed_call(connection, tenant.id, call.id); });
    EXPECT_EQ(shown->analysis_status, AnalysisStatus::pending);
}

TEST_F(JobQueries, OnlyAFailedJobIsRetriedAndNotBesideANewerOne) {
    const Uuid done = finish_next(JobState::done);
    EXPECT_EQ(retry(tenant.id, done).error().code, ErrorCode::conflict);
    const Uuid failed = finish_next(JobState::failed);
    database->write([&](Connection& connection) {
        test::request_lead_analysis(connection, tenant.id, PhoneNumber::from_e164(asha), "p-2",
                                    sample_time() + minutes{4});
    });
    EXPECT_EQ(retry(tenant.id, failed).error().code, ErrorCode::conflict);
    EXPECT_EQ(retry(tenant.id, new_uuid(sample_time())).error().code, ErrorCode::not_found);
}

TEST_F(JobQueries, NeverShowATenantTheJobsOfAnother) {
    EXPECT_THAT(kinds({}, other.id), IsEmpty());
    const Uuid failed = finish_next(JobState::failed);
    EXPECT_THAT(kinds({JobState::failed, {}}, other.id), IsEmpty());
    EXPECT_EQ(retry(other.id, failed).error().code, ErrorCode::not_found);
    database->read([&](Connection& connection) {
        EXPECT_THAT(jobs_of_call(connection, other.id, call.id, 10), IsEmpty());
        EXPECT_FALSE(active_job(connection, other.id, lead_job_key(PhoneNumber::from_e164(asha))));
    });
}

}  // namespace
}  // namespace callfold
