// Reads webhooks that were recorded elsewhere, where they are at hand: CALLFOLD_SHARED_DIR, or the
// folder `shared` beside the repository.
#include <cmath>
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "providers/testing/bodies.h"

namespace callfold {
namespace {

using callfold::testing::read_file;
using callfold::testing::understand_event;
using nlohmann::json;

class BolnaSamples : public ::testing::Test {
  protected:
    void SetUp() override {
        const char* shared = std::getenv("CALLFOLD_SHARED_DIR");
        const char* source = std::getenv("CALLFOLD_SOURCE_DIR");
        const auto root = shared != nullptr ? std::filesystem::path{shared}
                                            : std::filesystem::path{source} / "../shared";
        folder_ = root / "providers/bolna";
        if (!std::filesystem::is_directory(folder_)) GTEST_SKIP() << "no recorded webhooks here";
    }

    std::filesystem::path folder_;
};

void expect_text(const json& expected, const char* key, const std::optional<std::string>& value) {
    if (!expected.contains(key)) return;
    if (expected[key].is_null()) {
        EXPECT_EQ(value, std::nullopt) << key;
    } else {
        EXPECT_EQ(value, expected[key].get<std::string>()) << key;
    }
}

void expect_duration(const json& expected, const char* key, std::optional<milliseconds> value) {
    if (!expected.contains(key)) return;
    EXPECT_EQ(value.value_or(milliseconds{0}).count(), expected[key].get<std::int64_t>()) << key;
}

void expect_facts(const json& expected, const CallEvent& event) {
    const auto& facts = event.facts;
    expect_text(expected, "status", event.provider_status);
    expect_text(expected, "external_id", event.execution_id);
    EXPECT_EQ(facts.direction, parse_direction(expected["direction"].get<std::string>()));
    expect_text(expected, "customer_number", facts.customer_number);
    expect_text(expected, "agent_number", facts.agent_number);
    expect_text(expected, "recording_url", facts.recording_url);
    expect_duration(expected, "talk_ms", facts.conversation_duration);
    expect_duration(expected, "telephony_ms", facts.telephony_duration);
    EXPECT_EQ(rank(event.kind) > terminal_rank, expected["terminal"].get<bool>());
    const auto hangup = facts.hangup.value_or(Hangup{});
    expect_text(expected, "hangup_by", lower_case(hangup.by.value_or("")));
    expect_text(expected, "hangup_code", hangup.provider_code);
    if (expected.contains("cost_cents")) {
        EXPECT_EQ(facts.cost->amount_micro,
                  std::llround(expected["cost_cents"].get<double>() * 1e6));
    }
    if (expected.contains("answered_by")) {
        EXPECT_EQ(facts.voicemail.value_or(false), expected["answered_by"] == "voicemail");
    }
}

TEST_F(BolnaSamples, AreReadAsExpected) {
    const auto expected = json::parse(read_file(folder_ / "expected.json"));
    for (const auto& [name, sample] : expected.items()) {
        SCOPED_TRACE(name);
        const auto event = understand_event(read_file(folder_ / "samples" / name)).event;
        expect_facts(sample["expect"], event);
        EXPECT_THAT(event.warnings, ::testing::IsEmpty());
    }
}

TEST_F(BolnaSamples, AreAllKnownWithoutWarnings) {
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator{folder_ / "samples"}) {
        SCOPED_TRACE(file.path());
        const auto event = understand_event(read_file(file.path())).event;
        EXPECT_NE(event.kind, EventKind::unknown);
        EXPECT_TRUE(event.occurred_at.has_value());
        EXPECT_FALSE(event.weak);
        EXPECT_THAT(event.warnings, ::testing::IsEmpty());
        ++count;
    }
    EXPECT_GT(count, 0);
}

// Each recorded call: its webhooks in the order of their times.
TEST_F(BolnaSamples, SequencesRiseAndStayOneCall) {
    for (const char* name : {"answered_outbound", "busy", "inbound_completed_only", "no_answer"}) {
        SCOPED_TRACE(name);
        const auto sequence =
            json::parse(read_file(folder_ / "sequences" / (std::string{name} + ".json")));
        std::optional<CallEvent> before;
        for (const auto& entry : sequence) {
            const auto event = understand_event(entry["payload"].dump()).event;
            EXPECT_THAT(event.warnings, ::testing::IsEmpty());
            if (before) {
                EXPECT_EQ(event.execution_id, before->execution_id);
                EXPECT_GT(rank(event.kind), rank(before->kind));
                EXPECT_GT(event.occurred_at, before->occurred_at);
                EXPECT_NE(event.digest, before->digest);
            }
            before = event;
        }
    }
}

TEST_F(BolnaSamples, SourceDocumentsAreReadToo) {
    const auto shapes = json::parse(read_file(folder_ / "sequences/source_document_shape.json"));
    auto bodies = shapes["lifecycle"];
    bodies.push_back(shapes["completed"]);
    for (const auto& body : bodies) {
        const auto [event, transcript] = understand_event(body.dump());
        EXPECT_NE(event.kind, EventKind::unknown) << body;
        EXPECT_TRUE(event.occurred_at.has_value()) << body;
        EXPECT_TRUE(event.facts.customer_number.has_value()) << body;
        EXPECT_THAT(event.warnings, ::testing::IsEmpty()) << body;
        EXPECT_EQ(transcript.has_value(), event.kind == EventKind::completed) << body;
    }
}

}  // namespace
}  // namespace callfold
