#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/address_range.h"
#include "base/result.h"
#include "storage/list_page.h"

namespace callfold {

// A header that every webhook to an endpoint must carry.
struct RequiredHeader {
    std::string name;         // in any case
    std::string secret_hash;  // SHA-256 of its whole value

    bool operator==(const RequiredHeader&) const = default;
};

// `invalid_argument`, in words, for a name that is no header's (RFC 9110 token, 100 characters at
// most) and for a secret that has less than 8 or more than 500 visible ASCII characters.
Result<RequiredHeader> required_header(std::string name, std::string_view secret);

// Reads addresses and ranges as people write them (base/address_range); `invalid_argument` names
// the place of the first one that is none, or says that there are more than 100.
Result<std::vector<AddressRange>> parse_allow_from(const std::vector<std::string>& ranges);

// What people decide about an endpoint.
struct EndpointFields {
    std::optional<std::string> name;
    std::vector<AddressRange> allow_from;  // empty: from everywhere
    std::optional<RequiredHeader> header;
    bool enabled = true;
};

// A webhook address without its token, of which only the SHA-256 is stored.
struct Endpoint {
    EndpointId id;
    Uuid public_id;
    std::string provider;
    EndpointFields fields;
    std::string token_prefix;  // the first characters, for people to tell endpoints apart
    std::optional<Instant> first_webhook_at;
    std::optional<Instant> last_webhook_at;
    Instant created_at;
    Instant updated_at;
};

struct EndpointWithToken {
    Endpoint endpoint;
    std::string token;  // "wh_…": shown to whoever asked, and never again

    // "/webhooks/{provider}/{token}"
    std::string path() const;
};

// Makes an endpoint, enabled or not. That the provider is known is checked before
// (pipeline/known_providers).
EndpointWithToken create_endpoint(Connection& connection, TenantId tenant,
                                  const std::string& provider, const EndpointFields& fields,
                                  Instant now);

// Disabled ones included.
ListPage<Endpoint> list_endpoints(Connection& connection, TenantId tenant, const PageRange& range);

// `not_found`, in words, when the tenant has no such endpoint; so do the next two.
Result<Endpoint> require_endpoint(Connection& connection, TenantId tenant, const Uuid& public_id);

// Writes all fields. An endpoint that is not enabled answers 404; what arrived through it stays.
Result<Endpoint> update_endpoint(Connection& connection, TenantId tenant, const Uuid& public_id,
                                 const EndpointFields& fields, Instant now);

// Gives it a new token; the old one means nothing from then on.
Result<EndpointWithToken> rotate_endpoint(Connection& connection, TenantId tenant,
                                          const Uuid& public_id, Instant now);

}  // namespace callfold
