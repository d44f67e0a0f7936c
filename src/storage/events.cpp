#include "storage/events.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "domain/event_codec.h"
#include "domain/transcript_codec.h"
#include "storage/statements/events.h"

namespace callfold {
namespace {

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

// `each_event` sees the row of each event, and may change what was read of it.
EventSets read_sets(Connection& connection, std::span<const CallOfTenant> calls,
                    FunctionRef<void(const Row&, ArrivedEvent&)> each_event) {
    std::vector<Parameter> parameters;
    EventSets sets;
    for (const CallOfTenant& place : calls) {
        parameters.insert(parameters.end(), {parameter(place.tenant), parameter(place.call)});
        sets[place.call];  // a set that is empty is there as well
    }
    connection.run_for_each(sql::select_events_of_call, 2, parameters, [&](const Row& row) {
        each_event(row, sets[row.id<CallId>(0)].emplace_back(read_arrived_event(row)));
    });
    return sets;
}

// Inserts those that their sets do not hold; gives the public id that each has then.
std::vector<Uuid> insert_missing(Connection& connection, std::span<const NewEvent> events) {
    constexpr std::size_t width = 15;
    std::vector<Uuid> public_ids;
    public_ids.reserve(events.size());
    std::vector<std::string> warnings(events.size());
    std::vector<Parameter> parameters;
    parameters.reserve(events.size() * width);
    for (std::size_t i = 0; i < events.size(); ++i) {
        const NewEvent& added = events[i];
        const CallEvent& event = *added.event;
        public_ids.push_back(new_uuid(added.received_at));
        if (!event.warnings.empty()) warnings[i] = nlohmann::json(event.warnings).dump();
        parameters.insert(
            parameters.end(),
            {parameter(public_ids.back()), parameter(added.tenant), parameter(added.call),
             parameter(to_string(event.kind)), parameter(event.digest),
             parameter(event.provider_status), parameter(event.occurred_at),
             parameter(event.retry_count), parameter(event.weak), Json{added.facts},
             warnings[i].empty() ? Parameter{Null{}} : Parameter{Json{warnings[i]}},
             parameter(added.received_at), parameter(added.endpoint), parameter(added.late),
             parameter(added.erased)});
    }
    connection.run_for_each(sql::insert_event, width, parameters, [](const Row&) {});
    return public_ids;
}

// An event that came again, however often within one batch.
struct Repetition {
    TenantId tenant;
    int count = 0;
    Instant earliest = Instant::max();
    EndpointId endpoint;  // of the earliest arrival
};
using Repetitions = std::map<EventId, Repetition>;

void note_repetition(Repetition& repetition, const NewEvent& again) {
    repetition.tenant = again.tenant;
    ++repetition.count;
    if (again.received_at >= repetition.earliest) return;
    repetition.earliest = again.received_at;
    repetition.endpoint = again.endpoint;
}

void count_repetitions(Connection& connection, const Repetitions& repetitions) {
    constexpr std::size_t width = 5;
    std::vector<Parameter> parameters;
    for (const auto& [event, repetition] : repetitions) {
        parameters.insert(
            parameters.end(),
            {parameter(repetition.tenant), parameter(event), parameter(repetition.count),
             parameter(repetition.earliest), parameter(repetition.endpoint)});
    }
    connection.run_for_each(sql::count_repetitions, width, parameters, [](const Row&) {});
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

EventSets events_of(Connection& connection, std::span<const CallOfTenant> calls) {
    return read_sets(connection, calls, [](const Row&, const ArrivedEvent&) {});
}

AddedEvents add_events(Connection& connection, std::span<const NewEvent> events) {
    const std::vector<Uuid> public_ids = insert_missing(connection, events);
    std::vector<CallOfTenant> calls;
    std::unordered_map<CallId, std::vector<std::size_t>> places;  // in `events`
    for (std::size_t i = 0; i < events.size(); ++i) {
        std::vector<std::size_t>& of_call = places[events[i].call];
        if (of_call.empty()) calls.push_back({events[i].tenant, events[i].call});
        of_call.push_back(i);
    }
    AddedEvents added;
    added.events.resize(events.size());
    Repetitions repetitions;
    added.sets = read_sets(connection, calls, [&](const Row& row, ArrivedEvent& arrived) {
        for (const std::size_t i : places.at(row.id<CallId>(0))) {
            const CallEvent& event = *events[i].event;
            if (event.digest != arrived.event.digest || event.kind != arrived.event.kind) continue;
            const EventId id = row.id<EventId>(10);
            const Uuid public_id = row.uuid(11);
            added.events[i] = {id, public_id, public_id != public_ids[i]};
            if (!added.events[i].duplicate) continue;
            note_repetition(repetitions[id], events[i]);
            arrived.received_at = std::min(arrived.received_at, events[i].received_at);
        }
    });
    count_repetitions(connection, repetitions);
    insert_raw_bodies(connection, events, added.events);
    return added;
}

void keep_transcripts(Connection& connection, std::span<const NewTranscript> transcripts,
                      Instant now) {
    constexpr std::size_t width = 6;
    std::vector<Parameter> parameters;
    for (const NewTranscript& added : transcripts) {
        parameters.insert(parameters.end(),
                          {parameter(added.tenant), parameter(added.call), parameter(added.digest),
                           Json{added.turns}, parameter(now), parameter(now - words_late_after)});
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
