#include "http/routes/subscriptions.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domain/delivery_schedule.h"
#include "domain/webhook_signature.h"
#include "domain/webhook_url.h"
#include "http/body_reader.h"
#include "http/codec/delivery.h"
#include "http/codec/subscription.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"
#include "storage/delivery_queries.h"
#include "storage/outgoing_messages.h"

namespace callfold::http {
namespace {

constexpr std::size_t event_types_max = 20;

Result<std::vector<OutgoingEvent>> read_events(const std::vector<std::string>& words) {
    std::vector<OutgoingEvent> events;
    for (const std::string& word : words) {
        const auto event = parse_outgoing_event(word);
        if (!event || event == OutgoingEvent::test) {
            return fail(ErrorCode::invalid_argument,
                        "`event_types` holds something that is no type of event.");
        }
        if (std::find(events.begin(), events.end(), *event) == events.end()) {
            events.push_back(*event);
        }
    }
    if (events.empty() || words.size() > event_types_max) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`event_types` must be a list of 1 to {} types of events.",
                                event_types_max));
    }
    return events;
}

// What was sent of the fields, over `fields`.
Result<void> read_fields(BodyReader& reader, SubscriptionFields& fields) {
    reader.text("url", fields.url, {1, webhook_url_characters_max});
    reader.text_or_null("description", fields.description, {});
    const bool events_were_sent = reader.was_sent("event_types");
    std::vector<std::string> words;
    reader.texts("event_types", words);
    if (auto read = reader.finish(); !read) return read;
    if (auto checked = check_webhook_url(fields.url); !checked) return checked;
    if (!events_were_sent) return {};
    auto events = read_events(words);
    if (!events) return tl::make_unexpected(events.error());
    fields.events = std::move(*events);
    return {};
}

Result<Response> list(const SubscriptionDeps& deps, const ApiRequest& request) {
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto page = list_subscriptions(connection, tenant.id, *range);
        auto rows = nlohmann::json::array();
        for (const Subscription& subscription : page.items)
            rows.push_back(subscription_json(subscription, tenant.public_id, deps.clock.now()));
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> create(const SubscriptionDeps& deps, const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    BodyReader reader(*body);
    reader.require("url");
    reader.require("event_types");
    SubscriptionFields fields;
    if (auto read = read_fields(reader, fields); !read) return tl::make_unexpected(read.error());
    const std::string secret = new_webhook_secret();
    const std::string sealed = deps.secrets.seal(secret);
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        return create_subscription(connection, tenant.id, fields, sealed, now)
            .map([&](const Subscription& made) {
                record_change(connection, request.identity, tenant.id,
                              AuditAction::subscription_create, made.public_id, {}, now);
                return json_response(
                    subscription_with_secret_json(made, tenant.public_id, secret, now), 201);
            });
    });
}

Result<Response> show(const SubscriptionDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        return require_subscription(connection, tenant.id, *id).map([&](const Subscription& found) {
            return json_response(subscription_json(found, tenant.public_id, deps.clock.now()));
        });
    });
}

Result<Response> edit(const SubscriptionDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        lock_settings(connection, tenant.id);
        auto before = require_subscription(connection, tenant.id, *id);
        if (!before) return tl::make_unexpected(before.error());
        SubscriptionFields fields = std::move(before->fields);
        BodyReader reader(*body);
        reader.require_any();
        reader.boolean("enabled", fields.enabled);
        if (auto read = read_fields(reader, fields); !read) {
            return tl::make_unexpected(read.error());
        }
        return update_subscription(connection, tenant.id, *id, fields, now)
            .map([&](const Subscription& edited) {
                record_change(connection, request.identity, tenant.id,
                              AuditAction::subscription_update, *id, field_names(*body), now);
                return json_response(subscription_json(edited, tenant.public_id, now));
            });
    });
}

Result<Response> remove(const SubscriptionDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const TenantId tenant = request.identity.tenant;
        const auto found = require_subscription(connection, tenant, *id);
        if (!found) return tl::make_unexpected(found.error());
        delete_subscription(connection, tenant, found->id);
        record_change(connection, request.identity, tenant, AuditAction::subscription_remove, *id,
                      {}, deps.clock.now());
        return Response{204, "", "", {}};
    });
}

Result<Response> rotate(const SubscriptionDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const std::string secret = new_webhook_secret();
    const std::string sealed = deps.secrets.seal(secret);
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        return rotate_subscription(connection, tenant.id, *id, sealed, now + secret_overlap, now)
            .map([&](const Subscription& rotated) {
                record_change(connection, request.identity, tenant.id,
                              AuditAction::subscription_rotate, *id, {}, now);
                return json_response(
                    subscription_with_secret_json(rotated, tenant.public_id, secret, now));
            });
    });
}

Result<Response> send_test(const SubscriptionDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const Instant now = deps.clock.now();
    auto response = deps.database.write([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto found = require_subscription(connection, tenant.id, *id);
        if (!found) return tl::make_unexpected(found.error());
        if (!found->fields.enabled) {
            return fail(ErrorCode::conflict, "The subscription is disabled. Enable it first.");
        }
        send_message(connection,
                     {tenant.id, OutgoingEvent::test, "test/" + new_uuid(now).text(), std::nullopt,
                      std::nullopt, test_payload(now)},
                     {{found->id}, {}}, now);
        const auto delivery = newest_delivery(connection, tenant.id);
        return json_response(delivery_json(delivery.value(), tenant.public_id), 202);
    });
    if (response) deps.wake_deliveries();
    return response;
}

}  // namespace

std::vector<Route> subscription_routes(const SubscriptionDeps& deps) {
    return {
        {"GET", "/v1/subscriptions", Access::tenant, handler_with(deps, list), {"limit", "cursor"}},
        {"POST", "/v1/subscriptions", Access::owner, handler_with(deps, create)},
        {"GET", "/v1/subscriptions/{id}", Access::tenant, handler_with(deps, show)},
        {"PATCH", "/v1/subscriptions/{id}", Access::owner, handler_with(deps, edit)},
        {"DELETE", "/v1/subscriptions/{id}", Access::owner, handler_with(deps, remove)},
        {"POST", "/v1/subscriptions/{id}/rotate", Access::owner, handler_with(deps, rotate)},
        {"POST", "/v1/subscriptions/{id}/test", Access::owner, handler_with(deps, send_test)},
    };
}

}  // namespace callfold::http
