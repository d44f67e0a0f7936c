#include "providers/bolna/payload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "domain/event_codec.h"
#include "providers/testing/bodies.h"

namespace callfold {
namespace {

using callfold::testing::understand_event;
using callfold::testing::understand_stored;
using ::testing::IsEmpty;

std::string time_of(const CallEvent& event) {
    return event.occurred_at ? to_rfc3339(*event.occurred_at) : "none";
}

TEST(BolnaRecord, EveryStageBecomesItsEvent) {
    const struct {
        const char* name;
        EventKind kind;
        const char* occurred_at;
    } stages[] = {
        {"queued", EventKind::queued, "2026-03-09T10:02:11.204901Z"},
        {"initiated", EventKind::initiated, "2026-03-09T10:02:12.018344Z"},
        {"ringing", EventKind::ringing, "2026-03-09T10:02:14.377120Z"},
        {"in-progress", EventKind::in_progress, "2026-03-09T10:02:19.640551Z"},
        {"call-disconnected", EventKind::call_disconnected, "2026-03-09T10:03:22.118009Z"},
        {"completed", EventKind::completed, "2026-03-09T10:05:40.902316Z"},
        {"no-answer", EventKind::no_answer, "2026-03-09T11:10:07.551200Z"},
        {"busy", EventKind::busy, "2026-03-09T11:11:07.551200Z"},
        {"failed", EventKind::failed, "2026-03-09T11:12:07.551200Z"},
        {"canceled", EventKind::canceled, "2026-03-09T11:13:07.551200Z"},
        {"balance-low", EventKind::failed, "2026-03-09T11:14:00.100200Z"},
        {"rescheduled", EventKind::queued, "2026-03-09T11:40:00.000450Z"},
    };
    for (const auto& stage : stages) {
        const auto [event, transcript] = understand_stored(stage.name);
        EXPECT_EQ(event.kind, stage.kind) << stage.name;
        EXPECT_EQ(event.provider_status, stage.name);
        EXPECT_EQ(time_of(event), stage.occurred_at) << stage.name;
        EXPECT_FALSE(event.weak) << stage.name;
        EXPECT_THAT(event.warnings, IsEmpty()) << stage.name;
        EXPECT_EQ(event.facts.customer_number, "+447700900142") << stage.name;
        EXPECT_EQ(event.facts.agent_number, "+12025550173") << stage.name;
        EXPECT_EQ(event.facts.customer_name, "Imogen Hartley") << stage.name;
    }
}

TEST(BolnaRecord, CompletedCarriesEverything) {
    const auto [event, transcript] = understand_stored("completed");
    EXPECT_EQ(event.execution_id, "7c1f0b52-9d4e-4a57-8a35-0e6b1f2c4d01");
    EXPECT_EQ(event.retry_count, 0);
    const auto& facts = event.facts;
    EXPECT_EQ(facts.agent_id, "e5b8a1c4-3f62-4d0b-9c77-51a2d8e6f304");
    EXPECT_EQ(facts.batch_id, std::nullopt);
    EXPECT_EQ(facts.direction, Direction::outbound);
    EXPECT_EQ(facts.conversation_duration, milliseconds{61'800});
    EXPECT_EQ(facts.telephony_duration, milliseconds{63'000});
    EXPECT_EQ(facts.transcriber_duration, milliseconds{61'740});
    EXPECT_EQ(facts.voicemail, std::nullopt);
    EXPECT_EQ(facts.recording_url,
              "https://api.bolna.ai/recordings/call/7c1f0b52-9d4e-4a57-8a35-0e6b1f2c4d01");
    EXPECT_EQ(facts.error_message, std::nullopt);
    EXPECT_EQ(facts.hangup,
              (Hangup{"Callee", HangupParty::callee, "Call recipient hungup", "4000"}));
    EXPECT_EQ(facts.cost, (ProviderCost{8'145'000, "CENT"}));
    EXPECT_TRUE(facts.summary->starts_with("Imogen wants a cargo bike"));
    EXPECT_EQ(facts.extracted_data,
              R"({"interested":"yes","budget_pounds":"2000","test_ride":"Saturday 10:00"})");

    ASSERT_TRUE(transcript.has_value());
    EXPECT_EQ(facts.transcript, (TranscriptFact{transcript->digest(), true}));
    ASSERT_EQ(transcript->turns.size(), 10u);
    EXPECT_EQ(transcript->turns[6], (Turn{Speaker::customer,
                                          "that is a little over what we planned\n"
                                          "but we could look at a lease",
                                          std::nullopt}));
}

TEST(BolnaRecord, DisconnectedAlreadyHasWordsAndDuration) {
    const auto [event, transcript] = understand_stored("call-disconnected");
    EXPECT_EQ(event.facts.conversation_duration, milliseconds{61'800});
    EXPECT_EQ(event.facts.telephony_duration, std::nullopt);
    EXPECT_EQ(event.facts.recording_url, std::nullopt);
    EXPECT_EQ(event.facts.hangup, std::nullopt);
    EXPECT_EQ(transcript, understand_stored("completed").transcript);
}

TEST(BolnaRecord, InboundNamesTheHumanAsTheCaller) {
    const auto facts = understand_stored("completed_inbound").event.facts;
    EXPECT_EQ(facts.direction, Direction::inbound);
    EXPECT_EQ(facts.customer_number, "+447700900142");
    EXPECT_EQ(facts.agent_number, "+12025550173");
    EXPECT_EQ(facts.hangup->party, HangupParty::caller);
}

TEST(BolnaRecord, WebCallHasNoNumbersAndOnlyTheTranscribersDuration) {
    const auto [event, transcript] = understand_stored("completed_web_call");
    EXPECT_EQ(event.facts.direction, Direction::web);
    EXPECT_EQ(event.facts.customer_number, std::nullopt);
    EXPECT_EQ(event.facts.conversation_duration, std::nullopt);
    EXPECT_EQ(event.facts.transcriber_duration, milliseconds{41'236});
    EXPECT_EQ(time_of(event), "2026-03-09T12:15:03.480019Z");
    EXPECT_TRUE(event.facts.transcript->customer_spoke);
    EXPECT_THAT(event.warnings, IsEmpty());
}

TEST(BolnaRecord, VoicemailIsAMarkOnCompleted) {
    const auto event = understand_stored("completed_voicemail").event;
    EXPECT_EQ(event.kind, EventKind::completed);
    EXPECT_EQ(event.facts.voicemail, true);
    EXPECT_EQ(event.facts.hangup->party, HangupParty::system);
}

TEST(BolnaRecord, EscapedHindiAndEmojiAreReadAsWritten) {
    const auto [event, transcript] = understand_stored("completed_hindi_escaped");
    EXPECT_EQ(event.facts.customer_name, "मीना कुलकर्णी");
    EXPECT_EQ(transcript->turns[1].text, "हाँ, मुझे सर्विस के लिए समय चाहिए 🚲");
    EXPECT_EQ(transcript->turns[3].text, "ठीक है, धन्यवाद 🙏🏽");
    EXPECT_EQ(event.facts.extracted_data,
              R"({"user_name":"मीना कुलकर्णी","rate":"4","feedback":"समय पर सेवा चाहिए"})");
}

TEST(BolnaRecord, OlderRecordsAreReadToo) {
    const auto of_2025 = understand_stored("completed_2025_agent_extraction").event;
    EXPECT_EQ(of_2025.facts.customer_number, "+447700900142");  // from telephony_data
    EXPECT_EQ(of_2025.facts.agent_number, "+12025550173");
    EXPECT_EQ(of_2025.facts.extracted_data,
              R"({"satisfaction":{"saddle_fits":"yes","rating":"4.5"}})");
    EXPECT_EQ(of_2025.retry_count, std::nullopt);

    const auto of_2024 = understand_stored("completed_2024_numeric_id").event;
    EXPECT_EQ(of_2024.execution_id, "90817263541");
    EXPECT_EQ(of_2024.facts.conversation_duration, milliseconds{118'000});
    EXPECT_EQ(of_2024.facts.telephony_duration, milliseconds{121'000});
    EXPECT_EQ(of_2024.facts.voicemail, false);
    EXPECT_THAT(of_2024.warnings, IsEmpty());
}

TEST(BolnaRecord, ARetryIsCounted) {
    EXPECT_EQ(understand_stored("rescheduled").event.retry_count, 1);
}

TEST(BolnaRecord, ForeignKeysMakeAnInProgressWeakAndNothingElse) {
    EXPECT_TRUE(understand_stored("in-progress_tool_call").event.weak);
    const auto of = [](const char* status, const char* key) {
        return understand_event(std::string{R"({"id":"a","status":")"} + status + R"(",")" + key +
                                R"(":1})")
            .event.weak;
    };
    EXPECT_TRUE(of("in-progress", "phone_number"));
    EXPECT_FALSE(of("in-progress", "external_client_name"));
    EXPECT_FALSE(of("completed", "phone_number"));
    EXPECT_FALSE(of("talking", "phone_number"));
}

TEST(BolnaSourceDocument, LifecycleWebhooksBecomeEvents) {
    const struct {
        const char* name;
        EventKind kind;
        const char* occurred_at;
    } stages[] = {
        {"source_document_initiated", EventKind::initiated, "2025-10-14T10:00:00Z"},
        {"source_document_ringing", EventKind::ringing, "2025-10-14T10:00:03Z"},
        {"source_document_in-progress", EventKind::in_progress, "2025-10-14T10:00:09Z"},
        {"source_document_no-answer", EventKind::no_answer, "2025-10-14T10:09:41Z"},
        {"source_document_call-disconnected", EventKind::call_disconnected, "2025-10-14T10:04:10Z"},
        {"source_document_completed", EventKind::completed, "2025-10-14T10:04:30Z"},
    };
    for (const auto& stage : stages) {
        const auto event = understand_stored(stage.name).event;
        EXPECT_EQ(event.kind, stage.kind) << stage.name;
        EXPECT_EQ(time_of(event), stage.occurred_at) << stage.name;
        EXPECT_EQ(event.facts.agent_id, "fenwick_sales_agent") << stage.name;
        EXPECT_EQ(event.facts.customer_number, "+447700900142") << stage.name;
        EXPECT_FALSE(event.weak) << stage.name;
        EXPECT_THAT(event.warnings, IsEmpty()) << stage.name;
    }
}

TEST(BolnaSourceDocument, HangupStandsAtTheTop) {
    const auto event = understand_stored("source_document_call-disconnected").event;
    EXPECT_EQ(event.facts.hangup, (Hangup{"user", HangupParty::user, "call_completed", "16"}));
}

TEST(BolnaSourceDocument, CompletedHasTurnsInAList) {
    const auto [event, transcript] = understand_stored("source_document_completed");
    EXPECT_EQ(event.provider_status, "done");
    EXPECT_EQ(event.facts.conversation_duration, milliseconds{241'000});
    ASSERT_EQ(transcript->turns.size(), 4u);
    EXPECT_EQ(transcript->turns[3],
              (Turn{Speaker::customer, "To imogen.hartley@example.org, please.", std::nullopt}));
}

TEST(BolnaSourceDocument, NestedFieldsStandInForMissingOnes) {
    const auto event = understand_event(R"({"execution_id":"e","status":"done","metadata":
        {"call_duration_secs":12.5,"phone_call":{"external_number":"+447700900143"}}})")
                           .event;
    EXPECT_EQ(encode_facts(event.facts),
              R"({"customer_number":"+447700900143","conversation_duration_ms":12500})");
}

TEST(BolnaSourceDocument, TheKnownOneOfEventAndStatusCounts) {
    const auto status_of = [](const char* fields) {
        return understand_event(std::string{R"({"execution_id":"e",)"} + fields + "}")
            .event.provider_status;
    };
    EXPECT_EQ(status_of(R"("event":"ringing","status":"done")"), "ringing");
    EXPECT_EQ(status_of(R"("event":"post-call","status":"done")"), "done");
    EXPECT_EQ(status_of(R"("event":"post-call","status":"wrapped up")"), "post-call");
}

TEST(BolnaDigest, IsOverTheFactsAndNothingElse) {
    const auto digest_of = [](std::string_view body) {
        return understand_event(body).event.digest;
    };
    const auto digest = digest_of(R"({"id":"a","status":"busy","user_number":"+447700900142"})");
    EXPECT_EQ(digest_of(R"( {"user_number": "+447700900142", "status":"busy", "id": "a"} )"),
              digest);
    EXPECT_EQ(digest_of(R"({"id":"a","status":"busy","user_number":"+447700900142","lid_data":7})"),
              digest);
    EXPECT_EQ(digest_of(R"({"id":"a","status":"busy","user_number":"+447700900142","summary":[]})"),
              digest);  // a warning, no fact
    EXPECT_NE(digest_of(R"({"id":"a","status":"busy"})"), digest);
    EXPECT_NE(digest_of(R"({"id":"b","status":"busy","user_number":"+447700900142"})"), digest);
    EXPECT_NE(digest_of(R"({"id":"a","status":"failed","user_number":"+447700900142"})"), digest);
    EXPECT_NE(digest_of(R"({"id":"a","status":"busy","user_number":"+447700900142",
                            "updated_at":"2026-03-09T10:02:14"})"),
              digest);
    EXPECT_NE(digest_of(R"({"id":"a","status":"busy","user_number":"+447700900142",
                            "retry_count":0})"),
              digest);
}

}  // namespace
}  // namespace callfold
