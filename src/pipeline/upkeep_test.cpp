#include "pipeline/upkeep.h"

#include "pipeline/testing/tested_pipeline.h"

namespace callfold {
namespace {

using std::chrono::hours;
using test::PipelineTest;

class UpkeepTest : public PipelineTest {
  protected:
    std::int64_t silences_told() {
        return number("SELECT count(*) FROM notifications WHERE kind = 'endpoint-silent'");
    }
    std::int64_t oldest_of_stream() { return number("SELECT min(number) FROM stream_events"); }

    Committer committer_{database_, settings_, metrics_, {}, [] {}};
    Upkeep upkeep_{database_, settings_, committer_, {std::nullopt, hours{24}}};
};

TEST_F(UpkeepTest, DoesAllThatIsDue) {
    take_calls_about_a_velocipede(1);
    take_calls_about_a_velocipede(30);
    ASSERT_EQ(oldest_of_stream(), 1);
    now_ += hours{25};
    const milliseconds until_next = upkeep_.step(now_);
    EXPECT_EQ(until_next, milliseconds{0}) << "words are left to index";
    EXPECT_EQ(calls_found("velocipede"), 25U);
    EXPECT_EQ(silences_told(), 1);
    EXPECT_EQ(oldest_of_stream(), 2) << "the last one is kept";
    EXPECT_GT(upkeep_.step(now_), milliseconds{0});
    EXPECT_EQ(calls_found("velocipede"), 31U);
}

TEST_F(UpkeepTest, APartThatFailsKeepsNoOtherFromBeingDone) {
    take_calls_about_a_velocipede(1);
    take_calls_about_a_velocipede(3);
    now_ += hours{25};
    database_.before_statement([](std::string_view name, std::span<const Parameter>) {
        if (name == "delete_old_stream_events") throw InfrastructureError("the database is away");
    });
    EXPECT_GT(upkeep_.step(now_), milliseconds{0});
    EXPECT_EQ(silences_told(), 1);
    EXPECT_EQ(calls_found("velocipede"), 4U);
    EXPECT_EQ(oldest_of_stream(), 1);
}

TEST_F(UpkeepTest, ReadsSettingsThatOthersChanged) {
    upkeep_.step(now_);
    test::set_columns(*stored_, "users", "name = 'Changed'",
                      "id = " + std::to_string(tenant_.id.value));
    stored_->write([](Connection& connection) { raise_settings_version(connection); });
    upkeep_.step(now_);
    EXPECT_NE(settings_.current()->tenant(tenant_.id).name, "Changed") << "once a second";
    upkeep_.step(now_ + seconds{1});
    EXPECT_EQ(settings_.current()->tenant(tenant_.id).name, "Changed");
}

}  // namespace
}  // namespace callfold
