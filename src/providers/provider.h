#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "domain/event.h"
#include "domain/transcript.h"

namespace callfold {

// A webhook request as a provider's adapter sees it: raw bytes, so that signatures can be checked
// over what was really sent. The views live as long as the request.
struct WebhookRequest {
    std::string_view method;      // "POST", or "GET" for platforms that send a query
    std::string_view public_url;  // as the platform called it: scheme, host, path, query
    std::string_view content_type;
    std::string_view body;
    Instant received_at;
    // The value of a header, by name in any case; empty when it is absent.
    std::function<std::string_view(std::string_view name)> header;
};

enum class Authentication {
    accepted,
    missing_signature,
    wrong_signature,
    expired_signature,
};

// One event of a webhook, and the words that came with it (their digest is in the event's facts).
struct IncomingEvent {
    CallEvent event;
    std::optional<Transcript> transcript;
};

// What a webhook says. Most hold one event; some platforms send several, or none.
struct Understood {
    std::vector<IncomingEvent> events;
    // For platforms whose event wants an answer: the body of the 200. Else ours is sent.
    std::optional<std::string> answer;
};

// Good JSON (or form) without an id to hang it on: goes to quarantine.
struct NoExecutionId {
    std::string reason;  // for people: what is missing
};

// Not readable at all: answered 400.
struct Unreadable {
    std::string reason;                      // for the sender: what is wrong
    std::optional<std::size_t> byte_offset;  // where
};

using WebhookContent = std::variant<Understood, NoExecutionId, Unreadable>;

// One voice platform. Knows nothing of tenants, endpoints, storage or time zones of tenants.
// Implementations are stateless and thread-safe.
class Provider {
  public:
    virtual ~Provider() = default;

    // The word in webhook addresses and in the column `provider`: "bolna".
    virtual std::string_view name() const = 0;

    // Checks the platform's own signature with the endpoint's signing secret (empty: none is set).
    // A platform that does not sign accepts; allow-lists and secret headers are the endpoint's
    // business.
    virtual Authentication authenticate(const WebhookRequest& request,
                                        std::string_view signing_secret) const = 0;

    // Whether a body of this content type can be read; a missing type (empty) is the adapter's
    // choice.
    virtual bool reads_content_type(std::string_view content_type) const = 0;

    // Turns the body into events. Fields of a wrong type, impossible times and numbers are dropped
    // and named in the event's `warnings`. Digests are filled in.
    virtual WebhookContent understand(const WebhookRequest& request) const = 0;
};

}  // namespace callfold
