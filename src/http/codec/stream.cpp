#include "http/codec/stream.h"

#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "http/json_values.h"

namespace callfold::http {
namespace {

template <class Word>
nlohmann::json word_or_null(const std::optional<Word>& word) {
    return word ? nlohmann::json(to_string(*word)) : nlohmann::json();
}

nlohmann::json entry_json(const StreamedCall& call) {
    return {{"id", json_value(call.id)},
            {"call_lifecycle_status", word_or_null(call.status)},
            {"outcome", word_or_null(call.outcome)},
            {"analysis_status", to_string(call.analysis)}};
}

nlohmann::json entry_json(const StreamedAnalysis& analysis) {
    return {{"analysis_type", to_string(analysis.type)},
            {"call_id", json_value(analysis.call)},
            {"done", analysis.done}};
}

nlohmann::json entry_json(const StreamedNotification& notification) {
    return {{"id", json_value(notification.id)}, {"kind", to_string(notification.kind)}};
}

nlohmann::json entry_json(const StreamedQuarantine& quarantine) {
    return {{"id", json_value(quarantine.id)}, {"waiting", quarantine.waits}};
}

template <class Change>
void add_event(std::vector<std::string>& events, const char* kind, const char* property,
               const StreamedList<Change>& list) {
    if (list.listed.empty()) return;
    nlohmann::json data{{property, nlohmann::json::array()}, {"more", list.more}};
    for (const Change& change : list.listed)
        data[property].push_back(entry_json(change));
    events.push_back(fmt::format("event: {}\ndata: {}\n\n", kind, data.dump()));
}

std::string id_line(std::int64_t number) {
    return fmt::format("id: {}\n", number);
}

}  // namespace

std::string changes_text(const StreamChanges& changes, std::int64_t number) {
    std::vector<std::string> events;
    add_event(events, "call", "calls", changes.calls);
    add_event(events, "analysis", "analyses", changes.analyses);
    add_event(events, "notification", "notifications", changes.notifications);
    add_event(events, "quarantine", "quarantined", changes.quarantined);
    if (events.empty()) return position_text(number);
    events.back().insert(0, id_line(number));
    std::string text;
    for (const std::string& event : events)
        text += event;
    return text;
}

std::string health_text(const StreamHealth& health) {
    return fmt::format("event: health\ndata: {{\"ingest\":\"{}\",\"analysis\":\"{}\"}}\n\n",
                       health.ingest_fails ? "failing" : "ok",
                       health.analysis_pauses ? "paused" : "ok");
}

std::string reset_text(std::int64_t number) {
    return id_line(number) + "event: reset\ndata: {}\n\n";
}

std::string position_text(std::int64_t number) {
    return id_line(number) + "\n";
}

}  // namespace callfold::http
