#include "http/routes/notification_rules.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domain/email.h"
#include "http/body_reader.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/record_change.h"
#include "storage/notification_rules.h"
#include "storage/tenants.h"

namespace callfold::http {
namespace {

constexpr std::size_t emails_max = 20;

nlohmann::json rule_json(NotificationKind kind, const NotificationRule& rule) {
    return {{"kind", to_string(kind)},
            {"title", title_of(kind)},
            {"bell", rule.bell},
            {"email", rule.email},
            {"subscriptions", rule.subscriptions},
            {"emails", rule.emails}};
}

Result<Response> show(const NotificationRuleDeps& deps, const ApiRequest& request) {
    return deps.database.read([&](Connection& connection) {
        auto rows = nlohmann::json::array();
        for (const auto& [kind, rule] : notification_rules(connection, request.identity.tenant))
            rows.push_back(rule_json(kind, rule));
        return json_response(
            {{"data", std::move(rows)}, {"email_available", deps.email_available}});
    });
}

Result<NotificationRule> read_rule(const nlohmann::json& body) {
    NotificationRule rule;
    BodyReader reader(body);
    for (const char* name : {"bell", "email", "subscriptions", "emails"})
        reader.require(name);
    reader.boolean("bell", rule.bell);
    reader.boolean("email", rule.email);
    reader.boolean("subscriptions", rule.subscriptions);
    reader.texts("emails", rule.emails);
    if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
    if (rule.emails.size() > emails_max) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`emails` may hold at most {} addresses.", emails_max));
    }
    if (!std::all_of(rule.emails.begin(), rule.emails.end(), is_email_address)) {
        return fail(ErrorCode::invalid_argument,
                    "`emails` holds something that is no e-mail address.");
    }
    if (rule.email && rule.emails.empty()) {
        return fail(ErrorCode::invalid_argument, "`email` needs an address in `emails`.");
    }
    return rule;
}

Result<Response> set(const NotificationRuleDeps& deps, const ApiRequest& request) {
    const auto kind = parse_notification_kind(request.path("kind"));
    if (!kind) return fail(ErrorCode::not_found, "There is no such kind of notification.");
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    const auto rule = read_rule(*body);
    if (!rule) return tl::make_unexpected(rule.error());
    if (rule->email && !deps.email_available) {
        return fail(ErrorCode::conflict,
                    "This server cannot send e-mail: it has no `smtp_url`. Set it, or leave "
                    "`email` false.");
    }
    const Instant now = deps.clock.now();
    deps.database.write([&](Connection& connection) {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        set_notification_rule(connection, tenant.id, *kind, *rule, now);
        record_change(connection, request.identity, tenant.id,
                      AuditAction::notification_rule_update, tenant.public_id,
                      {std::string(to_string(*kind))}, now);
    });
    return json_response(rule_json(*kind, *rule));
}

}  // namespace

std::vector<Route> notification_rule_routes(const NotificationRuleDeps& deps) {
    return {{"GET", "/v1/notification-rules", Access::tenant, handler_with(deps, show)},
            {"PUT", "/v1/notification-rules/{kind}", Access::owner, handler_with(deps, set)}};
}

}  // namespace callfold::http
