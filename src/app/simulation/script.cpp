#include "app/simulation/script.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/simulation/conversations.h"
#include "base/ids.h"

namespace callfold {
namespace {

using Record = nlohmann::ordered_json;

constexpr Script all_scripts[] = {Script::answered, Script::no_answer, Script::busy,
                                  Script::failed,   Script::canceled,  Script::voicemail,
                                  Script::web_call, Script::retried};

// Shares of a campaign, of 100.
constexpr int shares[] = {55, 14, 7, 4, 2, 6, 4, 8};

// One stage on its way to a webhook.
struct Stage {
    std::string status;
    milliseconds after_start{0};
};

std::string pick(std::mt19937_64& random, std::initializer_list<const char*> choices) {
    return *(choices.begin() + random() % choices.size());
}

std::string agent_id(std::uint64_t agent) {
    return fmt::format("a6e70000-0000-4000-8000-{:012}", agent + 1);
}

Record usage_breakdown(std::mt19937_64& random) {
    return {
        {"llmModel", {{"azure/gpt-4.1-mini", {{"input", 4000 + random() % 900}, {"output", 118}}}}},
        {"voice_id", "VOICEIDEXAMPLE000001"},
        {"api_tools", Record::array()},
        {"llmTokens", 0},
        {"buffer_size", 200},
        {"endpointing", 100},
        {"provider_source", {{"llm", "bolna"}, {"synthesizer", "bolna"}, {"transcriber", "bolna"}}},
        {"incremental_delay", 200},
        {"synthesizer_model", "eleven_turbo_v2_5"},
        {"transcriber_model", "nova-3"},
        {"llm_usage_breakdown",
         {{"hangup", nullptr},
          {"analytics", nullptr},
          {"extraction",
           {{"input", 242}, {"model", "gpt-4o-mini"}, {"output", 70}, {"provider", "azure"}}},
          {"conversation",
           {{"input", 4211},
            {"model", "azure/gpt-4.1-mini"},
            {"output", 118},
            {"provider", "azure"}}},
          {"summarization",
           {{"input", 242}, {"model", "gpt-4o-mini"}, {"output", 70}, {"provider", "azure"}}}}},
        {"check_if_user_online", true},
        {"hangup_after_silence", 10},
        {"synthesizer_provider", "elevenlabs"},
        {"transcriber_duration", 0},
        {"transcriber_language", "en"},
        {"transcriber_provider", "deepgram"},
        {"synthesizer_characters", 452},
        {"voicemail_detection_enabled", true},
        {"trigger_user_online_message_after", 6}};
}

Record cost_breakdown() {
    return {{"llm", 0.23},
            {"network", 1.572},
            {"platform", 5},
            {"synthesizer", 4.52},
            {"transcriber", 1.388},
            {"llm_breakdown",
             {{"hangup", 0},
              {"analytics", 0},
              {"voicemail", 0},
              {"extraction", 0.009},
              {"conversation", 0.212},
              {"summarization", 0.009}}},
            {"transfer_cost", 0},
            {"synthesizer_breakdown", {{"conversation", 4.52}, {"welcome_message", 0}}},
            {"transcriber_breakdown", {{"analytics", 0}, {"conversation", 1.388}}}};
}

Record telephony_data(const std::string& customer, const std::string& agent, Instant started_at) {
    return {{"duration", "0.0"},
            {"to_number", customer},
            {"from_number", agent},
            {"recording_url", nullptr},
            {"hosted_telephony", true},
            {"provider_call_id", new_uuid(started_at).text()},
            {"call_type", "outbound"},
            {"provider", "plivo"},
            {"hangup_by", nullptr},
            {"hangup_reason", nullptr},
            {"hangup_provider_code", nullptr},
            {"ring_duration", 2},
            {"post_dial_delay", 1},
            {"to_number_carrier", "Example Mobile Ltd"}};
}

// What a provider's record holds whatever the stage.
Record base_record(const SimulatedCall& simulated, const Conversation& conversation,
                   std::mt19937_64& random) {
    const bool web_call = simulated.script == Script::web_call;
    const std::uint64_t agent_number = simulated.agent % simulated_agent_count;
    const std::string customer = fmt::format("+9190000{:05}", simulated.person % 100'000);
    const std::string agent = fmt::format("+9180000{:05}", agent_number);
    Record record;
    record["id"] = new_uuid(simulated.started_at).text();
    record["agent_id"] = agent_id(agent_number);
    record["batch_id"] = nullptr;
    record["created_at"] = to_rfc3339(simulated.started_at);
    record["updated_at"] = nullptr;
    record["scheduled_at"] = nullptr;
    record["answered_by_voice_mail"] = nullptr;
    record["conversation_duration"] = 0;
    record["total_cost"] = 0;
    record["transcript"] = nullptr;
    record["usage_breakdown"] = usage_breakdown(random);
    record["cost_breakdown"] = cost_breakdown();
    for (const char* name : {"extracted_data", "summary", "error_message", "status",
                             "agent_extraction", "workflow_retries", "rescheduled_at",
                             "custom_extractions", "campaign_id", "smart_status"}) {
        record[name] = nullptr;
    }
    record["user_number"] = web_call ? Record(nullptr) : Record(customer);
    record["agent_number"] = web_call ? Record(nullptr) : Record(agent);
    record["initiated_at"] = nullptr;
    record["deleted"] = false;
    record["retry_config"] = nullptr;
    record["retry_count"] = 0;
    record["retry_history"] = nullptr;
    record["telephony_data"] =
        web_call ? Record(nullptr) : telephony_data(customer, agent, simulated.started_at);
    record["transfer_call_data"] = nullptr;
    record["context_details"] = nullptr;
    if (!web_call) {
        record["context_details"] = {
            {"recipient_data",
             {{"customer_name", conversation.customer_name},
              {"lead_id", fmt::format("LD-{}", 10'000 + simulated.person)}}},
            {"recipient_phone_number", customer}};
    }
    record["batch_run_details"] = nullptr;
    record["provider"] = web_call ? "web-call" : "plivo";
    record["latency_data"] = nullptr;
    return record;
}

void hang_up(Record& record, const std::string& by, const std::string& reason, int code) {
    if (record["telephony_data"].is_null()) return;
    record["telephony_data"]["hangup_by"] = by;
    record["telephony_data"]["hangup_reason"] = reason;
    record["telephony_data"]["hangup_provider_code"] = code;
}

void add_conversation(Record& record, const Conversation& conversation, milliseconds talk,
                      bool web_call) {
    const double talk_seconds = static_cast<double>(talk.count()) / 1000;
    record["transcript"] = conversation.transcript;
    record["usage_breakdown"]["transcriber_duration"] = talk_seconds;
    if (!web_call) record["conversation_duration"] = talk_seconds;
    record["answered_by_voice_mail"] = false;
}

class CallWriter {
  public:
    CallWriter(Record record, Instant started_at, Pace pace)
        : record_(std::move(record)), pace_(pace), started_at_(started_at), time_(started_at) {}

    Record& record() { return record_; }
    Pace pace() const { return pace_; }

    void talk(milliseconds talk) { time_ += talk; }

    // Adds the webhook of a stage that is reached `later` than what was before.
    void reach(const std::string& status, milliseconds later) {
        time_ += pace_ == Pace::live ? std::min(later, longest_live_wait) : later;
        record_["status"] = status;
        record_["smart_status"] = status;
        record_["updated_at"] = to_rfc3339(time_);
        webhooks_.push_back({send_after(), record_.dump()});
    }

    std::vector<SimulatedWebhook> take() { return std::move(webhooks_); }

  private:
    static constexpr milliseconds between_past_stages{200};
    static constexpr milliseconds longest_live_wait{10'000};

    milliseconds send_after() const {
        if (pace_ == Pace::past) return webhooks_.size() * between_past_stages;
        return std::chrono::duration_cast<milliseconds>(time_ - started_at_);
    }

    Record record_;
    const Pace pace_;
    const Instant started_at_;
    Instant time_;
    std::vector<SimulatedWebhook> webhooks_;
};

void dial(CallWriter& call) {
    call.reach("initiated", milliseconds{800});
    call.reach("ringing", milliseconds{2'100});
}

milliseconds talk_time(Pace pace, std::mt19937_64& random) {
    const std::uint64_t drawn = random();
    return pace == Pace::live ? milliseconds{8'000 + drawn % 24'000}
                              : milliseconds{20'000 + drawn % 180'000};
}

void converse(CallWriter& call, const Conversation& conversation, bool web_call,
              std::mt19937_64& random) {
    const milliseconds talk = talk_time(call.pace(), random);
    call.reach("in-progress", milliseconds{3'400});
    add_conversation(call.record(), conversation, talk, web_call);
    call.talk(talk);
    call.reach("call-disconnected", milliseconds{700});
    hang_up(call.record(), pick(random, {"Callee", "Caller"}), "Normal Hangup", 4000);
    if (!web_call) {
        call.record()["telephony_data"]["duration"] = std::to_string(talk.count() / 1000 + 1);
        call.record()["telephony_data"]["recording_url"] =
            "https://recordings.example.com/call/" + call.record()["id"].get<std::string>();
    }
    call.record()["total_cost"] = 12.71;
    call.reach("completed", milliseconds{45'000});
}

void go_unanswered(CallWriter& call, const std::string& status, const std::string& reason, int code,
                   milliseconds after) {
    hang_up(call.record(), "Carrier", reason, code);
    call.reach(status, after);
}

void call_again(CallWriter& call) {
    call.record()["retry_count"] = 1;
    hang_up(call.record(), "", "", 0);
    for (const char* field : {"hangup_by", "hangup_reason", "hangup_provider_code"}) {
        call.record()["telephony_data"][field] = nullptr;
    }
    call.reach("scheduled", milliseconds{1'000});
}

}  // namespace

std::vector<std::string> simulated_agents() {
    std::vector<std::string> ids;
    for (std::size_t agent = 0; agent < simulated_agent_count; ++agent)
        ids.push_back(agent_id(agent));
    return ids;
}

std::string_view to_string(Script script) {
    switch (script) {
        case Script::answered:
            return "answered";
        case Script::no_answer:
            return "no-answer";
        case Script::busy:
            return "busy";
        case Script::failed:
            return "failed";
        case Script::canceled:
            return "canceled";
        case Script::voicemail:
            return "voicemail";
        case Script::web_call:
            return "web-call";
        case Script::retried:
            return "retried";
    }
    std::abort();
}

std::optional<Script> parse_script(std::string_view word) {
    for (const Script script : all_scripts) {
        if (to_string(script) == word) return script;
    }
    return std::nullopt;
}

std::vector<std::string_view> script_words() {
    std::vector<std::string_view> words;
    for (const Script script : all_scripts)
        words.push_back(to_string(script));
    return words;
}

Script random_script(std::mt19937_64& random) {
    int drawn = static_cast<int>(random() % 100);
    for (std::size_t i = 0; i < std::size(shares); ++i) {
        drawn -= shares[i];
        if (drawn < 0) return all_scripts[i];
    }
    return Script::answered;
}

std::vector<SimulatedWebhook> simulate_call(const SimulatedCall& simulated,
                                            std::mt19937_64& random) {
    const bool web_call = simulated.script == Script::web_call;
    const Conversation& conversation = conversations()[simulated.person % conversations().size()];
    CallWriter call{base_record(simulated, conversation, random), simulated.started_at,
                    simulated.pace};
    dial(call);
    switch (simulated.script) {
        case Script::answered:
        case Script::web_call:
            converse(call, conversation, web_call, random);
            break;
        case Script::no_answer:
            go_unanswered(call, "no-answer", "No answer", 3020, milliseconds{44'000});
            break;
        case Script::busy:
            go_unanswered(call, "busy", "Call recipient was busy", 3010, milliseconds{22'000});
            break;
        case Script::failed:
            go_unanswered(call, "failed", "Destination out of service", 2000, milliseconds{1'500});
            break;
        case Script::canceled:
            hang_up(call.record(), "API Request", "Canceled", 4020);
            call.reach("canceled", milliseconds{5'000});
            break;
        case Script::voicemail:
            call.reach("in-progress", milliseconds{12'000});
            call.record()["conversation_duration"] = 9.8;
            call.record()["transcript"] =
                "assistant: Hello, this is Mira.\nuser: Please leave a message "
                "after the tone.\n";
            call.record()["answered_by_voice_mail"] = true;
            hang_up(call.record(), "Plivo", "Machine detected", 4010);
            call.reach("completed", milliseconds{11'000});
            break;
        case Script::retried:
            go_unanswered(call, "no-answer", "No answer", 3020, milliseconds{44'000});
            call_again(call);
            dial(call);
            converse(call, conversation, false, random);
            break;
    }
    return call.take();
}

}  // namespace callfold
