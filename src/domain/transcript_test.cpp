#include "domain/transcript.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace callfold {
namespace {

Turn agent(std::string text) {
    return {Speaker::agent, std::move(text), std::nullopt};
}
Turn customer(std::string text) {
    return {Speaker::customer, std::move(text), std::nullopt};
}
Turn other(std::string text) {
    return {Speaker::other, std::move(text), std::nullopt};
}

TEST(TranscriptText, OpensTurnsAtSpeakerWords) {
    struct Case {
        std::string_view text;
        std::vector<Turn> turns;
    };
    const std::vector<Case> cases{
        {"assistant: Hello.\nuser:  Hi, who is this?\n",
         {agent("Hello."), customer("Hi, who is this?")}},
        {"AI: a\nBot: b\nAgent: c\nHUMAN: d\nCustomer: e\nUser: f",
         {agent("a"), agent("b"), agent("c"), customer("d"), customer("e"), customer("f")}},
        // Several lines of one speaker in a row are several turns.
        {"user: yes\nuser: no\n", {customer("yes"), customer("no")}},
        // Text with a colon, and lines that open no turn.
        {"assistant: The time: 10:30\nNote: bring it\n\nusers: two\nuser: ok",
         {agent("The time: 10:30\nNote: bring it\n\nusers: two"), customer("ok")}},
        // A speaker word counts at the start of a line only, and with its colon.
        {"assistant: the user: said so\n user: too\nuser said\nuser :x",
         {agent("the user: said so\n user: too\nuser said\nuser :x")}},
        // A turn without words is none; words on the next line are its words.
        {"user:\nassistant:  \nuser:\nhello\n", {customer("hello")}},
        {"Welcome\nuser: hi", {other("Welcome"), customer("hi")}},
        {"assistant: नमस्ते, आप कैसे हैं?\r\nuser: ठीक है\r\n",
         {agent("नमस्ते, आप कैसे हैं?"), customer("ठीक है")}},
        {"user:\u00a0\ufeff hi \u200b\n", {customer("hi")}},
        {std::string_view{"user: a\0b\0", 10}, {customer("a b")}},
    };
    for (const auto& [text, turns] : cases) {
        const auto transcript = parse_transcript(text);
        ASSERT_TRUE(transcript.has_value()) << text;
        EXPECT_EQ(transcript->turns, turns) << text;
    }
}

TEST(TranscriptText, WithoutWordsIsNone) {
    for (const std::string_view text :
         {"", " \r\n\t", "user:", "assistant: \nuser:  \n", "\u200b"}) {
        EXPECT_EQ(parse_transcript(text), std::nullopt) << text;
    }
}

TEST(TranscriptText, TellsWhetherTheCustomerSpoke) {
    EXPECT_TRUE(parse_transcript("assistant: Hello?\nuser: हाँ")->customer_spoke());
    EXPECT_FALSE(parse_transcript("assistant: Hello?")->customer_spoke());
    EXPECT_FALSE(parse_transcript("assistant: Hello?\nuser: ...")->customer_spoke());
    EXPECT_FALSE(parse_transcript("Hello?")->customer_spoke());
}

TEST(TranscriptText, OfTwoMegabytesIsRead) {
    std::string lines;
    while (lines.size() < 2'000'000)
        lines += "user: a\n";
    EXPECT_EQ(parse_transcript(lines)->turns.size(), lines.size() / 8);
    EXPECT_EQ(parse_transcript("user:" + std::string(2'000'000, '\n')), std::nullopt);
    std::string blanks = "user: a";
    for (int i = 0; i < 300'000; ++i)
        blanks += "\u200b \u00a0";
    EXPECT_EQ(parse_transcript(blanks)->turns, std::vector{customer("a")});
}

TEST(TranscriptDigest, TellsEveryDifferenceApart) {
    const Transcript one{{agent("a"), customer("b")}};
    EXPECT_EQ(one.digest(), (Transcript{{agent("a"), customer("b")}}.digest()));
    const std::vector<Transcript> others{
        {{agent("a")}},
        {{customer("a"), customer("b")}},
        {{customer("b"), agent("a")}},
        {{agent("acustomer - 1\nb")}},
        {{agent("ab"), customer("")}},
        {{{Speaker::agent, "a", milliseconds{0}}, customer("b")}},
        {{{Speaker::agent, "a", milliseconds{1}}, customer("b")}},
    };
    for (std::size_t i = 0; i < others.size(); ++i) {
        EXPECT_NE(others[i].digest(), one.digest()) << i;
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_NE(others[i].digest(), others[j].digest());
    }
}

TEST(Speaker, WordsReadBack) {
    for (const auto speaker :
         {Speaker::agent, Speaker::customer, Speaker::tool, Speaker::system, Speaker::other}) {
        EXPECT_EQ(parse_speaker(to_string(speaker)), speaker);
    }
    EXPECT_EQ(parse_speaker("user"), std::nullopt);
}

// Pieces of transcripts rather than random letters, so that the interesting cases are common.
rc::Gen<std::string> pieces() {
    return rc::gen::container<std::string>(rc::gen::elementOf(std::string{"ab: \n\r\t.\0"}));
}

rc::Gen<std::string> transcript_like() {
    const auto piece = rc::gen::oneOf(pieces(), rc::gen::elementOf(std::vector<std::string>{
                                                    "user:", "\nuser:", "\nAssistant: ", "\r\n",
                                                    "AI:", "नमस्ते", "\u00a0", "\u3000"}));
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                        [](const std::vector<std::string>& parts) {
                            std::string text;
                            for (const std::string& part : parts)
                                text += part;
                            return text;
                        });
}

RC_GTEST_PROP(TranscriptText, EveryTextGivesWordsWithoutBlanksAround, ()) {
    const auto transcript = parse_transcript(*transcript_like());
    if (!transcript) return;
    RC_ASSERT(!transcript->turns.empty());
    for (const Turn& turn : transcript->turns) {
        RC_ASSERT(!turn.text.empty());
        RC_ASSERT(std::string_view{" \n\t\r"}.find(turn.text.front()) == std::string_view::npos);
        RC_ASSERT(std::string_view{" \n\t\r"}.find(turn.text.back()) == std::string_view::npos);
        RC_ASSERT(turn.text.find('\0') == std::string::npos);
    }
}

RC_GTEST_PROP(TranscriptText, ReadsWhatItWrote, ()) {
    auto transcript = parse_transcript("assistant: hello\n" + *transcript_like());
    RC_ASSERT(transcript.has_value());
    RC_ASSERT(parse_transcript(transcript->text()) == transcript);
}

}  // namespace
}  // namespace callfold
