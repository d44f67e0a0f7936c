#include "storage/event_queries.h"

#include <nlohmann/json.hpp>

#include "domain/event_codec.h"
#include "storage/columns.h"
#include "storage/statements/event_queries.h"

namespace callfold {
namespace {

ListedEvent read_listed_event(const Row& row) {
    Columns columns{row};
    ListedEvent listed;
    listed.id = columns.id<EventId>();
    listed.public_id = columns.uuid();
    listed.endpoint = columns.uuid();
    CallEvent& event = listed.arrived.event;
    event.kind = columns.word(parse_event_kind);
    event.provider_status = columns.text();
    event.occurred_at = columns.optional_instant();
    listed.arrived.received_at = columns.instant();
    if (const auto count = columns.optional_integer()) event.retry_count = static_cast<int>(*count);
    event.weak = columns.boolean();
    listed.arrived.late = columns.boolean();
    listed.duplicates = columns.small_integer();
    event.digest = columns.digest();
    event.facts = decode_facts(columns.text());
    if (const auto warnings = columns.optional_text()) {
        event.warnings = nlohmann::json::parse(*warnings).get<std::vector<std::string>>();
    }
    return listed;
}

}  // namespace

ListPage<ListedEvent> list_events(Connection& connection, TenantId tenant, CallId call,
                                  const PageRange& range) {
    ListPage<ListedEvent> page;
    query(
        connection, sql::select_event_list,
        [&](const Row& row) {
            if (page.items.size() < static_cast<std::size_t>(range.limit)) {
                page.items.push_back(read_listed_event(row));
            } else {
                page.next_id = page.items.back().id.value;
            }
        },
        tenant, call, range.before_id, range.limit + 1);
    return page;
}

}  // namespace callfold
