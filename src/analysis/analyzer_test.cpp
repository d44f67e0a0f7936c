#include "analysis/analyzer.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(AnswerOutcome, HasOneWordEach) {
    for (const auto outcome :
         {AnswerOutcome::answered, AnswerOutcome::unusable, AnswerOutcome::refused,
          AnswerOutcome::incomplete, AnswerOutcome::rate_limited, AnswerOutcome::unavailable,
          AnswerOutcome::rejected}) {
        EXPECT_EQ(parse_answer_outcome(to_string(outcome)), outcome) << to_string(outcome);
    }
    EXPECT_EQ(to_string(AnswerOutcome::rate_limited), "rate-limited");
    EXPECT_EQ(parse_answer_outcome("done"), std::nullopt);
    EXPECT_EQ(parse_answer_outcome(""), std::nullopt);
}

}  // namespace
}  // namespace callfold
