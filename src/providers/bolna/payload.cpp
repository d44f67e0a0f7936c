#include "providers/bolna/payload.h"

#include "providers/bolna/facts.h"
#include "providers/bolna/vocabulary.h"
#include "providers/json_body.h"
#include "providers/json_fields.h"

namespace callfold::bolna {
namespace {

constexpr std::size_t max_execution_id_bytes = 200;
constexpr std::size_t max_status_bytes = 100;
constexpr int max_retry_count = 100;

enum class Shape { execution_record, source_document };

struct Identity {
    std::string execution_id;
    Shape shape;
};

std::optional<Identity> read_identity(const JsonFields& fields) {
    if (auto id = fields.identifier("id", max_execution_id_bytes)) {
        return Identity{std::move(*id), Shape::execution_record};
    }
    if (auto id = fields.identifier("execution_id", max_execution_id_bytes)) {
        return Identity{std::move(*id), Shape::source_document};
    }
    return std::nullopt;
}

// The first of `names` with a word that is known, else the first with any word.
void read_status(const JsonFields& fields, std::initializer_list<std::string_view> names,
                 CallEvent& event) {
    for (const auto name : names) {
        auto word = fields.text(name, max_status_bytes);
        if (!word) continue;
        const auto kind = event_kind(*word);
        if (kind == EventKind::unknown && !event.provider_status.empty()) continue;
        event.kind = kind;
        event.provider_status = std::move(*word);
        if (kind != EventKind::unknown) return;
    }
    if (event.provider_status.empty()) fields.warn("status", "missing");
}

bool has_foreign_keys(const JsonFields& fields, Shape shape) {
    for (const auto name : fields.names()) {
        const bool known = is_recorded_key(name) ||
                           (shape == Shape::source_document && is_source_document_key(name));
        if (!known) return true;
    }
    return false;
}

IncomingEvent read_event(const JsonFields& fields, Identity identity) {
    CallEvent event;
    event.execution_id = std::move(identity.execution_id);
    CallReport report;
    switch (identity.shape) {
        case Shape::execution_record:
            read_status(fields, {"status"}, event);
            // The record changes with its status: its last change is when this one was reached.
            event.occurred_at = fields.timestamp("updated_at");
            report = read_execution_record(fields);
            break;
        case Shape::source_document:
            read_status(fields, {"event", "status"}, event);
            event.occurred_at = fields.timestamp("timestamp");
            if (!event.occurred_at) event.occurred_at = fields.timestamp("updated_at");
            report = read_source_document(fields);
            break;
    }
    event.retry_count = fields.whole_number("retry_count", max_retry_count);
    event.weak = event.kind == EventKind::in_progress && has_foreign_keys(fields, identity.shape);
    event.facts = std::move(report.facts);
    return {std::move(event), std::move(report.transcript)};
}

}  // namespace

WebhookContent understand_payload(std::string_view body) {
    std::vector<std::string> warnings;
    const auto read = read_json_body(body, warnings);
    if (const auto* unreadable = std::get_if<Unreadable>(&read)) return *unreadable;
    const auto& fields = std::get<JsonFields>(read);
    auto identity = read_identity(fields);
    if (!identity) {
        return NoExecutionId{warnings.empty() ? "the body has no id and no execution_id"
                                              : std::move(warnings.front())};
    }

    auto incoming = read_event(fields, std::move(*identity));
    incoming.event.warnings = std::move(warnings);
    seal_digest(incoming.event);

    Understood understood;
    understood.events.push_back(std::move(incoming));
    return understood;
}

}  // namespace callfold::bolna
