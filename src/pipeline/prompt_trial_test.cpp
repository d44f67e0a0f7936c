#include "pipeline/prompt_trial.h"

#include <gmock/gmock.h>

#include "pipeline/testing/tested_analysis.h"

namespace callfold {
namespace {

using ::testing::HasSubstr;

class PromptTrialTest : public test::AnalysisTest {
  protected:
    bool ask(const std::string& prompt = "Judge kindly.") {
        PromptTrial trial;
        trial.question.tenant = tenant_.id;
        trial.question.prompt = prompt;
        trial.question.transcript = parse_transcript("user: My name is Asha Rao.\n").value();
        trial.done = [this](PromptAnswer answer) { answers_.push_back(std::move(answer)); };
        return node_->workers.try_prompt(std::move(trial));
    }

    std::vector<PromptAnswer> answers_;
};

TEST_F(PromptTrialTest, GivesAnAnalysisAndKeepsItsCostOnly) {
    EXPECT_TRUE(ask());
    step();
    ASSERT_EQ(model().open().size(), 1U);
    EXPECT_THAT(model().open().front().body, HasSubstr("Judge kindly."));
    EXPECT_TRUE(answers_.empty());
    model().answer_well(81);
    step();
    ASSERT_EQ(answers_.size(), 1U);
    EXPECT_EQ(answers_[0].assessment.value().total_score, 81);
    EXPECT_EQ(analyses("individual"), 0);
    EXPECT_EQ(requests("outcome = 'answered' AND raw_answer IS NULL AND input_tokens > 0"), 1);
}

TEST_F(PromptTrialTest, SaysWhyNothingCameOfIt) {
    ask();
    step();
    model().answer(400, test::api_error("invalid_prompt"));
    step();
    ASSERT_EQ(answers_.size(), 1U);
    EXPECT_FALSE(answers_[0].assessment);
    EXPECT_FALSE(answers_[0].error.empty());
}

TEST_F(PromptTrialTest, IsHeldLikeAJob) {
    set_tenant("daily_token_budget = 0");
    ask();
    step();
    EXPECT_EQ(model().open().size(), 0U);
    ASSERT_EQ(answers_.size(), 1U);
    EXPECT_THAT(answers_[0].error, HasSubstr("token budget"));
}

TEST_F(PromptTrialTest, WaitsForTheDatabase) {
    EXPECT_TRUE(ask());
    EXPECT_TRUE(ask());
    database_.go_away(test::FaultyDatabase::Away::at_begin);
    EXPECT_THROW(step(), InfrastructureError);
    database_.come_back();
    step();
    model().answer_all_well();
    step();
    EXPECT_EQ(answers_.size(), 2U);
}

TEST_F(PromptTrialTest, TakesOnlySoManyAtOnce) {
    for (int i = 0; i < 8; ++i)
        EXPECT_TRUE(ask());
    EXPECT_FALSE(ask());
    step();
    model().answer_all_well();
    step();
    EXPECT_EQ(answers_.size(), 8U);
    EXPECT_TRUE(ask());
}

}  // namespace
}  // namespace callfold
