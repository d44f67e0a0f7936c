#include "http/routes/model.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "http/auth.h"
#include "http/testing/route_test.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::minutes;
using test::sample_time;
using ::testing::ElementsAre;

class ModelRoutesTest : public testing::RouteTest {
  protected:
    json resume() {
        const auto answer = routes_.ask(of(tenant_), "POST", "/v1/model/resume");
        EXPECT_EQ(answer.status, 200);
        return answer.json()["pause"];
    }
    std::string entry() { return "model.resume " + tenant_.public_id.text(); }

    std::optional<ModelPause> pause_;
    int resumed_ = 0;
    testing::AskedRoutes routes_{
        model_routes({*database_, clock_, [this] { return pause_; }, [this] { ++resumed_; }})};
};

TEST_F(ModelRoutesTest, AsksForATrialNow) {
    const Instant since = sample_time() - minutes{1};
    pause_ = ModelPause{PauseCause::rejection, "No credit.", since, std::nullopt,
                        sample_time() + minutes{4}};
    EXPECT_EQ(resume(), (json{{"cause", "rejection"},
                              {"because", "No credit."},
                              {"since", to_rfc3339(since)},
                              {"last_trial_at", nullptr},
                              {"next_trial_at", to_rfc3339(sample_time())}}));
    EXPECT_EQ(resumed_, 1);
    EXPECT_THAT(audited(tenant_.id), ElementsAre(entry()));
}

TEST_F(ModelRoutesTest, SaysTheSameHoweverOftenItIsAsked) {
    pause_ = ModelPause{PauseCause::rejection, "No credit.", sample_time(), sample_time(),
                        sample_time() + minutes{5}};
    const json first = resume();
    EXPECT_EQ(first["next_trial_at"], to_rfc3339(sample_time() + seconds{5}));
    pause_->next_trial_at = sample_time() + seconds{5};
    EXPECT_EQ(resume(), first);
}

TEST_F(ModelRoutesTest, WaitsForATrialThatIsUnderWay) {
    pause_ =
        ModelPause{PauseCause::outage, "No answer.", sample_time(), sample_time(), std::nullopt};
    EXPECT_EQ(resume()["next_trial_at"], nullptr);
}

// Another node may be paused.
TEST_F(ModelRoutesTest, PassesItOnWhereThisNodeIsNotPaused) {
    EXPECT_EQ(resume(), nullptr);
    EXPECT_EQ(resumed_, 1);
    EXPECT_THAT(audited(tenant_.id), ElementsAre(entry()));
    EXPECT_THAT(audited(other_.id), ElementsAre());
}

TEST_F(ModelRoutesTest, IsForOwnersAdministratorsAndKeys) {
    const Access access = routes_.routes().front().access;
    const auto refusal_of = [&](Role role) {
        Identity identity = of(tenant_);
        identity.person = SignedIn{{}, {}, tenant_.id, role, {}};
        return refuse_access(identity, access);
    };
    EXPECT_TRUE(refusal_of(Role::member).has_value());
    EXPECT_EQ(refusal_of(Role::owner), std::nullopt);
    EXPECT_EQ(refusal_of(Role::administrator), std::nullopt);
    EXPECT_EQ(refuse_access(of(tenant_), access), std::nullopt);
}

}  // namespace
}  // namespace callfold::http
