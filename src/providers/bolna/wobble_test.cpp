// What webhooks do with types, limits and words, one row each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "domain/event_codec.h"
#include "providers/bolna/vocabulary.h"
#include "providers/registry.h"
#include "providers/testing/bodies.h"

namespace callfold {
namespace {

using callfold::testing::understand;
using callfold::testing::understand_event;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

struct Row {
    std::string fields;  // of a record, beside its id and status
    std::string facts;   // as encode_facts writes them
    std::vector<std::string> warnings = {};
};

void check(const std::vector<Row>& rows) {
    for (const auto& row : rows) {
        const auto event =
            understand_event(R"({"id":"a","status":"completed",)" + row.fields + "}").event;
        EXPECT_EQ(encode_facts(event.facts), row.facts) << row.fields;
        EXPECT_THAT(event.warnings, ElementsAreArray(row.warnings)) << row.fields;
    }
}

TEST(BolnaFields, DurationsComeAsNumbersAndText) {
    check({
        {R"("conversation_duration":27.2)", R"({"conversation_duration_ms":27200})"},
        {R"("conversation_duration":"27.2")", R"({"conversation_duration_ms":27200})"},
        {R"("conversation_duration":" 42 ")", R"({"conversation_duration_ms":42000})"},
        {R"("conversation_duration":42)", R"({"conversation_duration_ms":42000})"},
        {R"("conversation_duration":1.8e1)", R"({"conversation_duration_ms":18000})"},
        {R"("conversation_duration":0,"conversation_time":3)",
         R"({"conversation_duration_ms":3000})"},
        {R"("conversation_duration":86400)", R"({"conversation_duration_ms":86400000})"},
        {R"("conversation_duration":"0.0")", "{}"},
        {R"("conversation_duration":0.0004)", "{}"},
        {R"("conversation_duration":"")", "{}"},
        {R"("conversation_duration":-0.0)", "{}"},
        {R"("conversation_duration":86400.1)", "{}", {"conversation_duration: out of range"}},
        {R"("conversation_duration":-3)", "{}", {"conversation_duration: out of range"}},
        {R"("conversation_duration":"soon")",
         "{}",
         {"conversation_duration: a number is expected"}},
        {R"("conversation_duration":"nan")", "{}", {"conversation_duration: a number is expected"}},
        {R"("conversation_duration":[1])", "{}", {"conversation_duration: a number is expected"}},
        {R"("conversation_duration":true)", "{}", {"conversation_duration: a number is expected"}},
        {R"("conversation_duration":1e400)", "{}", {"conversation_duration: a number is expected"}},
        {R"("conversation_duration":99999999999999999999)",
         "{}",
         {"conversation_duration: out of range"}},
        {R"("telephony_data":{"duration":"69"})", R"({"telephony_duration_ms":69000})"},
        {R"("telephony_data":{"duration":{}})",
         "{}",
         {"telephony_data.duration: a number is expected"}},
        {R"("usage_breakdown":{"transcriber_duration":68.39994})",
         R"({"transcriber_duration_ms":68400})"},
    });
}

TEST(BolnaFields, NestedObjectsMayBeMissingOrOfAnotherType) {
    check({
        {R"("telephony_data":null,"context_details":null,"usage_breakdown":null)", "{}"},
        {R"("telephony_data":"","context_details":[],"usage_breakdown":{})", "{}"},
        {R"("telephony_data":"none")", "{}", {"telephony_data: an object is expected"}},
        {R"("context_details":{"recipient_data":[1]})",
         "{}",
         {"context_details.recipient_data: an object is expected"}},
    });
}

TEST(BolnaFields, NumbersFollowTheDirection) {
    check({
        {R"("telephony_data":{"call_type":"outbound","to_number":"+447700900142")"
         R"(,"from_number":"+12025550173"})",
         R"({"customer_number":"+447700900142","agent_number":"+12025550173")"
         R"(,"direction":"outbound"})"},
        {R"("telephony_data":{"call_type":"Inbound","to_number":"+12025550173")"
         R"(,"from_number":"+447700900142"})",
         R"({"customer_number":"+447700900142","agent_number":"+12025550173")"
         R"(,"direction":"inbound"})"},
        {R"("telephony_data":{"to_number":"+12025550173","from_number":"+447700900142"})", "{}"},
        {R"("user_number":"+447700900142","telephony_data":{"call_type":"outbound")"
         R"(,"to_number":"+447700900199"})",
         R"({"customer_number":"+447700900142","direction":"outbound"})"},
        {R"("telephony_data":{"call_type":"outbound"})"
         R"(,"context_details":{"recipient_phone_number":"+447700900142"})",
         R"({"customer_number":"+447700900142","direction":"outbound"})"},
        {R"("telephony_data":{"call_type":"inbound"})"
         R"(,"context_details":{"recipient_phone_number":"+12025550173"})",
         R"({"direction":"inbound"})"},
        {R"("user_number":"+447700900142")"
         R"(,"context_details":{"recipient_phone_number":"+447700900142"})",
         R"({"customer_number":"+447700900142","direction":"outbound"})"},
        {R"("agent_number":"+12025550173")"
         R"(,"context_details":{"recipient_phone_number":"+12025550173"})",
         R"({"agent_number":"+12025550173","direction":"inbound"})"},
        {R"("user_number":447700900142)", R"({"customer_number":"447700900142"})"},
        {R"("user_number":"  ")", "{}"},
        {R"("user_number":["+447700900142"])", "{}", {"user_number: text is expected"}},
        {R"("user_number":")" + std::string(65, '1') + '"',
         "{}",
         {"user_number: longer than 64 bytes"}},
        {R"("telephony_data":{"call_type":"sideways"})",
         "{}",
         {"telephony_data.call_type: inbound or outbound is expected"}},
        {R"("provider":"web-call","telephony_data":{"call_type":"outbound","to_number":"x"})",
         R"({"direction":"web"})"},
    });
}

TEST(BolnaFields, CustomerNamesComeFromTheCampaignsColumns) {
    check({
        {R"("context_details":{"recipient_data":{"first_name":"Ana","name":"Ana Roe"}})",
         R"({"customer_name":"Ana Roe"})"},
        {R"("context_details":{"recipient_data":{"customer_name":" ","first_name":"Ana"}})",
         R"({"customer_name":"Ana"})"},
        {R"("context_details":{"recipient_data":{"name":{"first":"Ana"}}})",
         "{}",
         {"context_details.recipient_data.name: text is expected"}},
        {R"("context_details":{"recipient_data":{"name":"A\u0000na"}})",
         R"({"customer_name":"A na"})"},
    });
}

TEST(BolnaFields, HangupKeepsTheProvidersWords) {
    check({
        {R"("telephony_data":{"hangup_by":"Carrier","hangup_reason":"busy")"
         R"(,"hangup_provider_code":3010})",
         R"({"hangup":{"by":"Carrier","party":"system","reason":"busy","provider_code":"3010"}})"},
        {R"("telephony_data":{"hangup_code":"4000"})", R"({"hangup":{"provider_code":"4000"}})"},
        {R"("telephony_data":{"hangup_by":"Unknown","hangup_provider_code":0})",
         R"({"hangup":{"by":"Unknown"}})"},
        {R"("telephony_data":{"hangup_by":null,"hangup_reason":"","hangup_provider_code":null})",
         "{}"},
        {R"("telephony_data":{"hangup_by":{}})",
         "{}",
         {"telephony_data.hangup_by: text is expected"}},
        {R"("hangup_by":"user")", "{}"},  // not in the record's shape
    });
    EXPECT_EQ(bolna::hangup_party("API Request"), HangupParty::system);
    EXPECT_EQ(bolna::hangup_party("Error"), HangupParty::system);
    EXPECT_EQ(bolna::hangup_party("callee"), HangupParty::callee);
    EXPECT_EQ(bolna::hangup_party("assistant"), HangupParty::agent);
    EXPECT_EQ(bolna::hangup_party("Unknown"), std::nullopt);
    EXPECT_EQ(bolna::hangup_party("Twilio"), std::nullopt);
}

TEST(BolnaFields, MarksAddressesAndCosts) {
    check({
        {R"("answered_by_voice_mail":false)", R"({"voicemail":false})"},
        {R"("answered_by_voice_mail":"true")", R"({"voicemail":true})"},
        {R"("answered_by_voice_mail":1)",
         "{}",
         {"answered_by_voice_mail: true or false is expected"}},
        {R"("telephony_data":{"recording_url":" https://example.com/r.mp3 "})",
         R"({"recording_url":"https://example.com/r.mp3"})"},
        {R"("telephony_data":{"recording_url":""})", "{}"},
        {R"("telephony_data":{"recording_url":"javascript:void"})",
         "{}",
         {"telephony_data.recording_url: an http or https address is expected"}},
        {R"("telephony_data":{"recording_url":"https://example.com/a b"})",
         "{}",
         {"telephony_data.recording_url: an http or https address is expected"}},
        {R"("telephony_data":{"recording_url":"https://example.com/)" + std::string(2048, 'a') +
             "\"}",
         "{}",
         {"telephony_data.recording_url: longer than 2048 bytes"}},
        {R"("total_cost":12.71)", R"({"cost":{"amount_micro":12710000,"currency":"CENT"}})"},
        {R"("total_cost":"3.5")", R"({"cost":{"amount_micro":3500000,"currency":"CENT"}})"},
        {R"("total_cost":0)", "{}"},
        {R"("total_cost":-1)", "{}", {"total_cost: out of range"}},
        {R"("total_cost":1e10)", "{}", {"total_cost: out of range"}},
    });
}

TEST(BolnaFields, TextsAreCutBetweenCharacters) {
    const std::string long_text = std::string(1999, 'e') + "न";
    const auto event =
        understand_event(
            nlohmann::json{{"id", "a"}, {"status", "error"}, {"error_message", long_text}}.dump())
            .event;
    EXPECT_EQ(event.facts.error_message, std::string(1999, 'e'));
    EXPECT_THAT(event.warnings, ElementsAreArray({"error_message: cut to 2000 bytes"}));
}

TEST(BolnaFields, ExtractedDataComesInManyForms) {
    const std::string too_long(16 * 1024, 'x');
    check({
        {R"("extracted_data":{"a": 1, "b": [true, null]})",
         R"({"extracted_data":"{\"a\":1,\"b\":[true,null]}"})"},
        {R"("extracted_data":{},"agent_extraction":{"a":1})", R"({"extracted_data":"{\"a\":1}"})"},
        {R"("extracted_data":null,"agent_extraction":"{\"a\": 1}")",
         R"({"extracted_data":"{\"a\":1}"})"},
        {R"("extracted_data":{"a":1},"agent_extraction":{"b":2})",
         R"({"extracted_data":"{\"a\":1}"})"},
        {R"("agent_extraction":"null")", "{}"},
        {R"("agent_extraction":"")", "{}"},
        {R"("agent_extraction":"a plain sentence")",
         "{}",
         {"agent_extraction: a JSON object is expected"}},
        {R"("agent_extraction":7)", "{}", {"agent_extraction: a JSON object is expected"}},
        {R"("extracted_data":{"a":")" + too_long + "\"}",
         "{}",
         {"extracted_data: longer than 16384 bytes"}},
        {R"("extracted_data":{"a":"\u0000"})", "{}", {"extracted_data: holds a zero byte"}},
    });
}

TEST(BolnaFields, TranscriptsComeAsTextAndAsLists) {
    const auto words_of = [](const std::string& transcript) {
        const auto [event, words] =
            understand_event(R"({"id":"a","status":"completed","transcript":)" + transcript + "}");
        return (words ? words->text() : "none\n") +
               (event.warnings.empty() ? "" : event.warnings.front());
    };
    EXPECT_EQ(words_of("null"), "none\n");
    EXPECT_EQ(words_of(R"("")"), "none\n");
    EXPECT_EQ(words_of("[]"), "none\n");
    EXPECT_EQ(words_of(R"("assistant: Hello\nuser:  at 10:30\n")"),
              "agent: Hello\ncustomer: at 10:30\n");
    EXPECT_EQ(words_of(R"([{"role":"AI","content":"Hello"},{"role":"human","text":"Hi"},
                           {"role":"tool","message":"{}"},{"role":"narrator","message":"later"},
                           {"message":"who?"},{"role":"user","message":" "}])"),
              "agent: Hello\ncustomer: Hi\ntool: {}\nother: later\nother: who?\n");
    EXPECT_EQ(words_of(R"([7,{"role":"user","message":"Hi"}])"),
              "customer: Hi\ntranscript: some turns have fields of a wrong type");
    EXPECT_EQ(words_of(R"({"role":"user"})"),
              "none\ntranscript: text or a list of turns is expected");
}

TEST(BolnaFields, RetryCountsOutsideOfTheRangeAreDropped) {
    const auto retry_of = [](const char* value) {
        return understand_event(std::string{R"({"id":"a","status":"busy","retry_count":)"} + value +
                                "}")
            .event;
    };
    EXPECT_EQ(retry_of("0").retry_count, 0);
    EXPECT_EQ(retry_of("100").retry_count, 100);
    EXPECT_EQ(retry_of("\"2\"").retry_count, 2);
    EXPECT_EQ(retry_of("2.0").retry_count, 2);
    EXPECT_EQ(retry_of("null").retry_count, std::nullopt);
    EXPECT_THAT(retry_of("null").warnings, IsEmpty());
    for (const char* value : {"101", "-1", "1.5", "\"two\"", "[]", "99999999999999999999"}) {
        EXPECT_EQ(retry_of(value).retry_count, std::nullopt) << value;
        EXPECT_EQ(retry_of(value).warnings.size(), 1u) << value;
    }
}

TEST(BolnaFields, ImpossibleTimesAreDropped) {
    for (const char* value : {"\"yesterday\"", "\"1970-01-01T00:00:00\"", "1741514531", "{}"}) {
        const auto event =
            understand_event(std::string{R"({"id":"a","status":"busy","updated_at":)"} + value +
                             "}")
                .event;
        EXPECT_EQ(event.occurred_at, std::nullopt) << value;
        EXPECT_THAT(
            event.warnings,
            ElementsAreArray({"updated_at: not a time, or not between the years 2000 and 2100"}))
            << value;
    }
}

TEST(BolnaStatus, EveryWordOfBolnaIsKnown) {
    const struct {
        const char* word;
        EventKind kind;
    } words[] = {
        {"scheduled", EventKind::queued},
        {"prepared", EventKind::queued},
        {"queued", EventKind::queued},
        {"rescheduled", EventKind::queued},
        {"initiated", EventKind::initiated},
        {"ringing", EventKind::ringing},
        {"in-progress", EventKind::in_progress},
        {"IN_PROGRESS", EventKind::in_progress},
        {"In Progress", EventKind::in_progress},
        {"call-disconnected", EventKind::call_disconnected},
        {"no-answer", EventKind::no_answer},
        {"busy", EventKind::busy},
        {"failed", EventKind::failed},
        {"stopped", EventKind::failed},
        {"error", EventKind::failed},
        {"balance-low", EventKind::failed},
        {"balance_low", EventKind::failed},
        {"canceled", EventKind::canceled},
        {"cancelled", EventKind::canceled},
        {"completed", EventKind::completed},
        {"done", EventKind::completed},
        {"voicemail", EventKind::unknown},
        {"", EventKind::unknown},
    };
    for (const auto& [word, kind] : words)
        EXPECT_EQ(bolna::event_kind(word), kind) << word;
}

TEST(BolnaStatus, WordsNobodyKnowsAreKept) {
    const auto of = [](const std::string& status) {
        return understand_event(R"({"id":"a","status":)" + status + "}").event;
    };
    EXPECT_EQ(of("\" Paused \"").kind, EventKind::unknown);
    EXPECT_EQ(of("\" Paused \"").provider_status, "Paused");
    EXPECT_THAT(of("\"Paused\"").warnings, IsEmpty());
    EXPECT_EQ(of('"' + std::string(99, 'x') + "न\"").provider_status, std::string(99, 'x'));
    EXPECT_EQ(of("null").kind, EventKind::unknown);
    EXPECT_EQ(of("null").provider_status, "");
    EXPECT_THAT(of("null").warnings, ElementsAreArray({"status: missing"}));
}

TEST(BolnaIdentity, AnIdIsTextOrAWholeNumber) {
    const struct {
        std::string fields;
        std::string execution_id;
    } good[] = {
        {R"("id":" 7c1f ")", "7c1f"},
        {R"("id":90817263541)", "90817263541"},
        {R"("id":18446744073709551615)", "18446744073709551615"},
        {R"("id":123456789012345678901234)", "123456789012345678901234"},
        {R"("execution_id":"exec_1")", "exec_1"},
        {R"("id":"a","execution_id":"b")", "a"},
        {R"("id":"","execution_id":"b")", "b"},
        {R"("id":{},"execution_id":"b")", "b"},
        {R"("id":"first","id":"second")", "first"},
        {"\"id\":\"" + std::string(200, 'i') + '"', std::string(200, 'i')},
    };
    for (const auto& [fields, execution_id] : good) {
        EXPECT_EQ(understand_event("{" + fields + R"(,"status":"busy"})").event.execution_id,
                  execution_id);
    }
}

TEST(BolnaIdentity, GoodJsonWithoutAnIdSaysWhatIsMissing) {
    const struct {
        std::string body;
        const char* reason;
    } bad[] = {
        {"{}", "the body has no id and no execution_id"},
        {R"({"id":null,"status":"completed"})", "the body has no id and no execution_id"},
        {R"({"id":"  "})", "the body has no id and no execution_id"},
        {R"({"id":1.5})", "id: text is expected"},
        {R"({"id":true})", "id: text is expected"},
        {R"({"execution_id":["a"]})", "execution_id: text is expected"},
        {"{\"id\":\"" + std::string(201, 'i') + "\"}", "id: longer than 200 bytes"},
    };
    for (const auto& [body, reason] : bad) {
        const auto content = understand(body);
        ASSERT_TRUE(std::holds_alternative<NoExecutionId>(content)) << body;
        EXPECT_EQ(std::get<NoExecutionId>(content).reason, reason) << body;
    }
}

// Whatever stands where, one field of a wrong type never loses the webhook.
TEST(BolnaFields, NoValueOfAnyTypeLosesTheRest) {
    const auto record = nlohmann::json::parse(
        callfold::testing::read_file(callfold::testing::body_folder() / "completed.json"));
    const auto flat = record.flatten();
    std::vector<std::string> places;
    for (const auto& [place, value] : flat.items())
        places.push_back(place);
    for (const auto& [name, value] : record.items())
        places.push_back("/" + name);
    for (const auto& place : places) {
        if (place == "/id") continue;
        for (const char* value : {"null", "true", "-7", "3.25", "\"x\"", "\"\"", "[]", "[[1],{}]",
                                  "{}", R"({"a":{"b":1}})", "18446744073709551615"}) {
            auto changed = record;
            changed[nlohmann::json::json_pointer{place}] = nlohmann::json::parse(value);
            const auto event = understand_event(changed.dump()).event;
            EXPECT_EQ(event.execution_id, record["id"]) << place << ' ' << value;
        }
    }
}

TEST(BolnaProvider, ReadsJsonUnderAnyOfItsNames) {
    const auto* provider = find_provider("bolna");
    for (const char* type : {"", "application/json", "Application/JSON; charset=utf-8", "text/json",
                             "application/vnd.api+json", " application/json "}) {
        EXPECT_TRUE(provider->reads_content_type(type)) << type;
    }
    for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "json", "+json",
                             "application/+json", "application/jsonp"}) {
        EXPECT_FALSE(provider->reads_content_type(type)) << type;
    }
}

TEST(BolnaProvider, AcceptsEveryRequestBecauseBolnaDoesNotSign) {
    EXPECT_EQ(find_provider("bolna")->authenticate(WebhookRequest{}, "secret"),
              Authentication::accepted);
}

TEST(Registry, KnowsItsProviders) {
    EXPECT_THAT(provider_names(), ElementsAreArray({"bolna"}));
    EXPECT_EQ(find_provider("bolna")->name(), "bolna");
    EXPECT_EQ(find_provider("Bolna"), nullptr);
}

}  // namespace
}  // namespace callfold
