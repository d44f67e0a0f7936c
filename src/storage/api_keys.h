#pragma once

#include <optional>
#include <string>

#include "storage/list_page.h"

namespace callfold {

// An API key without its secret, of which only the SHA-256 is stored.
struct ApiKey {
    Uuid public_id;
    std::optional<std::string> name;
    std::string prefix;  // the first characters of the secret, for people to tell keys apart
    bool is_admin = false;
    Instant created_at;
};

struct NewApiKey {
    ApiKey key;
    std::string secret;  // "cf_…": shown to whoever asked, and never again
};

NewApiKey create_api_key(Connection& connection, TenantId tenant,
                         const std::optional<std::string>& name, bool is_admin, Instant now);

// Without those that are revoked.
ListPage<ApiKey> list_api_keys(Connection& connection, TenantId tenant, const PageRange& range);

// A key that is not revoked; nothing when the tenant has no such key.
std::optional<ApiKey> api_key_with_id(Connection& connection, TenantId tenant,
                                      const Uuid& public_id);

// For administrators: whose key it is, unless it is revoked.
std::optional<TenantId> tenant_of_api_key(Connection& connection, const Uuid& public_id);

// False when the tenant has no such key, or has revoked it before.
bool revoke_api_key(Connection& connection, TenantId tenant, const Uuid& public_id, Instant now);

}  // namespace callfold
