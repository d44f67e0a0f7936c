#include "analysis/rule_book.h"

#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

namespace callfold {
namespace {

// The words that the phrase finds in `said`, or nothing.
std::string found(const std::string& phrase, const char* said) {
    const std::string file = "[topic one]\ntext: One\n- " + phrase + "\n";
    const RuleBook book({file});
    const Words words(said);
    const auto all = book.find(words);
    if (all.empty()) return "";
    return std::string(words.slice(all[0].first, all[0].last));
}

TEST(Phrase, FindsItsWords) {
    const struct {
        const char* phrase;
        const char* said;
        const char* match;
    } cases[] = {
        {"too expensive", "That is Too Expensive.", "Too Expensive"},
        {"too expensive", "too. Expensive", ""},
        {"too (expensive|costly)", "it's too costly", "too costly"},
        {"too (much|very)? expensive", "too expensive", "too expensive"},
        {"too (much|very)? expensive", "too very expensive", "too very expensive"},
        {"my budget (is)?", "my budget is ten", "my budget is"},
        {"my * budget", "my whole budget", "my whole budget"},
        {"my * budget", "my budget", ""},
        {"send ... details", "send me all the details", "send me all the details"},
        {"send ... details", "send me all of the details", ""},
        {"send ... details", "send details and details", "send details"},
        {"i am interested", "I'm, uh, interested", "I'm, uh, interested"},
        // negated, or not
        {"interested", "I am not interested", ""},
        {"interested", "not really that interested", ""},
        {"interested", "No, interested", "interested"},
        {"interested", "not a lot of people interested", "interested"},
        {"not interested", "I am not interested", "not interested"},
    };
    for (const auto& [phrase, said, match] : cases)
        EXPECT_EQ(found(phrase, said), match) << phrase << " in " << said;
}

TEST(Phrase, TellsWhereTheRestBegins) {
    const RuleBook book({"[interest one]\ntext: Wants {rest}\n- i want < (a|an)\n- i need\n"});
    const Words words("i want a house. i need money");
    const auto all = book.find(words);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(words.all()[all[0].rest].text, "a");
    EXPECT_EQ(words.all()[all[1].rest].text, "money");
}

TEST(ReadRules, ReadsEveryKey) {
    const auto rules = read_rules(
        "# a comment\n\n[objection price]\ntext: Too expensive\nby: customer agreed\n"
        "weights: budget -30 intent +5\ncap: 10\noutcome: No.\nfactor: Price\naction: Explain\n"
        "- too expensive\n- costly\n");
    ASSERT_EQ(rules.size(), 1U);
    const Rule& rule = rules[0];
    EXPECT_EQ(rule.kind, RuleKind::objection);
    EXPECT_EQ(rule.name, "price");
    EXPECT_EQ(rule.text, "Too expensive");
    EXPECT_TRUE(rule.said_by.customer && rule.said_by.agreed && !rule.said_by.agent);
    EXPECT_EQ(rule.weights, (std::array<int, 4>{5, 0, -30, 0}));
    EXPECT_EQ(rule.cap, 10);
    EXPECT_EQ(rule.outcome, "No.");
    EXPECT_EQ(rule.factor, "Price");
    EXPECT_EQ(rule.action, "Explain");
    EXPECT_EQ(rule.phrases.size(), 2U);
}

TEST(ReadRules, RefusesMistakes) {
    for (const char* file : {
             "text: no heading\n",
             "[topic]\ntext: a\n- a\n",
             "[nonsense one]\ntext: a\n- a\n",
             "[topic one\ntext: a\n- a\n",
             "[topic one]\ntext: a\n",
             "[topic one]\n- a\n",
             "[signal one]\ntext: a\n- a\n",
             "[topic one]\ntext:\n- a\n",
             "[topic one]\ncolour: red\n- a\n",
             "[topic one]\ntext: a\nby: everybody\n- a\n",
             "[topic one]\ntext: a\nweights: luck +5\n- a\n",
             "[topic one]\ntext: a\nweights: fit much\n- a\n",
             "[topic one]\ntext: a\ncap: 10%\n- a\n",
             "[topic one]\ntext: a\n- (a|b)? c\n",
             "[topic one]\ntext: a\n- ... c\n",
             "[topic one]\ntext: a\n- < a\n",
             "[topic one]\ntext: a\n- Capital\n",
             "[topic one]\ntext: a\n- (a b)\n",
             "[topic one]\ntext: a\n- a | b\n",
         }) {
        EXPECT_THROW(read_rules(file), std::logic_error) << file;
    }
    try {
        read_rules("[topic one]\ntext: a\n- a\nfoo: bar\n");
        FAIL();
    } catch (const std::logic_error& error) {
        EXPECT_STREQ(error.what(), "rules, line 4, rule 'one': no such key");
    }
}

// Words that never stand in a conversation as the rules read it.
bool can_stand(std::string_view word) {
    return Words(word).all().size() == 1 && Words(word).all()[0].text == word;
}

TEST(BuiltInRules, AreReadableAndCanBeMet) {
    const auto& rules = RuleBook::built_in().rules();
    EXPECT_GT(rules.size(), 60U);
    std::set<std::pair<RuleKind, std::string_view>> names;
    for (const Rule& rule : rules) {
        EXPECT_TRUE(names.insert({rule.kind, rule.name}).second)
            << rule.name << " stands there twice";
        const bool has_time = rule.text.find("{when}") != std::string_view::npos ||
                              rule.outcome.find("{when}") != std::string_view::npos;
        EXPECT_TRUE(!has_time || rule.kind == RuleKind::next_step) << rule.name;
        for (const Phrase& phrase : rule.phrases) {
            for (const PhrasePlace& place : phrase.places) {
                for (const std::string_view word : place.words)
                    EXPECT_TRUE(can_stand(word)) << rule.name << ": " << word;
            }
        }
    }
}

}  // namespace
}  // namespace callfold
