#include "domain/model_pause.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

const Instant start = *parse_timestamp("2026-11-22T12:00:00Z");

struct Asked {
    const char* when;
    std::optional<seconds> last_trial;  // all after the start
    std::optional<seconds> next_trial;
    seconds asked;
    std::optional<seconds> then_next_trial;
};

std::optional<Instant> after_start(const std::optional<seconds>& time) {
    if (!time) return std::nullopt;
    return start + *time;
}

TEST(ModelPause, ATrialIsBroughtForward) {
    const Asked table[] = {
        {"before the first", {}, seconds{300}, seconds{10}, seconds{10}},
        {"long after the last", seconds{100}, seconds{400}, seconds{150}, seconds{150}},
        {"right after the last", seconds{100}, seconds{400}, seconds{101}, seconds{105}},
        {"twice", seconds{100}, seconds{105}, seconds{102}, seconds{105}},
        {"when it is due", seconds{100}, seconds{150}, seconds{160}, seconds{150}},
        {"while one is under way", seconds{100}, {}, seconds{101}, {}},
    };
    for (const Asked& each : table) {
        ModelPause pause{PauseCause::outage, "x", start, after_start(each.last_trial),
                         after_start(each.next_trial)};
        const bool sooner = bring_trial_forward(pause, start + each.asked);
        EXPECT_EQ(pause.next_trial_at, after_start(each.then_next_trial)) << each.when;
        EXPECT_EQ(sooner, each.next_trial != each.then_next_trial) << each.when;
    }
}

TEST(ModelPause, EachCauseHasAWordOfItsOwn) {
    EXPECT_EQ(to_string(PauseCause::outage), "outage");
    EXPECT_EQ(to_string(PauseCause::rejection), "rejection");
}

}  // namespace
}  // namespace callfold
