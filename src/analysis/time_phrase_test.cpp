#include "analysis/time_phrase.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(TimePhrase, FindsTheTimeToCome) {
    const struct {
        const char* said;
        const char* time;
    } cases[] = {
        {"Let us meet on Saturday at 11 AM.", "on Saturday at 11 AM"},
        {"Tomorrow evening is fine.", "Tomorrow evening"},
        {"Call me next week, maybe on Tuesday afternoon.", "on Tuesday afternoon"},
        {"Call me next week.", "next week"},
        {"in ten minutes please", "in ten minutes"},
        {"I am free at 5:30 p.m.", "at 5:30 p.m"},
        {"after 6 pm", "after 6 pm"},
        {"at four", "at four"},
        {"the meeting is on 3 March", "on 3 March"},
        {"in the evening", "in the evening"},
        {"next month or so", "next month"},
        // none
        {"I may come", ""},
        {"I called last week", ""},
        {"two days ago", ""},
        {"this is the one", ""},
        {"we have three bedrooms", ""},
        {"look at the house", ""},
        {"good morning", ""},
        {"", ""},
    };
    for (const auto& [said, time] : cases) {
        const Words words(said);
        const auto found = words.sentences().empty() ? "" : time_phrase(words, 0);
        EXPECT_EQ(found, time) << said;
    }
}

}  // namespace
}  // namespace callfold
