#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/metrics.h"
#include "pipeline/committer.h"
#include "pipeline/settings_cache.h"

namespace callfold {

// A webhook request as it reached the server.
struct WebhookArrival {
    std::string_view provider;
    std::string_view token;
    std::string_view method;
    std::string_view public_url;
    std::string_view content_type;
    std::string_view body;
    std::string_view client_address;
    std::string_view processing_id;
    Instant received_at;
    std::function<std::string_view(std::string_view name)> header;
};

struct WebhookRefusal {
    Error error;
    std::optional<std::size_t> byte_offset;  // where the body stops making sense
};

struct WebhookAnswer {
    Committed committed;
    std::optional<std::string> body;  // for platforms whose event wants an answer
};

// Called exactly once: at once for what is refused, on the committer's thread for what is stored.
using AnswerWebhook = std::function<void(const Result<WebhookAnswer, WebhookRefusal>&)>;

// The way of a webhook up to the committer: endpoint, source, signature, understanding.
// Thread-safe; runs on the thread that read the request, and never waits for the database but for
// an unknown token.
class Ingest {
  public:
    Ingest(SettingsCache& settings, Committer& committer, Metrics& metrics);

    // What `arrival` points to is needed only until this returns.
    void receive(const WebhookArrival& arrival, const AnswerWebhook& answer);

  private:
    void accept(const WebhookArrival& arrival, const EndpointSettings& endpoint,
                const Provider& provider, const AnswerWebhook& answer);
    void refuse(const AnswerWebhook& answer, ErrorCode code, std::string message,
                std::optional<std::size_t> byte_offset = std::nullopt);

    SettingsCache& settings_;
    Committer& committer_;
    prometheus::Counter& unknown_token_;
    prometheus::Counter& unauthenticated_;
    prometheus::Counter& forbidden_;
    prometheus::Counter& unreadable_;
    prometheus::Counter& unavailable_;
};

}  // namespace callfold
