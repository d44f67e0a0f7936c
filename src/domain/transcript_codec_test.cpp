#include "domain/transcript_codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/error.h"

namespace callfold {
namespace {

TEST(TranscriptCodec, KeepsWhatIsStoredReadable) {
    const Transcript transcript{{{Speaker::agent, "Hello \"Asha\"\n\\", milliseconds{1200}},
                                 {Speaker::customer, "नमस्ते", std::nullopt}}};
    EXPECT_EQ(encode_turns(transcript),
              R"([{"speaker":"agent","text":"Hello \"Asha\"\n\\","start_ms":1200},)"
              R"({"speaker":"customer","text":"नमस्ते"}])");
    EXPECT_EQ(decode_turns(encode_turns(transcript)), transcript);
}

RC_GTEST_PROP(TranscriptCodec, ReadsWhatItWrote, ()) {
    Transcript transcript;
    for (int i = *rc::gen::inRange(0, 5); i > 0; --i) {
        std::string text;
        for (const auto byte : *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127)))
            text += byte;
        const auto speaker = *rc::gen::element(Speaker::agent, Speaker::customer, Speaker::tool,
                                               Speaker::system, Speaker::other);
        std::optional<milliseconds> start;
        if (*rc::gen::arbitrary<bool>()) start = milliseconds{*rc::gen::inRange(0, 1'000'000)};
        transcript.turns.push_back({speaker, text, start});
    }
    RC_ASSERT(decode_turns(encode_turns(transcript)) == transcript);
}

TEST(TranscriptCodec, SaysWhenTheStoredTextIsDamaged) {
    for (const char* text : {"", "{}", "[1]", R"([{"speaker":"agent"}])",
                             R"([{"speaker":"nobody","text":"x"}])", R"([{"text":"x"}])"}) {
        EXPECT_THROW(decode_turns(text), DamagedError) << text;
    }
}

}  // namespace
}  // namespace callfold
