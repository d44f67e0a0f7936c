#include "analysis/limiter.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

const Instant start_time = *parse_timestamp("2026-11-22T12:00:00Z");
constexpr std::size_t plenty = 1'000'000;

HttpResponse limits(const std::string& dimension, int limit, int remaining,
                    const std::string& reset) {
    HttpResponse response;
    response.headers = {{"x-ratelimit-limit-" + dimension, std::to_string(limit)},
                        {"x-ratelimit-remaining-" + dimension, std::to_string(remaining)},
                        {"x-ratelimit-reset-" + dimension, reset}};
    return response;
}

TEST(Limiter, KnowsNoLimitAtFirst) {
    const Limiter limiter;
    EXPECT_GT(limiter.capacity(start_time), plenty);
}

TEST(Limiter, CountsRequestsOffWhatRemains) {
    Limiter limiter;
    const auto first = limiter.started(1'000, start_time);
    limiter.observe(limits("requests", 60, 10, "50s"), first, start_time);
    EXPECT_EQ(limiter.capacity(start_time), 10u);
    for (int count = 0; count < 10; ++count)
        limiter.started(1'000, start_time);
    EXPECT_EQ(limiter.capacity(start_time), 0u);
    // One a second comes back.
    EXPECT_EQ(limiter.capacity(start_time + seconds{4}), 4u);
    EXPECT_EQ(limiter.capacity(start_time + seconds{3'600}), 60u);
}

TEST(Limiter, CountsTokensByTheUsualRequest) {
    Limiter limiter;
    const auto first = limiter.started(2'000, start_time);
    limiter.observe(limits("tokens", 30'000, 20'000, "20s"), first, start_time);
    EXPECT_EQ(limiter.capacity(start_time), 10u);
    EXPECT_EQ(limiter.capacity(start_time + seconds{20}), 15u);
}

TEST(Limiter, TakesTheTightestBucket) {
    Limiter limiter;
    const auto first = limiter.started(1'000, start_time);
    auto response = limits("requests", 500, 400, "12s");
    const auto tokens = limits("project-tokens", 10'000, 3'500, "39s");
    response.headers.insert(response.headers.end(), tokens.headers.begin(), tokens.headers.end());
    limiter.observe(response, first, start_time);
    EXPECT_EQ(limiter.capacity(start_time), 3u);
}

TEST(Limiter, TakesOffWhatStartedAfterTheAnsweredRequest) {
    Limiter limiter;
    const auto first = limiter.started(1, start_time);
    for (int count = 0; count < 5; ++count)
        limiter.started(1, start_time);
    limiter.observe(limits("requests", 60, 8, "52s"), first, start_time + seconds{2});
    EXPECT_EQ(limiter.capacity(start_time + seconds{2}), 5u);  // 8 - 5 + 2
}

TEST(Limiter, LetsNewerAnswersStand) {
    Limiter limiter;
    const auto first = limiter.started(1, start_time);
    const auto second = limiter.started(1, start_time);
    limiter.observe(limits("requests", 60, 3, "57s"), second, start_time);
    limiter.observe(limits("requests", 60, 50, "10s"), first, start_time);
    EXPECT_EQ(limiter.capacity(start_time), 3u);
}

TEST(Limiter, FollowsTheResetTimeOfLongerPeriods) {
    Limiter limiter;
    const auto first = limiter.started(1, start_time);
    // 200 a day: one every 7 min 12 s.
    limiter.observe(limits("requests", 200, 0, "24h0m0s"), first, start_time);
    EXPECT_EQ(limiter.capacity(start_time + std::chrono::minutes{7}), 0u);
    EXPECT_EQ(limiter.capacity(start_time + std::chrono::minutes{8}), 1u);
}

TEST(Limiter, NeverStaysShut) {
    Limiter limiter;
    const auto first = limiter.started(50'000, start_time);
    // The usual request is larger than the whole limit.
    limiter.observe(limits("tokens", 10'000, 0, "1m0s"), first, start_time);
    EXPECT_EQ(limiter.capacity(start_time + seconds{30}), 0u);
    EXPECT_EQ(limiter.capacity(start_time + seconds{61}), 1u);
    limiter.observe(limits("requests", 0, 0, "1s"), first, start_time);
    EXPECT_EQ(limiter.capacity(start_time + seconds{61}), 1u);
}

TEST(Limiter, IgnoresHeadersItCannotRead) {
    Limiter limiter;
    const auto first = limiter.started(1, start_time);
    HttpResponse response;
    response.headers = {{"x-ratelimit-remaining-requests", "few"},
                        {"x-ratelimit-remaining-tokens", "-5"}};
    limiter.observe(response, first, start_time);
    limiter.observe(HttpResponse{}, first, start_time);
    EXPECT_GT(limiter.capacity(start_time), plenty);
}

TEST(Limiter, HoldsUntilTheLatestMoment) {
    Limiter limiter;
    limiter.hold_until(start_time + seconds{10});
    limiter.hold_until(start_time + seconds{5});
    EXPECT_EQ(limiter.capacity(start_time + seconds{9}), 0u);
    EXPECT_GT(limiter.capacity(start_time + seconds{10}), plenty);
}

}  // namespace
}  // namespace callfold
