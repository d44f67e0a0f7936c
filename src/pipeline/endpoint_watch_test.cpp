#include "pipeline/endpoint_watch.h"

#include <gmock/gmock.h>

#include "pipeline/testing/tested_pipeline.h"

namespace callfold {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;

class EndpointWatchTest : public test::PipelineTest {
  protected:
    std::int64_t told() {
        return number("SELECT count(*) FROM notifications WHERE kind = 'endpoint-silent'");
    }

    EndpointWatch watch_{database_, settings_, hours{24}};
};

TEST_F(EndpointWatchTest, TellsOnceAboutEachSilence) {
    commit({webhook({})});
    watch_.step(now_);
    now_ += hours{25};
    watch_.step(now_);
    EXPECT_EQ(told(), 1);
    EXPECT_THAT(text("SELECT message FROM notifications WHERE kind = 'endpoint-silent'"),
                HasSubstr("No webhook for longer than expected."));
    now_ += hours{1};
    watch_.step(now_);
    EXPECT_EQ(told(), 1);
    commit({webhook({.execution_id = "call-2"})});
    now_ += hours{25};
    watch_.step(now_);
    EXPECT_EQ(told(), 2);
}

TEST_F(EndpointWatchTest, RemembersAcrossRestartsWhatWasTold) {
    commit({webhook({})});
    now_ += hours{25};
    watch_.step(now_);
    EndpointWatch restarted{database_, settings_, hours{24}};
    restarted.step(now_);
    EXPECT_EQ(told(), 1);
}

TEST_F(EndpointWatchTest, WritesNothingWhileAllIsWell) {
    commit({webhook({})});
    now_ += hours{25};
    watch_.step(now_);
    const int before = database_.writes();
    now_ += minutes{2};
    watch_.step(now_);
    EXPECT_EQ(database_.writes(), before);
}

TEST_F(EndpointWatchTest, AnEndpointThatWaitsForItsFirstWebhookIsNotSilent) {
    now_ += hours{1'000};
    watch_.step(now_);
    EXPECT_EQ(told(), 0);
}

}  // namespace
}  // namespace callfold
