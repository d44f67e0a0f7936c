#include "pipeline/claim_bounds.h"

#include <gtest/gtest.h>

#include "storage/testing/sample_rows.h"

namespace callfold {
namespace {

constexpr TenantId tenant{7};

ClaimedJob due(Instant since) {
    ClaimedJob job;
    job.tenant = tenant;
    job.due_since = since;
    return job;
}

TEST(ClaimBounds, LeaveOutWhatIsClaimed) {
    const Instant now = test::sample_time();
    ClaimBounds bounds;
    EXPECT_EQ(bounds.due_after(tenant), Instant::min());
    const ClaimedJob jobs[] = {due(now - seconds{90}), due(now - seconds{30}),
                               due(now - seconds{60})};
    bounds.claimed(tenant, jobs, now);
    EXPECT_EQ(bounds.due_after(tenant), now - seconds{30});
    bounds.claimed(tenant, {}, now);
    EXPECT_EQ(bounds.due_after(tenant), now - seconds{30});
    EXPECT_EQ(bounds.due_after(TenantId{8}), Instant::min());
}

TEST(ClaimBounds, LeaveRoomForWhatIsCommittedLater) {
    const Instant now = test::sample_time();
    ClaimBounds bounds;
    const ClaimedJob jobs[] = {due(now)};
    bounds.claimed(tenant, jobs, now);
    EXPECT_EQ(bounds.due_after(tenant), now - seconds{10});
}

TEST(ClaimBounds, AreForgottenNowAndThen) {
    const Instant now = test::sample_time();
    ClaimBounds bounds;
    bounds.forget_now_and_then(now);
    const ClaimedJob jobs[] = {due(now - seconds{30})};
    bounds.claimed(tenant, jobs, now);
    bounds.forget_now_and_then(now + seconds{59});
    EXPECT_EQ(bounds.claimed_until().size(), 1U);
    bounds.forget_now_and_then(now + seconds{60});
    EXPECT_TRUE(bounds.claimed_until().empty());
}

}  // namespace
}  // namespace callfold
