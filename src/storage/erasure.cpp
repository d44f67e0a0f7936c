#include "storage/erasure.h"

#include "base/compression.h"
#include "domain/erasure.h"
#include "domain/event_codec.h"
#include "storage/analytics.h"
#include "storage/audit.h"
#include "storage/columns.h"
#include "storage/outgoing_messages.h"
#include "storage/statements/erasure.h"

namespace callfold {
namespace {

std::vector<CallId> read_calls(Connection& connection, const Statement& statement,
                               std::span<const Parameter> parameters) {
    std::vector<CallId> calls;
    connection.run(statement, parameters,
                   [&](const Row& row) { calls.push_back(row.id<CallId>(0)); });
    return calls;
}

struct StoredFacts {
    EventId event;
    std::string facts;
};

template <class... Values>
std::vector<StoredFacts> read_facts(Connection& connection, const Statement& statement,
                                    const Values&... values) {
    std::vector<StoredFacts> facts;
    query(
        connection, statement,
        [&](const Row& row) {
            facts.push_back({row.id<EventId>(0), std::string(row.text(1))});
        },
        values...);
    return facts;
}

// Takes the provider's own words about the conversation out of events.
void forget_texts(Connection& connection, TenantId tenant, const std::vector<StoredFacts>& stored) {
    for (const auto& [event, facts] : stored) {
        const std::string kept = encode_facts(without_texts(decode_facts(facts)));
        if (kept != facts) execute(connection, sql::rewrite_event_facts, tenant, event, Json{kept});
    }
}

void strip_events(Connection& connection, TenantId tenant, CallId call) {
    for (const auto& [event, facts] :
         read_facts(connection, sql::select_event_facts_of_call, tenant, call)) {
        const std::string kept = encode_facts(without_personal_data(decode_facts(facts)));
        execute(connection, sql::strip_event, tenant, event, Json{kept});
    }
}

void delete_words_and_bodies(Connection& connection, TenantId tenant, CallId call) {
    execute(connection, sql::delete_raw_bodies_of_call, tenant, call);
    execute(connection, sql::lock_transcripts_of_call, tenant, call);
    execute(connection, sql::delete_words_of_call, tenant, call);
    execute(connection, sql::delete_transcripts_of_call, tenant, call);
    execute(connection, sql::strip_model_requests_of_call, tenant, call);
}

}  // namespace

std::vector<CallId> calls_of_person(Connection& connection, TenantId tenant,
                                    const PhoneNumber& number) {
    const Parameter parameters[] = {parameter(tenant), parameter(number.e164())};
    return read_calls(connection, sql::select_calls_of_person, parameters);
}

void erase_call(Connection& connection, TenantId tenant, CallId call, Instant now) {
    strip_events(connection, tenant, call);
    delete_words_and_bodies(connection, tenant, call);
    withdraw_individual(connection, tenant, call);
    execute(connection, sql::delete_outdated_analyses_over_call, tenant, call);
    execute(connection, sql::strip_jobs_of_call, tenant, call);
    execute(connection, sql::delete_notifications_of_call, tenant, call);
    strip_messages_of_call(connection, tenant, call);
    execute(connection, sql::strip_call, tenant, call, now);
    skip_forgotten_analysis(connection, tenant, call, now);
}

void erase_number(Connection& connection, TenantId tenant, const PhoneNumber& number) {
    strip_audit_of_person(connection, tenant, number);
    for (const Statement* statement :
         {&sql::delete_analyses_of_person, &sql::strip_jobs_of_person,
          &sql::strip_model_requests_of_person, &sql::delete_notifications_of_person,
          &sql::delete_contact_of_person}) {
        execute(connection, *statement, tenant, number.e164());
    }
    strip_messages_of_person(connection, tenant, number);
}

void erase_quarantined(Connection& connection, TenantId tenant, const PhoneNumber& number) {
    std::vector<std::int64_t> holding;
    query(
        connection, sql::select_quarantined_bodies,
        [&](const Row& row) {
            const auto byte_count = static_cast<std::size_t>(row.integer(2));
            if (mentions(decompress(row.blob(1), byte_count), number))
                holding.push_back(row.integer(0));
        },
        tenant);
    for (const std::int64_t id : holding)
        execute(connection, sql::delete_quarantined, tenant, id);
}

std::vector<AgedCall> calls_by_age(Connection& connection, TenantId tenant, const CallAge& after,
                                   Instant before, int most) {
    std::vector<AgedCall> calls;
    query(
        connection, sql::select_calls_by_age,
        [&](const Row& row) {
            Columns columns{row};
            AgedCall& call = calls.emplace_back();
            call.age.id = columns.id<CallId>();
            call.age.created_at = columns.instant();
            call.is_sealed = columns.boolean();
            call.last_arrival_at = columns.instant();
        },
        tenant, after.created_at, after.id, before, most);
    return calls;
}

void seal_call(Connection& connection, TenantId tenant, CallId call, Instant now) {
    delete_words_and_bodies(connection, tenant, call);
    forget_texts(connection, tenant,
                 read_facts(connection, sql::select_event_facts_of_call, tenant, call));
    execute(connection, sql::cancel_jobs_of_call, tenant, call, now);
    execute(connection, sql::strip_individual_texts, tenant, call);
    execute(connection, sql::seal_call, tenant, call, now);
    skip_forgotten_analysis(connection, tenant, call, now);
}

void delete_old_bodies(Connection& connection, TenantId tenant, Instant before) {
    execute(connection, sql::delete_old_quarantine, tenant, before);
    forget_texts(connection, tenant,
                 read_facts(connection, sql::select_old_late_facts, tenant, before));
    execute(connection, sql::delete_old_late_bodies, tenant, before);
}

void delete_old_model_answers(Connection& connection, TenantId tenant, Instant from,
                              Instant before) {
    execute(connection, sql::delete_old_model_answers, tenant, from, before);
}

}  // namespace callfold
