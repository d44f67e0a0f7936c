#include "domain/webhook_signature.h"

#include <fmt/format.h>

#include "base/base64.h"
#include "base/crypto.h"

namespace callfold {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t secret_bytes = 32;

}  // namespace

std::string new_webhook_secret() {
    return std::string(secret_prefix) + to_base64(random_bytes(secret_bytes));
}

std::string webhook_timestamp(Instant sent_at) {
    return std::to_string(std::chrono::floor<seconds>(sent_at).time_since_epoch().count());
}

std::string webhook_signature(std::string_view secret, std::string_view id, Instant sent_at,
                              std::string_view body) {
    const std::string key = from_base64(secret.substr(secret_prefix.size())).value();
    return "v1," + to_base64(hmac_sha256(
                       key, fmt::format("{}.{}.{}", id, webhook_timestamp(sent_at), body)));
}

}  // namespace callfold
