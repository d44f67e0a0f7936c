#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace callfold {

// Standard Webhooks: https://www.standardwebhooks.com. A secret is "whsec_" and the base64 of 24 to
// 64 bytes.

// A new secret of 32 random bytes.
std::string new_webhook_secret();

// What the header `webhook-signature` says of a message under one secret: "v1," and the base64 of
// the HMAC-SHA-256 of "{id}.{seconds since 1970}.{body}". A secret that is none is a bug.
std::string webhook_signature(std::string_view secret, std::string_view id, Instant sent_at,
                              std::string_view body);

// The time as the header `webhook-timestamp` has it.
std::string webhook_timestamp(Instant sent_at);

}  // namespace callfold
