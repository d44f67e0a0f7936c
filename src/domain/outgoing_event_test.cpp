#include "domain/outgoing_event.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

Call call_with(LifecycleStatus status, int attempt = 0) {
    Call call;
    call.status = status;
    call.attempt = attempt;
    return call;
}

TEST(OutgoingEvents, ReadBack) {
    for (int value = 0; value <= static_cast<int>(OutgoingEvent::test); ++value) {
        const auto event = static_cast<OutgoingEvent>(value);
        EXPECT_EQ(parse_outgoing_event(to_string(event)), event);
    }
    EXPECT_EQ(parse_outgoing_event("call.ringing"), std::nullopt);
}

TEST(EndingEvent, TellsACompletedCallOnce) {
    const Call completed = call_with(LifecycleStatus::completed);
    EXPECT_EQ(ending_event(LifecycleStatus::call_disconnected, 0, completed),
              OutgoingEvent::call_completed);
    EXPECT_EQ(ending_event(std::nullopt, 0, completed), OutgoingEvent::call_completed);
    EXPECT_EQ(ending_event(LifecycleStatus::completed, 0, completed), std::nullopt);
}

TEST(EndingEvent, TellsEachAttempt) {
    EXPECT_EQ(ending_event(LifecycleStatus::busy, 0, call_with(LifecycleStatus::busy, 1)),
              OutgoingEvent::call_failed);
}

TEST(EndingEvent, IsNoneWhileACallGoesOn) {
    for (const auto status : {LifecycleStatus::queued, LifecycleStatus::ringing,
                              LifecycleStatus::in_progress, LifecycleStatus::call_disconnected}) {
        EXPECT_EQ(ending_event(std::nullopt, 0, call_with(status)), std::nullopt);
    }
    EXPECT_EQ(ending_event(std::nullopt, 0, Call{}), std::nullopt);
}

TEST(EndingEvent, EveryEndWithoutAConversationIsAFailure) {
    for (const auto status : {LifecycleStatus::no_answer, LifecycleStatus::busy,
                              LifecycleStatus::failed, LifecycleStatus::canceled}) {
        EXPECT_EQ(ending_event(LifecycleStatus::ringing, 0, call_with(status)),
                  OutgoingEvent::call_failed);
    }
}

}  // namespace
}  // namespace callfold
