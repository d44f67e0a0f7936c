#include "analysis/circuit_breaker.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

const Instant start_time = *parse_timestamp("2026-11-22T12:00:00Z");

class CircuitBreakerTest : public testing::Test {
  protected:
    // The moment of the next trial, found by looking every second.
    seconds pause_from(Instant moment) const {
        for (seconds pause{0}; pause <= std::chrono::hours{1}; pause += seconds{1}) {
            if (breaker.may_start(moment + pause)) return pause;
        }
        return seconds{-1};
    }
    void fail_until_open() {
        for (int count = 0; count < 20; ++count)
            breaker.unavailable(false, "The server failed.", start_time);
    }

    CircuitBreaker breaker;
};

TEST_F(CircuitBreakerTest, IsClosedAtFirst) {
    EXPECT_TRUE(breaker.is_closed());
    EXPECT_TRUE(breaker.may_start(start_time));
    EXPECT_FALSE(breaker.started(start_time));
    EXPECT_EQ(breaker.pause(), std::nullopt);
}

TEST_F(CircuitBreakerTest, OpensAtTheTwentiethFailureInARow) {
    for (int count = 0; count < 19; ++count)
        EXPECT_FALSE(breaker.unavailable(false, "x", start_time));
    breaker.succeeded(false);
    for (int count = 0; count < 19; ++count)
        EXPECT_FALSE(breaker.unavailable(false, "x", start_time));
    EXPECT_TRUE(breaker.unavailable(false, "The server failed.", start_time));
    EXPECT_FALSE(breaker.may_start(start_time));
    EXPECT_EQ(pause_from(start_time), seconds{30});
    EXPECT_EQ(breaker.pause(), (ModelPause{PauseCause::outage, "The server failed.", start_time,
                                           std::nullopt, start_time + seconds{30}}));
}

TEST_F(CircuitBreakerTest, DoublesThePauseAfterEachFailedTrial) {
    fail_until_open();
    auto moment = start_time;
    for (const int expected_s : {30, 60, 120, 240, 480, 600, 600}) {
        ASSERT_EQ(pause_from(moment), seconds{expected_s});
        moment += seconds{expected_s};
        EXPECT_TRUE(breaker.started(moment));
        EXPECT_FALSE(breaker.may_start(moment));
        EXPECT_FALSE(breaker.started(moment));
        EXPECT_EQ(breaker.pause(), (ModelPause{PauseCause::outage, "The server failed.", start_time,
                                               moment, std::nullopt}));
        EXPECT_TRUE(breaker.unavailable(true, "The server failed.", moment));
    }
    moment += seconds{600};
    EXPECT_TRUE(breaker.started(moment));
    breaker.succeeded(true);
    EXPECT_TRUE(breaker.is_closed());
    fail_until_open();
    EXPECT_EQ(pause_from(start_time), seconds{30});
}

TEST_F(CircuitBreakerTest, OpensAtOnceWhenTheModelIsRejected) {
    EXPECT_TRUE(
        breaker.rejected(false, RejectionScope::model, "The API key was refused.", start_time));
    EXPECT_EQ(pause_from(start_time), seconds{300});
    const auto moment = start_time + seconds{300};
    EXPECT_TRUE(breaker.started(moment));
    EXPECT_TRUE(breaker.rejected(true, RejectionScope::model, "The API key was refused.", moment));
    EXPECT_EQ(pause_from(moment), seconds{300});
}

TEST_F(CircuitBreakerTest, StaysClosedForWhatConcernsOneRequest) {
    for (int count = 0; count < 50; ++count) {
        EXPECT_FALSE(breaker.rejected(false, RejectionScope::request, "x", start_time));
    }
    EXPECT_TRUE(breaker.is_closed());
}

TEST_F(CircuitBreakerTest, OpensAtTheThirdUnclearRejectionInARow) {
    EXPECT_FALSE(breaker.rejected(false, RejectionScope::unclear, "x", start_time));
    EXPECT_FALSE(breaker.rejected(false, RejectionScope::unclear, "x", start_time));
    breaker.succeeded(false);
    EXPECT_FALSE(breaker.rejected(false, RejectionScope::unclear, "x", start_time));
    EXPECT_FALSE(breaker.rejected(false, RejectionScope::unclear, "x", start_time));
    EXPECT_TRUE(breaker.rejected(false, RejectionScope::unclear, "x", start_time));
    EXPECT_FALSE(breaker.is_closed());
}

TEST_F(CircuitBreakerTest, IsNotMovedByRequestsThatStartedBefore) {
    breaker.rejected(false, RejectionScope::model, "No credit.", start_time);
    const auto later = start_time + seconds{200};
    breaker.succeeded(false);
    breaker.rate_limited(false);
    EXPECT_TRUE(breaker.unavailable(false, "x", later));
    EXPECT_TRUE(breaker.rejected(false, RejectionScope::model, "x", later));
    EXPECT_FALSE(breaker.rejected(false, RejectionScope::unclear, "x", later));
    EXPECT_FALSE(breaker.rejected(false, RejectionScope::request, "x", later));
    EXPECT_EQ(pause_from(start_time), seconds{300});
    EXPECT_EQ(breaker.pause()->because, "No credit.");
}

TEST_F(CircuitBreakerTest, ClosesWhenATrialIsAnsweredAtAll) {
    const auto open_and_try = [&] {
        breaker = CircuitBreaker{};
        breaker.rejected(false, RejectionScope::model, "No credit.", start_time);
        EXPECT_TRUE(breaker.started(start_time + seconds{300}));
    };
    open_and_try();
    breaker.rate_limited(true);
    EXPECT_TRUE(breaker.is_closed());
    open_and_try();
    EXPECT_FALSE(breaker.rejected(true, RejectionScope::request, "x", start_time));
    EXPECT_TRUE(breaker.is_closed());
    open_and_try();
    EXPECT_TRUE(breaker.rejected(true, RejectionScope::unclear, "x", start_time));
    EXPECT_FALSE(breaker.is_closed());
}

TEST_F(CircuitBreakerTest, TellsWhatItWaitsForAndSinceWhen) {
    const auto moment = start_time + seconds{30};
    const auto later = moment + seconds{300};
    fail_until_open();
    EXPECT_TRUE(breaker.started(moment));
    EXPECT_TRUE(breaker.rejected(true, RejectionScope::model, "No credit.", moment));
    EXPECT_EQ(breaker.pause(),
              (ModelPause{PauseCause::rejection, "No credit.", start_time, moment, later}));
    EXPECT_TRUE(breaker.started(later));
    EXPECT_TRUE(breaker.unavailable(true, "The server failed.", later));
    EXPECT_EQ(breaker.pause(), (ModelPause{PauseCause::outage, "The server failed.", start_time,
                                           later, later + seconds{30}}));
}

TEST_F(CircuitBreakerTest, ResumesWithATrial) {
    breaker.resume(start_time);
    EXPECT_FALSE(breaker.started(start_time));
    breaker.rejected(false, RejectionScope::model, "No credit.", start_time);
    breaker.resume(start_time);
    EXPECT_TRUE(breaker.may_start(start_time));
    EXPECT_TRUE(breaker.started(start_time));
    EXPECT_FALSE(breaker.may_start(start_time));
}

TEST_F(CircuitBreakerTest, HasOneTrialHoweverOftenItIsAskedFor) {
    breaker.rejected(false, RejectionScope::model, "No credit.", start_time);
    breaker.resume(start_time);
    EXPECT_TRUE(breaker.started(start_time));
    breaker.resume(start_time + seconds{60});
    EXPECT_FALSE(breaker.may_start(start_time + seconds{60}));
    breaker.succeeded(true);
    EXPECT_TRUE(breaker.is_closed());
}

TEST_F(CircuitBreakerTest, TriesEveryFiveSecondsAtMost) {
    breaker.rejected(false, RejectionScope::model, "No credit.", start_time);
    int trials = 0;
    for (milliseconds passed{0}; passed < seconds{60}; passed += milliseconds{100}) {
        const auto moment = start_time + passed;
        breaker.resume(moment);
        if (!breaker.started(moment)) continue;
        ++trials;
        breaker.rejected(true, RejectionScope::model, "No credit.", moment);
    }
    EXPECT_EQ(trials, 12);
}

TEST_F(CircuitBreakerTest, WaitsNoLongerAfterTrialsThatWereAskedFor) {
    fail_until_open();
    auto moment = start_time;
    for (int trial = 0; trial < 3; ++trial) {
        moment += seconds{10};
        breaker.resume(moment);
        EXPECT_TRUE(breaker.started(moment));
        EXPECT_TRUE(breaker.unavailable(true, "The server failed.", moment));
        EXPECT_EQ(pause_from(moment), seconds{30});
    }
    moment += seconds{30};
    EXPECT_TRUE(breaker.started(moment));
    EXPECT_TRUE(breaker.unavailable(true, "The server failed.", moment));
    EXPECT_EQ(pause_from(moment), seconds{60});
}

}  // namespace
}  // namespace callfold
