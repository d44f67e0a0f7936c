#include "storage/notification_rules.h"

#include <nlohmann/json.hpp>

#include "storage/columns.h"
#include "storage/statements/notification_rules.h"

namespace callfold {
namespace {

// The columns after the kind.
NotificationRule read_rule(Columns& columns) {
    NotificationRule rule;
    rule.bell = columns.boolean();
    rule.email = columns.boolean();
    rule.subscriptions = columns.boolean();
    rule.emails = nlohmann::json::parse(columns.text()).get<std::vector<std::string>>();
    return rule;
}

}  // namespace

NotificationRule notification_rule(Connection& connection, TenantId tenant, NotificationKind kind) {
    NotificationRule rule;
    query(
        connection, sql::select_notification_rule,
        [&](const Row& row) {
            Columns columns{row, 1};
            rule = read_rule(columns);
        },
        tenant, to_string(kind));
    return rule;
}

std::map<NotificationKind, NotificationRule> notification_rules(Connection& connection,
                                                                TenantId tenant) {
    std::map<NotificationKind, NotificationRule> rules;
    for (const NotificationKind kind : all_notification_kinds())
        rules.emplace(kind, NotificationRule{});
    query(
        connection, sql::select_notification_rules,
        [&](const Row& row) {
            Columns columns{row};
            const NotificationKind kind = columns.word(parse_notification_kind);
            rules.insert_or_assign(kind, read_rule(columns));
        },
        tenant);
    return rules;
}

void set_notification_rule(Connection& connection, TenantId tenant, NotificationKind kind,
                           const NotificationRule& rule, Instant now) {
    const std::string emails = nlohmann::json(rule.emails).dump();
    execute(connection, sql::set_notification_rule, tenant, to_string(kind), rule.bell, rule.email,
            rule.subscriptions, Json{emails}, now);
}

}  // namespace callfold
