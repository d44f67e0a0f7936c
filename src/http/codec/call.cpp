#include "http/codec/call.h"

#include <nlohmann/json.hpp>

#include "domain/trouble.h"
#include "http/codec/analysis.h"
#include "http/codec/job.h"
#include "http/codec/model_request.h"
#include "http/codec/transfer.h"
#include "http/codec/values.h"

namespace callfold::http {
namespace {

nlohmann::json troubles_json(const ListedCall& listed, Instant now) {
    auto list = nlohmann::json::array();
    for (const Trouble& trouble : troubles_of(listed.call, listed.analysis_status, now)) {
        list.push_back({{"kind", to_string(trouble.kind)}, {"detail", trouble.detail}});
    }
    return list;
}

struct ReachedStage {
    LifecycleStatus name;
    Instant at;
};

std::vector<ReachedStage> reached_stages(const StageTimes& times) {
    const std::pair<LifecycleStatus, std::optional<Instant>> stages[] = {
        {LifecycleStatus::queued, times.queued},
        {LifecycleStatus::initiated, times.initiated},
        {LifecycleStatus::ringing, times.ringing},
        {LifecycleStatus::in_progress, times.in_progress},
        {LifecycleStatus::call_disconnected, times.call_disconnected},
        {LifecycleStatus::completed, times.completed}};
    std::vector<ReachedStage> reached;
    for (const auto& [name, at] : stages) {
        if (at) reached.push_back({name, *at});
    }
    return reached;
}

// Each stage lasts until the next one; nothing is said where that lies before it.
nlohmann::json stages_json(const StageTimes& times) {
    const std::vector<ReachedStage> reached = reached_stages(times);
    auto list = nlohmann::json::array();
    for (std::size_t i = 0; i < reached.size(); ++i) {
        std::optional<milliseconds> duration;
        if (i + 1 < reached.size() && reached[i + 1].at >= reached[i].at) {
            duration = std::chrono::duration_cast<milliseconds>(reached[i + 1].at - reached[i].at);
        }
        list.push_back({{"name", to_string(reached[i].name)},
                        {"at", json_value(reached[i].at)},
                        {"duration_seconds", seconds_json(duration)}});
    }
    return list;
}

nlohmann::json highlight_json(const std::vector<HighlightPart>& parts) {
    if (parts.empty()) return nullptr;
    auto list = nlohmann::json::array();
    for (const HighlightPart& part : parts)
        list.push_back({{"text", part.text}, {"marked", part.marked}});
    return {{"parts", std::move(list)}};
}

nlohmann::json turns_json(const std::optional<Transcript>& transcript) {
    auto list = nlohmann::json::array();
    if (!transcript) return list;
    for (const Turn& turn : transcript->turns) {
        list.push_back({{"speaker", to_string(turn.speaker)},
                        {"text", turn.text},
                        {"start_seconds", seconds_json(turn.start)}});
    }
    return list;
}

// What the provider sent about the call.
void put_facts(nlohmann::json& json, const Call& call) {
    json["phone_number"] = json_value(call.customer_number);
    json["agent_number"] = json_value(call.agent_number);
    json["customer_name"] = json_value(call.customer_name);
    json["direction"] = json_value(word_of(call.direction));
    json["batch_id"] = json_value(call.batch_id);
    json["voicemail"] = call.voicemail;
    json["hangup_by"] = json_value(word_of(call.hangup_by));
    json["hangup_provider_by"] = json_value(call.hangup.by);
    json["hangup_reason"] = json_value(call.hangup.reason);
    json["hangup_provider_code"] = json_value(call.hangup.provider_code);
    json["duration_seconds"] = seconds_json(call.conversation_duration);
    json["recording_url"] = json_value(call.recording_url);
    json["error_message"] = json_value(call.error_message);
    json["provider_cost"] = provider_cost_json(call.cost);
}

// How far the call has come.
void put_lifecycle(nlohmann::json& json, const Call& call, Instant now) {
    json["call_lifecycle_status"] = json_value(word_of(call.status));
    json["outcome"] = json_value(word_of(call.outcome));
    json["attempt"] = call.attempt;
    json["no_news"] = has_no_news(call, now);
    json["initiated_at"] = json_value(call.stages.initiated);
    json["ringing_started_at"] = json_value(call.stages.ringing);
    json["call_answered_at"] = json_value(call.stages.in_progress);
    json["call_disconnected_at"] = json_value(call.stages.call_disconnected);
    json["completed_at"] = json_value(call.stages.completed);
    json["ended_at"] = json_value(call.ended_at);
}

}  // namespace

nlohmann::json provider_cost_json(const std::optional<ProviderCost>& cost) {
    if (!cost) return nullptr;
    return {{"amount", Credits::from_micro(cost->amount_micro).text()},
            {"currency", cost->currency}};
}

nlohmann::json call_json(const ListedCall& listed, Instant now) {
    nlohmann::json json{{"id", json_value(listed.public_id)},
                        {"execution_id", listed.execution_id},
                        {"provider", listed.provider},
                        {"agent_id", json_value(listed.agent)},
                        {"agent_name", json_value(listed.agent_name)},
                        {"user_id", json_value(listed.tenant)},
                        {"credits_charged", listed.charged.text()},
                        {"unbilled", listed.call.unbilled},
                        {"analysis_status", to_string(listed.analysis_status)},
                        {"duplicates", listed.duplicates},
                        {"sealed", listed.sealed},
                        {"erased", listed.erased},
                        {"trouble", troubles_json(listed, now)},
                        {"highlight", highlight_json(listed.highlight)},
                        {"created_at", json_value(listed.created_at)},
                        {"updated_at", json_value(listed.updated_at)}};
    put_facts(json, listed.call);
    put_lifecycle(json, listed.call, now);
    return json;
}

nlohmann::json calls_json(const std::vector<ListedCall>& calls, Instant now) {
    auto list = nlohmann::json::array();
    for (const ListedCall& call : calls)
        list.push_back(call_json(call, now));
    return list;
}

nlohmann::json call_detail_json(const CallDetail& detail, Instant now) {
    const ListedCall& listed = detail.listed;
    nlohmann::json json = call_json(listed, now);
    json["telephony_duration_seconds"] = seconds_json(listed.call.telephony_duration);
    json["billable_duration_seconds"] = seconds_json(listed.call.billable_duration);
    json["provider_summary"] = json_value(listed.call.summary);
    json["extracted_data"] = foreign_json(listed.call.extracted_data);
    json["stages"] = stages_json(listed.call.stages);
    json["transcript"] = turns_json(detail.transcript);
    json["analysis"] = nullptr;
    if (detail.analysis) json["analysis"] = analysis_json(*detail.analysis, listed.tenant);
    json["transfers"] = nlohmann::json::array();
    for (const PostedTransfer& transfer : detail.transfers) {
        json["transfers"].push_back(transfer_json(transfer, listed.tenant, listed.public_id));
    }
    json["model_requests"] = nlohmann::json::array();
    for (const ListedModelRequest& request : detail.model_requests) {
        json["model_requests"].push_back(model_request_json(request, detail.prices));
    }
    json["jobs"] = jobs_json(detail.jobs, listed.tenant);
    return json;
}

}  // namespace callfold::http
