#include "storage/jobs.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace callfold::test;

constexpr std::string_view node = "node";

class Jobs : public ::testing::Test {
  protected:
    TenantId tenant(const std::string& name) { return sample_tenant(*database, name).id; }

    void request(TenantId of, int lead, Instant due) {
        database->write([&](Connection& connection) {
            request_lead_analysis(connection, of, number(lead), "p-1", due);
        });
    }
    static PhoneNumber number(int lead) {
        return PhoneNumber::from_e164("+9190000001" + std::to_string(10 + lead));
    }

    std::vector<ClaimedJob> claim(TenantId of, Instant due_after = Instant::min()) {
        return database->write([&](Connection& connection) {
            return claim_jobs(connection, of, node, now, now + minutes{2}, 10, due_after);
        });
    }
    std::vector<TenantId> tenants(const ClaimedUntil& claimed_until) {
        return database->read([&](Connection& connection) {
            auto found = tenants_with_waiting_jobs(connection, claimed_until);
            std::sort(found.begin(), found.end());
            return found;
        });
    }
    std::int64_t count(const std::string& condition) {
        return count_rows(*database, "jobs", condition);
    }

    const Instant now = sample_time() + minutes{10};
    TemporaryDatabase database;
};

TEST_F(Jobs, AreClaimedFromATimeOn) {
    const TenantId one = tenant("One");
    for (int lead = 0; lead < 3; ++lead)
        request(one, lead, sample_time() + minutes{lead});
    const auto later = claim(one, sample_time() + minutes{1});
    ASSERT_EQ(later.size(), 2U);
    for (const ClaimedJob& job : later)
        EXPECT_GE(job.due_since, sample_time() + minutes{1});
    const auto rest = claim(one);
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest.front().due_since, sample_time());
}

TEST_F(Jobs, ShowWhoHasSomeBehindWhatIsClaimed) {
    const TenantId one = tenant("One");
    const TenantId two = tenant("Two");
    const TenantId three = tenant("Three");
    const TenantId four = tenant("Four");
    request(one, 0, sample_time());
    request(two, 0, sample_time());
    request(two, 1, sample_time() + minutes{5});
    request(four, 0, sample_time());
    const Instant behind = sample_time() + minutes{1};
    EXPECT_THAT(tenants({}), ElementsAre(one, two, four));
    EXPECT_THAT(tenants({{two, behind}}), ElementsAre(one, two, four));
    EXPECT_THAT(tenants({{one, behind}, {two, behind}}), ElementsAre(two, four));
    EXPECT_THAT(tenants({{one, sample_time()}, {three, behind}}), ElementsAre(one, two, four));
    const Instant last = sample_time() + minutes{6};
    EXPECT_THAT(tenants({{one, last}, {two, last}, {three, last}}), ElementsAre(four));
    EXPECT_THAT(tenants({{one, last}, {two, last}, {four, last}}), IsEmpty());
}

TEST_F(Jobs, AreCompletedTogether) {
    const TenantId one = tenant("One");
    for (int lead = 0; lead < 4; ++lead)
        request(one, lead, sample_time());
    const auto jobs = claim(one);
    ASSERT_EQ(jobs.size(), 4U);
    request(one, 1, now);  // runs already, and runs once more
    database->write([&](Connection& connection) {
        postpone_job(connection, jobs.back(), node, now, std::nullopt, false, now);
        const std::vector<const ClaimedJob*> done{&jobs[0], &jobs[1], &jobs[2], &jobs[3]};
        complete_jobs(connection, done, "another node", now);
    });
    EXPECT_EQ(count("state = 'running'"), 3);
    database->write([&](Connection& connection) {
        const std::vector<const ClaimedJob*> done{&jobs[0], &jobs[1], &jobs[2], &jobs[3]};
        complete_jobs(connection, done, node, now);
        complete_jobs(connection, {}, node, now);
    });
    const std::string dirty = "key = '" + lead_job_key(number(1)) + "'";
    const std::string given_back = "key = '" + lead_job_key(*jobs[3].number) + "'";
    EXPECT_EQ(count("state = 'waiting' AND attempts = 0 AND " + dirty), 1);
    EXPECT_EQ(count("state = 'waiting' AND " + given_back), 1);
    EXPECT_EQ(count("state = 'done'"), dirty == given_back ? 3 : 2);
}

}  // namespace
}  // namespace callfold
