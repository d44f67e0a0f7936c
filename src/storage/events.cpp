#include "storage/events.h"

#include <map>
#include <tuple>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "domain/event_codec.h"
#include "domain/transcript_codec.h"
#include "storage/statements/events.h"

namespace callfold {
namespace {

using EventIdentity = std::tuple<CallId, EventKind, Digest>;

ArrivedEvent read_arrived_event(const Row& row) {
    ArrivedEvent arrived;
    arrived.event.kind = parse_event_kind(row.text(1)).value();
    arrived.event.provider_status = row.text(2);
    arrived.event.occurred_at = row.optional_instant(3);
    if (!row.is_null(4)) arrived.event.retry_count = static_cast<int>(row.integer(4));
    arrived.event.weak = row.boolean(5);
    arrived.event.facts = decode_facts(row.text(6));
    arrived.event.digest = row.digest(7);
    arrived.received_at = row.instant(8);
    arrived.late = row.boolean(9);
    return arrived;
}

void insert_raw_bodies(Connection& connection, std::span<const NewEvent> events,
                       std::span<const InsertedEvent> inserted) {
    constexpr std::size_t width = 5;
    std::vector<Parameter> parameters;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (inserted[i].duplicate || events[i].erased) continue;
        parameters.insert(parameters.end(),
                          {parameter(inserted[i].id), parameter(events[i].tenant),
                           parameter(events[i].content_type), Blob{events[i].compressed_body},
                           parameter(static_cast<std::int64_t>(events[i].byte_count))});
    }
    connection.run_for_each(sql::insert_raw_body, width, parameters, [](const Row&) {});
}

}  // namespace

std::vector<InsertedEvent> insert_events(Connection& connection, std::span<const NewEvent> events) {
    constexpr std::size_t width = 15;
    std::vector<std::string> warnings(events.size());
    std::vector<Parameter> parameters;
    parameters.reserve(events.size() * width);
    std::map<EventIdentity, std::size_t> places;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const NewEvent& added = events[i];
        const CallEvent& event = *added.event;
        places.emplace(EventIdentity{added.call, event.kind, event.digest}, i);
        if (!event.warnings.empty()) warnings[i] = nlohmann::json(event.warnings).dump();
        parameters.insert(
            parameters.end(),
            {parameter(new_uuid(added.received_at)), parameter(added.tenant), parameter(added.call),
             parameter(to_string(event.kind)), parameter(event.digest),
             parameter(event.provider_status), parameter(event.occurred_at),
             parameter(event.retry_count), parameter(event.weak), Json{added.facts},
             warnings[i].empty() ? Parameter{Null{}} : Parameter{Json{warnings[i]}},
             parameter(added.received_at), parameter(added.endpoint), parameter(added.late),
             parameter(added.erased)});
    }
    std::vector<InsertedEvent> inserted(events.size());
    connection.run_for_each(sql::insert_event, width, parameters, [&](const Row& row) {
        const EventIdentity identity{row.id<CallId>(2), parse_event_kind(row.text(3)).value(),
                                     row.digest(4)};
        inserted[places.at(identity)] = {row.id<EventId>(0), row.uuid(1), row.integer(5) > 0};
    });
    insert_raw_bodies(connection, events, inserted);
    return inserted;
}

EventSets events_of(Connection& connection, std::span<const CallOfTenant> calls) {
    std::vector<Parameter> parameters;
    EventSets sets;
    for (const CallOfTenant& place : calls) {
        parameters.insert(parameters.end(), {parameter(place.tenant), parameter(place.call)});
        sets[place.call];  // a set that is empty is there as well
    }
    connection.run_for_each(sql::select_events_of_call, 2, parameters, [&](const Row& row) {
        sets[row.id<CallId>(0)].push_back(read_arrived_event(row));
    });
    return sets;
}

void keep_transcripts(Connection& connection, std::span<const NewTranscript> transcripts,
                      Instant now) {
    constexpr std::size_t width = 5;
    std::vector<Parameter> parameters;
    for (const NewTranscript& added : transcripts) {
        parameters.insert(parameters.end(),
                          {parameter(added.tenant), parameter(added.call), parameter(added.digest),
                           Json{added.turns}, parameter(now)});
    }
    connection.run_for_each(sql::insert_transcript, width, parameters, [](const Row&) {});
}

std::optional<Transcript> transcript_of(Connection& connection, TenantId tenant, CallId call,
                                        const Digest& digest) {
    std::optional<Transcript> transcript;
    query(
        connection, sql::select_transcript,
        [&](const Row& row) { transcript = decode_turns(row.text(0)); }, tenant, call, digest);
    return transcript;
}

Uuid keep_in_quarantine(Connection& connection, const QuarantinedBody& body) {
    const Uuid public_id = new_uuid(body.received_at);
    execute(connection, sql::insert_quarantine, public_id, body.tenant, body.provider,
            body.endpoint, body.reason, body.content_type, Blob{body.compressed_body},
            static_cast<std::int64_t>(body.byte_count), body.processing_id, body.received_at);
    return public_id;
}

}  // namespace callfold
