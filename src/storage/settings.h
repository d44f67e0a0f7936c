#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/address_range.h"
#include "domain/fold.h"
#include "storage/connection.h"

namespace callfold {

// What a tenant does below a zero balance: analyse on, or hold the jobs until it is above zero
// again.
enum class BelowZero { run, hold };

std::string_view to_string(BelowZero below_zero);
std::optional<BelowZero> parse_below_zero(std::string_view word);

struct TenantSettings {
    TenantId id;
    Uuid public_id;
    std::string name;
    std::string time_zone;  // IANA: "Asia/Kolkata"
    FoldRules rules;        // default region and tariffs
    BelowZero below_zero = BelowZero::run;
    std::optional<std::int64_t> daily_token_budget;
    std::optional<int> retention_days;  // null: the server's default
    bool disabled = false;
    bool has_subscriptions = false;  // one that is enabled
};

struct EndpointSettings {
    EndpointId id;
    TenantId tenant;
    std::string provider;
    std::vector<AddressRange> allow_from;    // empty: from everywhere
    std::optional<std::string> header_name;  // a header that must carry the secret
    std::string header_secret_hash;          // SHA-256
};

// What people set for an agent; absent for agents that nobody touched.
struct AgentSettings {
    std::optional<std::string> name;
    std::optional<Region> region;
    std::optional<std::string> prompt_individual;
    std::optional<std::string> prompt_complete;
};

// All settings at one version: the copy that the server works with.
struct Settings {
    std::int64_t version = 0;
    std::map<TenantId, TenantSettings> tenants;
    std::unordered_map<std::string, EndpointSettings> endpoints;  // by the SHA-256 of the token
    std::unordered_map<AgentId, AgentSettings> agents;

    // The tenant must exist: rows are tied to it.
    const TenantSettings& tenant(TenantId id) const { return tenants.at(id); }
    // The region that reads national numbers of this agent's calls.
    std::optional<Region> region_for(TenantId tenant, std::optional<AgentId> agent) const;
};

std::int64_t settings_version(Connection& connection);
Settings read_settings(Connection& connection);
// Until the end of the transaction nobody else edits what people set up for the tenant: before the
// row is read that an edit changes.
void lock_settings(Connection& connection, TenantId tenant);
// To be called in the transaction of every change to tenants, tariffs, endpoints, keys, agents and
// subscriptions.
void raise_settings_version(Connection& connection);

}  // namespace callfold
