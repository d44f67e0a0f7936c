#include "storage/stream.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "storage/statements/stream.h"

namespace callfold {
namespace {

template <class Change>
void append(StreamedList<Change>& list, const Change& change) {
    if (list.listed.size() < StreamedList<Change>::most) {
        list.listed.push_back(change);
    } else {
        list.more = true;
    }
}

// Rows are written on the way of every webhook: by hand, without a document in between.
template <class Value>
std::string word_or_null(const std::optional<Value>& value) {
    return value ? fmt::format("\"{}\"", to_string(*value)) : "null";
}

std::string encode(const StreamedCall& call) {
    return fmt::format(R"(["{}",{},{},"{}"])", call.id.text(), word_or_null(call.status),
                       word_or_null(call.outcome), to_string(call.analysis));
}

std::string encode(const StreamedAnalysis& analysis) {
    return fmt::format(R"(["{}",{},{}])", to_string(analysis.type),
                       analysis.call ? '"' + analysis.call->text() + '"' : "null", analysis.done);
}

std::string encode(const StreamedNotification& notification) {
    return fmt::format(R"(["{}","{}"])", notification.id.text(), to_string(notification.kind));
}

std::string encode(const StreamedQuarantine& quarantine) {
    return fmt::format(R"(["{}",{}])", quarantine.id.text(), quarantine.waits);
}

template <class Change>
void encode(std::string& text, std::string_view name, const StreamedList<Change>& list) {
    if (list.listed.empty()) return;
    text += fmt::format(R"({}"{}":[)", text.size() > 1 ? "," : "", name);
    for (const Change& change : list.listed)
        text += encode(change) + ',';
    text += list.more ? "true]" : "false]";
}

std::string encode(const StreamChanges& changes) {
    std::string text = "{";
    encode(text, "calls", changes.calls);
    encode(text, "analyses", changes.analyses);
    encode(text, "notifications", changes.notifications);
    encode(text, "quarantined", changes.quarantined);
    return text + '}';
}

template <class Value>
std::optional<Value> optional_word(const nlohmann::json& json,
                                   std::optional<Value> (*parse)(std::string_view)) {
    if (json.is_null()) return std::nullopt;
    return parse(json.get_ref<const std::string&>()).value();
}

Uuid read_id(const nlohmann::json& json) {
    return Uuid::parse(json.get_ref<const std::string&>()).value();
}

void decode(const nlohmann::json& json, StreamedCall& call) {
    call = {read_id(json.at(0)), optional_word(json.at(1), parse_lifecycle_status),
            optional_word(json.at(2), parse_outcome),
            optional_word(json.at(3), parse_analysis_status).value()};
}

void decode(const nlohmann::json& json, StreamedAnalysis& analysis) {
    analysis.type = optional_word(json.at(0), parse_analysis_type).value();
    if (!json.at(1).is_null()) analysis.call = read_id(json.at(1));
    analysis.done = json.at(2).get<bool>();
}

void decode(const nlohmann::json& json, StreamedNotification& notification) {
    notification = {read_id(json.at(0)),
                    optional_word(json.at(1), parse_notification_kind).value()};
}

void decode(const nlohmann::json& json, StreamedQuarantine& quarantine) {
    quarantine = {read_id(json.at(0)), json.at(1).get<bool>()};
}

// The last entry of a list tells whether there were more.
template <class Change>
void decode(const nlohmann::json& row, const char* name, StreamedList<Change>& list) {
    const auto found = row.find(name);
    if (found == row.end()) return;
    for (std::size_t i = 0; i + 1 < found->size(); ++i)
        decode(found->at(i), list.listed.emplace_back());
    list.more = found->back().get<bool>();
}

StreamEvent read_event(const Row& row) {
    const auto json = nlohmann::json::parse(row.text(1));
    StreamEvent event;
    event.number = row.integer(0);
    decode(json, "calls", event.changes.calls);
    decode(json, "analyses", event.changes.analyses);
    decode(json, "notifications", event.changes.notifications);
    decode(json, "quarantined", event.changes.quarantined);
    return event;
}

}  // namespace

void StreamChanges::add(const StreamedCall& call) {
    for (StreamedCall& known : calls.listed) {
        if (known.id == call.id) {
            known = call;
            return;
        }
    }
    append(calls, call);
}

void StreamChanges::add(const StreamedAnalysis& analysis) {
    append(analyses, analysis);
}

void StreamChanges::add(const StreamedNotification& notification) {
    append(notifications, notification);
}

void StreamChanges::add(const StreamedQuarantine& quarantine) {
    append(quarantined, quarantine);
}

void StreamChanges::add(const StreamChanges& later) {
    for (const StreamedCall& call : later.calls.listed)
        add(call);
    for (const StreamedAnalysis& analysis : later.analyses.listed)
        add(analysis);
    for (const StreamedNotification& notification : later.notifications.listed)
        add(notification);
    for (const StreamedQuarantine& quarantine : later.quarantined.listed)
        add(quarantine);
    calls.more |= later.calls.more;
    analyses.more |= later.analyses.more;
    notifications.more |= later.notifications.more;
    quarantined.more |= later.quarantined.more;
}

void append_to_stream(Connection& connection, const std::map<TenantId, StreamChanges>& changes,
                      Instant now) {
    constexpr std::size_t width = 3;
    std::vector<std::string> texts;
    texts.reserve(changes.size());
    std::vector<Parameter> parameters;
    for (const auto& [tenant, of_tenant] : changes) {
        if (of_tenant == StreamChanges{}) continue;
        texts.push_back(encode(of_tenant));
        parameters.insert(parameters.end(),
                          {parameter(tenant), parameter(Json{texts.back()}), parameter(now)});
    }
    if (parameters.empty()) return;
    connection.run_for_each(sql::append_stream_event, width, parameters, [](const Row&) {});
}

Uuid public_id_of_call(Connection& connection, TenantId tenant, CallId call) {
    Uuid id;
    query(
        connection, sql::select_public_id_of_call, [&](const Row& row) { id = row.uuid(0); },
        tenant, call);
    return id;
}

std::optional<StreamBounds> stream_bounds(Connection& connection, TenantId tenant) {
    std::optional<StreamBounds> bounds;
    query(
        connection, sql::select_stream_bounds,
        [&](const Row& row) {
            if (!row.is_null(0)) bounds = StreamBounds{row.integer(0), row.integer(1)};
        },
        tenant);
    return bounds;
}

std::vector<StreamEvent> stream_events_after(Connection& connection, TenantId tenant,
                                             std::int64_t number, int most) {
    std::vector<StreamEvent> events;
    query(
        connection, sql::select_stream_events,
        [&](const Row& row) { events.push_back(read_event(row)); }, tenant, number, most);
    return events;
}

std::int64_t forget_stream_events(Connection& connection, Instant before, int most) {
    return execute(connection, sql::delete_old_stream_events, before, most);
}

}  // namespace callfold
