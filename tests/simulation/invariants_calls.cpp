#include <map>

#include <fmt/format.h>

#include "domain/fold.h"
#include "providers/registry.h"
#include "storage/events.h"
#include "storage/settings.h"
#include "storage/testing/ad_hoc_sql.h"
#include "tests/simulation/invariants.h"

namespace callfold::simulation {
namespace {

using EventIdentity = std::pair<EventKind, Digest>;

// What the outside knows of a call: what it was told, and what it may have been told besides.
struct ToldCall {
    std::map<EventIdentity, CallEvent> required;
    std::map<EventIdentity, CallEvent> possible;  // quarantined, and perhaps gone since
};

using ToldCalls = std::map<std::pair<std::size_t, std::string>, ToldCall>;

CallEvent event_of(const Message& message) {
    WebhookRequest request;
    request.method = "POST";
    request.content_type = "application/json";
    request.body = message.body;
    request.header = [](std::string_view) { return std::string_view{}; };
    const WebhookContent content = find_provider("bolna")->understand(request);
    return std::get<Understood>(content).events.at(0).event;
}

ToldCalls told_calls(const Truth& truth) {
    ToldCalls calls;
    for (const TrackedMessage& tracked : truth.messages) {
        if (tracked.message.execution_id.empty()) continue;
        if (!tracked.became_event && !tracked.was_quarantined) continue;
        const CallEvent event = event_of(tracked.message);
        ToldCall& call = calls[{tracked.message.tenant, event.execution_id}];
        (tracked.became_event ? call.required : call.possible)
            .emplace(EventIdentity{event.kind, event.digest}, event);
    }
    return calls;
}

struct CallRow {
    std::int64_t id = 0;
    bool sealed = false;
    bool erased = false;
};

std::optional<CallRow> row_of(Database& database, TenantId tenant,
                              const std::string& execution_id) {
    const auto rows = test::texts_of(
        database, fmt::format("SELECT id || '|' || (sealed_at IS NOT NULL) || '|' || (erased_at IS "
                              "NOT NULL) FROM calls WHERE user_id = {} AND execution_id = '{}'",
                              tenant.value, execution_id));
    if (rows.empty()) return std::nullopt;
    const std::string& row = rows.front();
    const std::size_t bar = row.find('|');
    return CallRow{std::stoll(row.substr(0, bar)), row[bar + 1] == '1', row[bar + 3] == '1'};
}

// The columns that stay right whatever is forgotten of a call.
std::string lasting(const Call& call, bool with_price) {
    const auto time = [](const std::optional<Instant>& value) {
        return value ? std::to_string(to_unix_us(*value)) : "-";
    };
    return fmt::format("{}|{}|{}|{}|{}|{}", call.status ? to_string(*call.status) : "-",
                       call.outcome ? to_string(*call.outcome) : "-", call.attempt,
                       time(call.ended_at), time(call.first_occurred_at),
                       with_price ? std::to_string(call.price.micro()) : "-");
}

std::string stored_lasting(Database& database, std::int64_t row, bool with_price) {
    return test::texts_of(
               database,
               fmt::format(
                   "SELECT coalesce(call_lifecycle_status, '-') || '|' || "
                   "coalesce(outcome, '-') || '|' || attempt || '|' || coalesce(ended_at, "
                   "'-') || '|' || coalesce(first_occurred_at, '-') || '|' || {} FROM calls "
                   "WHERE id = {}",
                   with_price ? "credits_charged_micro" : "'-'", row))
        .at(0);
}

class CallCheck {
  public:
    CallCheck(Database& database, std::vector<std::string>& violations)
        : database_(database),
          violations_(violations),
          settings_(
              database.read([](Connection& connection) { return read_settings(connection); })) {}

    void check(TenantId tenant, const std::string& execution_id, const ToldCall& told) {
        name_ = fmt::format("call {} of tenant {}", execution_id, tenant.value);
        const auto row = row_of(database_, tenant, execution_id);
        if (!row) {
            if (!told.required.empty()) violations_.push_back(name_ + " is missing");
            return;
        }
        const auto stored = database_.read([&](Connection& connection) {
            const CallOfTenant place{tenant, CallId{row->id}};
            return events_of(connection, {&place, 1}).at(place.call);
        });
        const auto arrived = matched(told, stored, *row);
        const FoldRules& rules = settings_.tenant(tenant).rules;
        const std::string expected = lasting(fold(arrived, rules), !row->sealed);
        const std::string found = stored_lasting(database_, row->id, !row->sealed);
        if (expected != found) {
            violations_.push_back(
                fmt::format("{} is {}, but its webhooks fold to {}", name_, found, expected));
        }
    }

  private:
    // The events that were told, as they arrived according to the database.
    std::vector<ArrivedEvent> matched(const ToldCall& told, const std::vector<ArrivedEvent>& stored,
                                      const CallRow& row) {
        std::vector<ArrivedEvent> arrived;
        std::size_t required_found = 0;
        for (const ArrivedEvent& event : stored) {
            const EventIdentity identity{event.event.kind, event.event.digest};
            auto known = told.required.find(identity);
            if (known != told.required.end()) {
                ++required_found;
            } else if (known = told.possible.find(identity); known == told.possible.end()) {
                violations_.push_back(name_ + " has an event that nobody sent");
                continue;
            }
            if (!row.erased && !row.sealed && known->second.facts != event.event.facts)
                violations_.push_back(name_ + " has an event with other facts than were sent");
            arrived.push_back({known->second, event.received_at, event.late});
        }
        if (required_found < told.required.size()) {
            violations_.push_back(fmt::format("{} lost {} acknowledged events", name_,
                                              told.required.size() - required_found));
        }
        return arrived;
    }

    Database& database_;
    std::vector<std::string>& violations_;
    const Settings settings_;
    std::string name_;
};

}  // namespace

void check_calls(Database& database, const Truth& truth, std::vector<std::string>& violations) {
    const ToldCalls calls = told_calls(truth);
    CallCheck check(database, violations);
    for (const auto& [key, told] : calls)
        check.check(truth.tenants[key.first].id, key.second, told);
    const auto stored = test::number_of(database, "SELECT count(*) FROM calls");
    if (stored > static_cast<std::int64_t>(calls.size()))
        violations.push_back("there are calls that nobody made");
}

}  // namespace callfold::simulation
