#include "storage/settings.h"

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "storage/statements/settings.h"

namespace callfold {
namespace {

std::optional<Region> region_of(const Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return Region::parse(row.text(column));
}

TenantSettings read_tenant(const Row& row) {
    TenantSettings tenant;
    tenant.id = row.id<TenantId>(0);
    tenant.public_id = row.uuid(1);
    tenant.name = row.text(2);
    tenant.time_zone = row.text(3);
    tenant.rules.region = region_of(row, 4);
    tenant.below_zero = parse_below_zero(row.text(5)).value();
    tenant.daily_token_budget = row.optional_integer(6);
    if (const auto days = row.optional_integer(7)) {
        tenant.retention_days = static_cast<int>(*days);
    }
    tenant.disabled = row.boolean(8);
    return tenant;
}

EndpointSettings read_endpoint(const Row& row) {
    EndpointSettings endpoint;
    endpoint.id = row.id<EndpointId>(0);
    endpoint.tenant = row.id<TenantId>(1);
    endpoint.provider = row.text(2);
    for (const auto& range : nlohmann::json::parse(row.text(4))) {
        endpoint.allow_from.push_back(AddressRange::parse(range.get<std::string>()).value());
    }
    endpoint.header_name = row.optional_text(5);
    if (!row.is_null(6)) endpoint.header_secret_hash = row.blob(6);
    return endpoint;
}

}  // namespace

std::string_view to_string(BelowZero below_zero) {
    switch (below_zero) {
        case BelowZero::run:
            return "run";
        case BelowZero::hold:
            return "hold";
    }
    std::abort();
}

std::optional<BelowZero> parse_below_zero(std::string_view word) {
    for (const BelowZero value : {BelowZero::run, BelowZero::hold}) {
        if (word == to_string(value)) return value;
    }
    return std::nullopt;
}

std::optional<Region> Settings::region_for(TenantId tenant_id, std::optional<AgentId> agent) const {
    if (agent) {
        const auto found = agents.find(*agent);
        if (found != agents.end() && found->second.region) return found->second.region;
    }
    return tenant(tenant_id).rules.region;
}

std::int64_t settings_version(Connection& connection) {
    std::int64_t version = 0;
    query(connection, sql::select_settings_version,
          [&](const Row& row) { version = row.integer(0); });
    return version;
}

Settings read_settings(Connection& connection) {
    Settings settings;
    settings.version = settings_version(connection);
    query(connection, sql::select_all_tenants, [&](const Row& row) {
        TenantSettings tenant = read_tenant(row);
        settings.tenants.emplace(tenant.id, std::move(tenant));
    });
    query(connection, sql::select_all_tariffs, [&](const Row& row) {
        // One that another node added since: the version tells that there is more to read.
        const auto tenant = settings.tenants.find(row.id<TenantId>(0));
        if (tenant == settings.tenants.end()) return;
        tenant->second.rules.tariffs.push_back({row.optional_instant(1), seconds{row.integer(2)},
                                                Credits::from_micro(row.integer(3))});
    });
    query(connection, sql::select_subscribed_tenants, [&](const Row& row) {
        settings.tenants.at(row.id<TenantId>(0)).has_subscriptions = true;
    });
    query(connection, sql::select_all_endpoints, [&](const Row& row) {
        settings.endpoints.emplace(std::string(row.blob(3)), read_endpoint(row));
    });
    query(connection, sql::select_agents_with_settings, [&](const Row& row) {
        settings.agents.emplace(row.id<AgentId>(0),
                                AgentSettings{row.optional_text(1), region_of(row, 2),
                                              row.optional_text(3), row.optional_text(4)});
    });
    return settings;
}

void lock_settings(Connection& connection, TenantId tenant) {
    execute(connection, sql::lock_settings, tenant);
}

void raise_settings_version(Connection& connection) {
    execute(connection, sql::raise_settings_version);
}

}  // namespace callfold
