#include "app/simulation/campaign.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace callfold {
namespace {

using nlohmann::json;
using ::testing::Each;
using ::testing::Gt;
using ::testing::Le;

const Instant now = *parse_timestamp("2026-11-20T10:00:00Z");

Instant happened_at(const Delivery& delivery) {
    return *parse_timestamp(json::parse(delivery.body)["updated_at"].get<std::string>());
}

std::vector<Instant> times_of(const std::vector<Delivery>& deliveries) {
    std::vector<Instant> times;
    for (const Delivery& delivery : deliveries)
        times.push_back(happened_at(delivery));
    return times;
}

std::size_t people_in(const std::vector<Delivery>& deliveries) {
    std::set<std::string> numbers;
    for (const Delivery& delivery : deliveries) {
        const json body = json::parse(delivery.body);
        if (body["user_number"].is_string()) numbers.insert(body["user_number"]);
    }
    return numbers.size();
}

TEST(Campaign, HasHappenedBeforeItIsPlayed) {
    CampaignOptions options;
    options.calls = 40;
    EXPECT_THAT(times_of(campaign(options, now)), Each(Le(now)));
}

TEST(Campaign, HappensWhileItIsPlayedLive) {
    CampaignOptions options;
    options.calls = 40;
    options.live = true;
    const std::vector<Delivery> deliveries = campaign(options, now);
    EXPECT_THAT(times_of(deliveries), Each(Gt(now)));
    for (const Delivery& delivery : deliveries) {
        EXPECT_EQ(happened_at(delivery), now + delivery.due);
    }
}

TEST(Campaign, LiveCallsAreOverWithinAMinute) {
    CampaignOptions options;
    options.live = true;
    options.calls = 1;
    for (const Script script : {Script::answered, Script::no_answer, Script::retried}) {
        options.script = script;
        EXPECT_THAT(times_of(campaign(options, now)), Each(Le(now + seconds{60})));
    }
}

TEST(Campaign, CallsNobodyTwiceWhileItIsPlayedLive) {
    CampaignOptions options;
    options.calls = 12;
    options.script = Script::answered;
    options.live = true;
    EXPECT_EQ(people_in(campaign(options, now)), 12U);
}

TEST(Campaign, CallsOtherPeopleThanACampaignBefore) {
    CampaignOptions options;
    options.calls = 10;
    options.script = Script::answered;
    std::vector<Delivery> both = campaign(options, now);
    EXPECT_EQ(people_in(both), 5U);
    options.first_number = 10;
    for (Delivery& delivery : campaign(options, now))
        both.push_back(std::move(delivery));
    EXPECT_EQ(people_in(both), 10U);
}

}  // namespace
}  // namespace callfold
