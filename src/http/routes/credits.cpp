#include "http/routes/credits.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "http/body_reader.h"
#include "http/codec/transfer.h"
#include "http/handler_with.h"
#include "http/json_values.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"
#include "http/routes/tariffs.h"
#include "pipeline/post_manual_transfer.h"
#include "storage/ledger_queries.h"

namespace callfold::http {
namespace {

constexpr std::string_view manual_kinds = "grant, top-up, bonus, refund or adjustment";

// Properties are in snake_case, the stored words of accounts are not.
std::string property_of(LedgerAccount account) {
    std::string name{to_string(account)};
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

// The lowest of the thresholds that the balance is at or below.
std::optional<Credits> threshold_reached(Credits balance) {
    std::optional<Credits> reached;
    for (const std::int64_t threshold_micro : balance_thresholds_micro) {
        const Credits threshold = Credits::from_micro(threshold_micro);
        if (balance <= threshold) reached = threshold;
    }
    return reached;
}

Result<Response> show(const CreditDeps& deps, const ApiRequest& request) {
    const Instant now = deps.clock.now();
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        nlohmann::json body{
            {"user_id", json_value(tenant.public_id)},
            {"balance", json_value(tenant.balance)},
            {"threshold_reached", nullptr},
            {"accounts", nlohmann::json::object()},
            {"tariff", tariff_json(tariff_valid_at(connection, tenant.id, now), tenant.public_id)},
        };
        if (const auto reached = threshold_reached(tenant.balance)) {
            body["threshold_reached"] = json_value(*reached);
        }
        for (const auto& [account, balance] : balances_of_accounts(connection, tenant.id)) {
            body["accounts"][property_of(account)] = json_value(balance);
        }
        return json_response(body);
    });
}

Result<TransferFilter> read_filter(const ApiRequest& request) {
    TransferFilter filter;
    ParameterErrors errors;
    errors.read(query_word(request, "kind", parse_transfer_kind), filter.kind);
    errors.read(query_instant(request, "from"), filter.from);
    errors.read(query_instant(request, "to"), filter.to);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    return filter;
}

Result<Response> list(const CreditDeps& deps, const ApiRequest& request) {
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    const auto filter = read_filter(request);
    if (!filter) return tl::make_unexpected(filter.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Uuid tenant = tenant_of_row(connection, request.identity.tenant).public_id;
        const auto page = list_transfers(connection, request.identity.tenant, *filter, *range);
        nlohmann::json rows = nlohmann::json::array();
        for (const ListedTransfer& listed : page.items) {
            rows.push_back(transfer_json(listed.posted, tenant, listed.call));
        }
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> create(const CreditDeps& deps, const ApiRequest& request) {
    const std::string key{request.http.header("Idempotency-Key")};
    if (key.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "Send a header `Idempotency-Key` that names this transfer.");
    }
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    BodyReader reader(*body);
    reader.require("kind");
    reader.require("amount");
    std::optional<Uuid> user_id;
    TransferKind kind = TransferKind::grant;
    Credits amount;
    reader.id("user_id", user_id);
    reader.word("kind", kind, parse_transfer_kind, manual_kinds);
    reader.credits("amount", amount);
    if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
    const auto tenant = deps.database.read([&](Connection& connection) {
        return requested_tenant(connection, request.identity, user_id);
    });
    if (!tenant) return tl::make_unexpected(tenant.error());
    const Instant now = deps.clock.now();
    const auto also = [&](Connection& connection, const Uuid& transfer) {
        record_change(connection, request.identity, tenant->id, AuditAction::transfer_create,
                      transfer, {}, now);
    };
    return post_manual_transfer(deps.database, tenant->id, kind, amount, key, now, also)
        .map([&](const ManualTransfer& transfer) {
            return json_response(transfer_json(transfer.posted, tenant->public_id, std::nullopt),
                                 transfer.is_new ? 201 : 200);
        });
}

}  // namespace

std::vector<Route> credit_routes(const CreditDeps& deps) {
    return {
        {"GET", "/v1/credits", Access::tenant, handler_with(deps, show)},
        {"GET",
         "/v1/credits/transfers",
         Access::tenant,
         handler_with(deps, list),
         {"kind", "from", "to", "limit", "cursor"}},
        {"POST", "/v1/credits/transfers", Access::admin, handler_with(deps, create)},
    };
}

}  // namespace callfold::http
