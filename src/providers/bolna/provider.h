#pragma once

#include "providers/provider.h"

namespace callfold {

// Bolna (https://www.bolna.ai/docs): posts the whole execution record as JSON at every change of
// status. It signs nothing ("There is no HMAC signature on webhook payloads", docs,
// concepts/security), so that every request is accepted here; the endpoint's token, secret header
// and allow-list protect it.
class BolnaProvider final : public Provider {
  public:
    std::string_view name() const override { return "bolna"; }
    Authentication authenticate(const WebhookRequest& request,
                                std::string_view signing_secret) const override;
    // JSON under any of its names, and a missing type.
    bool reads_content_type(std::string_view content_type) const override;
    WebhookContent understand(const WebhookRequest& request) const override;
};

}  // namespace callfold
