#include "domain/event_codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/error.h"

namespace callfold {
namespace {

EventFacts full_facts() {
    EventFacts facts;
    facts.agent_id = "agent-1";
    facts.batch_id = "batch-1";
    facts.customer_number = "+15550100311";
    facts.agent_number = "+15550100300";
    facts.direction = Direction::outbound;
    facts.customer_name = "Nora \"N\" \\ नोरा";
    facts.conversation_duration = milliseconds{59'400};
    facts.telephony_duration = milliseconds{60'000};
    facts.transcriber_duration = milliseconds{1};
    facts.voicemail = false;
    facts.recording_url = "https://recordings.example/1";
    facts.error_message = "line\none\ttwo\u0001";
    facts.hangup = Hangup{"Callee", HangupParty::callee, "hung up", "4000"};
    facts.cost = ProviderCost{12'710'000, "USD"};
    facts.summary = "";
    facts.extracted_data = R"({"interested":"yes"})";
    facts.transcript = TranscriptFact{Digest::of("words"), true};
    return facts;
}

TEST(FactsCodec, WritesCanonicalJson) {
    EXPECT_EQ(encode_facts(EventFacts{}), "{}");
    EXPECT_EQ(
        encode_facts(full_facts()),
        R"({"agent_id":"agent-1","batch_id":"batch-1","customer_number":"+15550100311",)"
        R"("agent_number":"+15550100300","direction":"outbound",)"
        R"("customer_name":"Nora \"N\" \\ नोरा","conversation_duration_ms":59400,)"
        R"("telephony_duration_ms":60000,"transcriber_duration_ms":1,"voicemail":false,)"
        R"("recording_url":"https://recordings.example/1",)"
        R"("error_message":"line\none\ttwo\u0001",)"
        R"("hangup":{"by":"Callee","party":"callee","reason":"hung up","provider_code":"4000"},)"
        R"("cost":{"amount_micro":12710000,"currency":"USD"},"summary":"",)"
        R"("extracted_data":"{\"interested\":\"yes\"}",)"
        R"("transcript":{"digest":")" +
            Digest::of("words").hex() + R"(","customer_spoke":true}})");
}

TEST(FactsCodec, ReadsWhatItWroteInAnyOrder) {
    EXPECT_EQ(decode_facts(encode_facts(full_facts())), full_facts());
    EventFacts facts;
    facts.hangup = Hangup{};
    facts.voicemail = true;
    EXPECT_EQ(decode_facts(encode_facts(facts)), facts);
    EXPECT_EQ(decode_facts(R"({ "voicemail": true, "hangup": {} })"), facts);
}

TEST(FactsCodec, DamagedRowsThrow) {
    for (const std::string_view json :
         {"", "{", "[]", "null", "{}x", R"({"unknown":1})", R"({"agent_id":1})",
          R"({"agent_id":null})", R"({"voicemail":0})", R"({"voicemail":true,"voicemail":true})",
          R"({"direction":"up"})", R"({"telephony_duration_ms":1.5})",
          R"({"telephony_duration_ms":9223372036854775808})", R"({"cost":{"amount_micro":1}})",
          R"({"cost":{"amount_micro":1,"currency":"USD","x":1}})",
          R"({"hangup":{"party":"nobody"}})",
          R"({"transcript":{"digest":"00","customer_spoke":true}})", R"({"hangup":"Callee"})",
          "{\"agent_id\":\"\xff\"}"}) {
        EXPECT_THROW(decode_facts(json), DamagedError) << json;
    }
}

// Any valid UTF-8: every code point but surrogates, the small ones more often.
rc::Gen<std::string> utf8() {
    const auto code_point = rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0, 0x80),
                                           rc::gen::inRange<std::uint32_t>(0x80, 0x800),
                                           rc::gen::inRange<std::uint32_t>(0x800, 0xd800),
                                           rc::gen::inRange<std::uint32_t>(0xe000, 0x10000),
                                           rc::gen::inRange<std::uint32_t>(0x10000, 0x110000));
    return rc::gen::map(rc::gen::container<std::vector<std::uint32_t>>(code_point),
                        [](const std::vector<std::uint32_t>& points) {
                            std::string text;
                            const auto append = [&text](std::uint32_t byte) {
                                text += static_cast<char>(byte);
                            };
                            for (const std::uint32_t point : points) {
                                if (point < 0x80) {
                                    append(point);
                                } else if (point < 0x800) {
                                    append(0xc0 | point >> 6U);
                                } else if (point < 0x10000) {
                                    append(0xe0 | point >> 12U);
                                } else {
                                    append(0xf0 | point >> 18U);
                                    append(0x80 | (point >> 12U & 0x3fU));
                                }
                                if (point >= 0x800) append(0x80 | (point >> 6U & 0x3fU));
                                if (point >= 0x80) append(0x80 | (point & 0x3fU));
                            }
                            return text;
                        });
}

template <class Value>
std::optional<Value> maybe(const rc::Gen<Value>& value) {
    return *rc::gen::arbitrary<bool>() ? std::optional<Value>{*value} : std::nullopt;
}

std::optional<milliseconds> maybe_duration() {
    const auto ms = maybe(rc::gen::arbitrary<std::int64_t>());
    return ms ? std::optional{milliseconds{*ms}} : std::nullopt;
}

EventFacts arbitrary_facts() {
    EventFacts facts;
    for (auto* text : {&facts.agent_id, &facts.batch_id, &facts.customer_number,
                       &facts.agent_number, &facts.customer_name, &facts.recording_url,
                       &facts.error_message, &facts.summary, &facts.extracted_data}) {
        *text = maybe(utf8());
    }
    facts.direction =
        maybe(rc::gen::element(Direction::inbound, Direction::outbound, Direction::web));
    facts.conversation_duration = maybe_duration();
    facts.telephony_duration = maybe_duration();
    facts.transcriber_duration = maybe_duration();
    facts.voicemail = maybe(rc::gen::arbitrary<bool>());
    if (*rc::gen::arbitrary<bool>()) {
        facts.hangup = Hangup{
            maybe(utf8()),
            maybe(rc::gen::element(HangupParty::caller, HangupParty::callee, HangupParty::agent,
                                   HangupParty::user, HangupParty::system)),
            maybe(utf8()), maybe(utf8())};
    }
    if (*rc::gen::arbitrary<bool>()) {
        facts.cost = ProviderCost{*rc::gen::arbitrary<std::int64_t>(), *utf8()};
    }
    if (*rc::gen::arbitrary<bool>()) {
        facts.transcript = TranscriptFact{Digest::of(*utf8()), *rc::gen::arbitrary<bool>()};
    }
    return facts;
}

RC_GTEST_PROP(FactsCodec, ReadsWhateverItWrote, ()) {
    const EventFacts facts = arbitrary_facts();
    const std::string json = encode_facts(facts);
    RC_ASSERT(decode_facts(json) == facts);
    RC_ASSERT(encode_facts(decode_facts(json)) == json);
}

}  // namespace
}  // namespace callfold
