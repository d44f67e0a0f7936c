#pragma once

#include <optional>
#include <string_view>

namespace callfold {

// What somebody did that changed something. Stored as words; do not rename.
enum class AuditAction {
    agent_update,
    call_analyze,
    contact_update,
    contact_delete,
    contact_erase,
    delivery_replay,
    endpoint_create,
    endpoint_update,
    endpoint_disable,
    endpoint_rotate,
    job_retry,
    key_create,
    key_revoke,
    member_create,
    member_update,
    member_remove,
    member_password,
    model_resume,
    notification_rule_update,
    quarantine_replay,
    quarantine_discard,
    session_start,
    session_end,
    session_look_at,
    subscription_create,
    subscription_update,
    subscription_rotate,
    subscription_remove,
    tariff_create,
    tenant_create,
    tenant_update,
    transfer_create,
};

// "endpoint.rotate"
std::string_view to_string(AuditAction action);
std::optional<AuditAction> parse_audit_action(std::string_view word);

// What kind of thing an action changes: "endpoint".
std::string_view subject_kind_of(AuditAction action);

}  // namespace callfold
