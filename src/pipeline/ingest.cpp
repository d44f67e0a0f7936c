#include "pipeline/ingest.h"

#include "base/compression.h"
#include "base/crypto.h"
#include "base/log.h"
#include "providers/registry.h"

namespace callfold {
namespace {

constexpr std::string_view no_signing_secret;

prometheus::Counter& rejected(Metrics& metrics, const char* reason) {
    return metrics.counter("callfold_webhooks_rejected_total", "Webhooks that were not stored",
                           {{"reason", reason}});
}

bool carries_secret(const WebhookArrival& arrival, const EndpointSettings& endpoint) {
    if (!endpoint.header_name) return true;
    return equal_in_constant_time(sha256(arrival.header(*endpoint.header_name)),
                                  endpoint.header_secret_hash);
}

IncomingWebhook incoming_webhook(const WebhookArrival& arrival, const EndpointSettings& endpoint) {
    IncomingWebhook webhook;
    webhook.tenant = endpoint.tenant;
    webhook.endpoint = endpoint.id;
    webhook.provider = arrival.provider;
    webhook.content_type = arrival.content_type;
    webhook.compressed_body = compress(arrival.body);
    webhook.byte_count = arrival.body.size();
    webhook.received_at = arrival.received_at;
    webhook.processing_id = arrival.processing_id;
    return webhook;
}

}  // namespace

Ingest::Ingest(SettingsCache& settings, Committer& committer, Metrics& metrics)
    : settings_(settings),
      committer_(committer),
      unknown_token_(rejected(metrics, "unknown_token")),
      unauthenticated_(rejected(metrics, "unauthenticated")),
      forbidden_(rejected(metrics, "forbidden_address")),
      unreadable_(rejected(metrics, "unreadable")),
      unavailable_(rejected(metrics, "unavailable")) {}

void Ingest::receive(const WebhookArrival& arrival, const AnswerWebhook& answer) {
    const Provider* provider = find_provider(arrival.provider);
    const auto endpoint = provider == nullptr
                              ? std::nullopt
                              : settings_.endpoint(sha256(arrival.token), arrival.received_at);
    if (!endpoint || endpoint->provider != arrival.provider) {
        unknown_token_.Increment();
        return refuse(
            answer, ErrorCode::not_found,
            "This webhook address is unknown or disabled. Copy the address of the endpoint "
            "again, or make a new one with `callfold endpoint add`.");
    }
    if (!endpoint->allow_from.empty() && !contains(endpoint->allow_from, arrival.client_address)) {
        forbidden_.Increment();
        return refuse(answer, ErrorCode::permission_denied,
                      "This source address is not on the endpoint's allow-list.");
    }
    if (!carries_secret(arrival, *endpoint)) {
        unauthenticated_.Increment();
        return refuse(answer, ErrorCode::unauthenticated,
                      "The endpoint's secret header is missing or has another value.");
    }
    accept(arrival, *endpoint, *provider, answer);
}

void Ingest::accept(const WebhookArrival& arrival, const EndpointSettings& endpoint,
                    const Provider& provider, const AnswerWebhook& answer) {
    const WebhookRequest request{arrival.method, arrival.public_url,  arrival.content_type,
                                 arrival.body,   arrival.received_at, arrival.header};
    if (provider.authenticate(request, no_signing_secret) != Authentication::accepted) {
        unauthenticated_.Increment();
        return refuse(answer, ErrorCode::unauthenticated,
                      "The signature is missing, wrong or too old.");
    }
    if (!provider.reads_content_type(arrival.content_type)) {
        unreadable_.Increment();
        return refuse(answer, ErrorCode::unsupported_media,
                      "This content type is not understood. Send application/json.");
    }
    WebhookContent content = provider.understand(request);
    if (const auto* unreadable = std::get_if<Unreadable>(&content)) {
        unreadable_.Increment();
        return refuse(answer, ErrorCode::invalid_argument, unreadable->reason,
                      unreadable->byte_offset);
    }
    IncomingWebhook webhook = incoming_webhook(arrival, endpoint);
    std::optional<std::string> body;
    if (auto* understood = std::get_if<Understood>(&content)) {
        webhook.events = std::move(understood->events);
        for (const IncomingEvent& event : webhook.events) {
            webhook.encoded.push_back(encode_event(event));
        }
        body = std::move(understood->answer);
    } else {
        webhook.quarantine_reason = std::get<NoExecutionId>(content).reason;
    }
    const bool queued = committer_.enqueue(
        std::move(webhook), [answer, body = std::move(body)](const Result<Committed>& committed) {
            if (committed) return answer(WebhookAnswer{*committed, body});
            answer(tl::make_unexpected(WebhookRefusal{committed.error(), std::nullopt}));
        });
    if (!queued) {
        unavailable_.Increment();
        refuse(answer, ErrorCode::unavailable,
               "Too many webhooks are waiting. Send it again in a moment.");
    }
}

void Ingest::refuse(const AnswerWebhook& answer, ErrorCode code, std::string message,
                    std::optional<std::size_t> byte_offset) {
    answer(tl::make_unexpected(WebhookRefusal{{code, std::move(message)}, byte_offset}));
}

}  // namespace callfold
