#include "storage/endpoints.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "storage/settings.h"
#include "storage/statements/endpoints.h"

namespace callfold {
namespace {

constexpr std::size_t prefix_length = 7;  // "wh_" and four more
constexpr std::size_t header_name_max = 100;
constexpr std::size_t secret_min = 8;
constexpr std::size_t secret_max = 500;
constexpr std::size_t ranges_max = 100;
constexpr std::string_view token_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~";

Endpoint read_endpoint(const Row& row) {
    Endpoint endpoint;
    endpoint.id = row.id<EndpointId>(0);
    endpoint.public_id = row.uuid(1);
    endpoint.provider = row.text(2);
    endpoint.fields.name = row.optional_text(3);
    endpoint.token_prefix = row.text(4);
    for (const auto& range : nlohmann::json::parse(row.text(5))) {
        endpoint.fields.allow_from.push_back(AddressRange::parse(range.get<std::string>()).value());
    }
    if (!row.is_null(6)) {
        endpoint.fields.header = RequiredHeader{std::string(row.text(6)), std::string(row.blob(7))};
    }
    endpoint.fields.enabled = row.boolean(8);
    endpoint.created_at = row.instant(9);
    endpoint.updated_at = row.instant(10);
    endpoint.first_webhook_at = row.optional_instant(11);
    endpoint.last_webhook_at = row.optional_instant(12);
    return endpoint;
}

std::string encode(const std::vector<AddressRange>& ranges) {
    nlohmann::json encoded = nlohmann::json::array();
    for (const AddressRange& range : ranges)
        encoded.push_back(range.text());
    return encoded.dump();
}

// The columns of a required header: both null or none.
struct HeaderColumns {
    Parameter name = Null{};
    Parameter secret_hash = Null{};
};

HeaderColumns columns_of(const std::optional<RequiredHeader>& header) {
    if (!header) return {};
    return {parameter(header->name), Blob{header->secret_hash}};
}

bool is_visible(char character) {
    return character > ' ' && character <= '~';
}

}  // namespace

Result<RequiredHeader> required_header(std::string name, std::string_view secret) {
    if (name.empty() || name.size() > header_name_max ||
        name.find_first_not_of(token_characters) != std::string::npos) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("The header's name must be one that HTTP allows, with 1 to {} "
                                "characters, such as X-Webhook-Secret.",
                                header_name_max));
    }
    if (secret.size() < secret_min || secret.size() > secret_max ||
        !std::all_of(secret.begin(), secret.end(), is_visible)) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("The header's secret must have {} to {} visible ASCII characters.",
                                secret_min, secret_max));
    }
    return RequiredHeader{std::move(name), sha256(secret)};
}

Result<std::vector<AddressRange>> parse_allow_from(const std::vector<std::string>& ranges) {
    if (ranges.size() > ranges_max) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("At most {} address ranges can be allowed.", ranges_max));
    }
    std::vector<AddressRange> parsed;
    for (const std::string& text : ranges) {
        auto range = AddressRange::parse(text);
        if (!range) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("Entry {} of the allowed addresses is neither an IP address "
                                    "nor a range such as 203.0.113.0/24.",
                                    parsed.size() + 1));
        }
        parsed.push_back(std::move(*range));
    }
    return parsed;
}

std::string EndpointWithToken::path() const {
    return fmt::format("/webhooks/{}/{}", endpoint.provider, token);
}

EndpointWithToken create_endpoint(Connection& connection, TenantId tenant,
                                  const std::string& provider, const EndpointFields& fields,
                                  Instant now) {
    const Uuid public_id = new_uuid(now);
    std::string token = new_secret("wh_");
    const std::string hash = sha256(token);
    const std::string allow_from = encode(fields.allow_from);
    const HeaderColumns header = columns_of(fields.header);
    execute(connection, sql::insert_endpoint, public_id, tenant, provider, fields.name,
            token.substr(0, prefix_length), Blob{hash}, Json{allow_from}, header.name,
            header.secret_hash, now, fields.enabled);
    raise_settings_version(connection);
    return {require_endpoint(connection, tenant, public_id).value(), std::move(token)};
}

ListPage<Endpoint> list_endpoints(Connection& connection, TenantId tenant, const PageRange& range) {
    return query_page<Endpoint>(connection, sql::list_endpoints, range, read_endpoint, tenant);
}

Result<Endpoint> require_endpoint(Connection& connection, TenantId tenant, const Uuid& public_id) {
    std::optional<Endpoint> endpoint;
    query(
        connection, sql::select_endpoint, [&](const Row& row) { endpoint = read_endpoint(row); },
        tenant, public_id);
    if (!endpoint) return fail(ErrorCode::not_found, "No endpoint has this id.");
    return std::move(*endpoint);
}

Result<Endpoint> update_endpoint(Connection& connection, TenantId tenant, const Uuid& public_id,
                                 const EndpointFields& fields, Instant now) {
    const std::string allow_from = encode(fields.allow_from);
    const HeaderColumns header = columns_of(fields.header);
    execute(connection, sql::update_endpoint, tenant, public_id, fields.name, Json{allow_from},
            header.name, header.secret_hash, fields.enabled, now);
    raise_settings_version(connection);
    return require_endpoint(connection, tenant, public_id);
}

Result<EndpointWithToken> rotate_endpoint(Connection& connection, TenantId tenant,
                                          const Uuid& public_id, Instant now) {
    std::string token = new_secret("wh_");
    const std::string hash = sha256(token);
    execute(connection, sql::rotate_endpoint, tenant, public_id, token.substr(0, prefix_length),
            Blob{hash}, now);
    auto endpoint = require_endpoint(connection, tenant, public_id);
    if (!endpoint) return tl::make_unexpected(endpoint.error());
    raise_settings_version(connection);
    return EndpointWithToken{std::move(*endpoint), std::move(token)};
}

}  // namespace callfold
