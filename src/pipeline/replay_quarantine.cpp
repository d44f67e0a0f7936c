#include "pipeline/replay_quarantine.h"

#include "base/compression.h"
#include "pipeline/commit_batch.h"
#include "providers/registry.h"
#include "storage/stream.h"
#include "storage/tariffs.h"

namespace callfold {
namespace {

struct KeptBody {
    ListedQuarantine quarantined;
    QuarantinedContent content;
};

Result<KeptBody> read_kept(Connection& connection, TenantId tenant, Uuid public_id) {
    auto found = find_quarantined(connection, tenant, public_id);
    if (!found) return fail(ErrorCode::not_found, "No quarantined webhook has this id.");
    if (found->replayed_at) {
        return fail(ErrorCode::conflict, "The webhook has become an event already.");
    }
    QuarantinedContent content = quarantined_content(connection, tenant, found->id);
    return KeptBody{std::move(*found), std::move(content)};
}

// The events of the body as the adapter reads it now.
Result<std::vector<IncomingEvent>> understand_again(const KeptBody& kept) {
    const Provider* provider = find_provider(kept.quarantined.provider);
    if (provider == nullptr) {
        return fail(ErrorCode::conflict, "Its provider is not known to this version of callfold.");
    }
    const std::string body = decompress(kept.content.compressed_body, kept.content.byte_count);
    WebhookRequest request;
    request.method = "POST";
    request.content_type = kept.content.content_type;
    request.body = body;
    request.received_at = kept.quarantined.received_at;
    request.header = [](std::string_view) { return std::string_view{}; };
    WebhookContent content = provider->understand(request);
    if (const auto* unreadable = std::get_if<Unreadable>(&content)) {
        return fail(ErrorCode::conflict, unreadable->reason);
    }
    if (const auto* no_id = std::get_if<NoExecutionId>(&content)) {
        return fail(ErrorCode::conflict, no_id->reason);
    }
    auto& events = std::get<Understood>(content).events;
    if (events.empty()) return fail(ErrorCode::conflict, "The body holds no event of a call.");
    return std::move(events);
}

IncomingWebhook incoming_again(TenantId tenant, KeptBody kept, std::vector<IncomingEvent> events,
                               std::string_view processing_id) {
    IncomingWebhook webhook;
    webhook.tenant = tenant;
    webhook.endpoint = kept.content.endpoint;
    webhook.provider = std::move(kept.quarantined.provider);
    webhook.events = std::move(events);
    for (const IncomingEvent& event : webhook.events) {
        webhook.encoded.push_back(encode_event(event));
    }
    webhook.content_type = std::move(kept.content.content_type);
    webhook.compressed_body = std::move(kept.content.compressed_body);
    webhook.byte_count = kept.content.byte_count;
    webhook.received_at = kept.quarantined.received_at;
    webhook.processing_id = processing_id;
    return webhook;
}

Result<ReplayedBody> commit_again(Connection& connection, SettingsCache& settings,
                                  const IncomingWebhook& webhook, Uuid public_id, Instant now) {
    // Discarded or replayed since it was read.
    if (!lock_waiting_quarantined(connection, webhook.tenant, public_id)) {
        return fail(ErrorCode::conflict,
                    "The webhook has become an event or was discarded meanwhile.");
    }
    const auto kept = find_quarantined(connection, webhook.tenant, public_id);
    hold_tariffs(connection);
    const BatchResult result =
        commit_batch(connection, {&webhook, 1}, *settings.within(connection), now);
    mark_replayed(connection, webhook.tenant, *kept, webhook.events.front().event.execution_id,
                  result.webhooks.front().event_id, now);
    const auto replayed = find_quarantined(connection, webhook.tenant, public_id);
    StreamChanges changes;
    changes.add(StreamedQuarantine{public_id, false});
    append_to_stream(connection, {{webhook.tenant, changes}}, now);
    return ReplayedBody{replayed.value(), result.jobs_requested};
}

}  // namespace

Result<ReplayedBody> replay_quarantined(Database& database, SettingsCache& settings,
                                        TenantId tenant, Uuid public_id,
                                        std::string_view processing_id, Instant now,
                                        const std::function<void(Connection&)>& also) {
    auto kept = database.read(
        [&](Connection& connection) { return read_kept(connection, tenant, public_id); });
    if (!kept) return tl::make_unexpected(std::move(kept.error()));
    auto events = understand_again(*kept);
    if (!events) return tl::make_unexpected(std::move(events.error()));
    const IncomingWebhook webhook =
        incoming_again(tenant, std::move(*kept), std::move(*events), processing_id);
    try {
        return database.write([&](Connection& connection) {
            auto replayed = commit_again(connection, settings, webhook, public_id, now);
            if (replayed) also(connection);
            return replayed;
        });
    } catch (const DataError&) {
        return fail(ErrorCode::conflict, "The database still refuses what the body holds.");
    }
}

}  // namespace callfold
