#include "domain/audit.h"

#include <cstdlib>

#include "domain/words.h"

namespace callfold {
namespace {

struct ActionWords {
    std::string_view action;
    std::string_view subject_kind;
};

ActionWords words_of(AuditAction action) {
    switch (action) {
        case AuditAction::agent_update:
            return {"agent.update", "agent"};
        case AuditAction::call_analyze:
            return {"call.analyze", "call"};
        case AuditAction::contact_update:
            return {"contact.update", "contact"};
        case AuditAction::contact_delete:
            return {"contact.delete", "contact"};
        case AuditAction::contact_erase:
            return {"contact.erase", "contact"};
        case AuditAction::delivery_replay:
            return {"delivery.replay", "delivery"};
        case AuditAction::endpoint_create:
            return {"endpoint.create", "endpoint"};
        case AuditAction::endpoint_update:
            return {"endpoint.update", "endpoint"};
        case AuditAction::endpoint_disable:
            return {"endpoint.disable", "endpoint"};
        case AuditAction::endpoint_rotate:
            return {"endpoint.rotate", "endpoint"};
        case AuditAction::job_retry:
            return {"job.retry", "job"};
        case AuditAction::key_create:
            return {"key.create", "key"};
        case AuditAction::key_revoke:
            return {"key.revoke", "key"};
        case AuditAction::member_create:
            return {"member.create", "member"};
        case AuditAction::member_update:
            return {"member.update", "member"};
        case AuditAction::member_remove:
            return {"member.remove", "member"};
        case AuditAction::member_password:
            return {"member.password", "member"};
        case AuditAction::model_resume:
            return {"model.resume", "tenant"};
        case AuditAction::notification_rule_update:
            return {"notification-rule.update", "tenant"};
        case AuditAction::quarantine_replay:
            return {"quarantine.replay", "quarantined"};
        case AuditAction::quarantine_discard:
            return {"quarantine.discard", "quarantined"};
        case AuditAction::session_start:
            return {"session.start", "member"};
        case AuditAction::session_end:
            return {"session.end", "member"};
        case AuditAction::session_look_at:
            return {"session.look-at", "tenant"};
        case AuditAction::subscription_create:
            return {"subscription.create", "subscription"};
        case AuditAction::subscription_update:
            return {"subscription.update", "subscription"};
        case AuditAction::subscription_rotate:
            return {"subscription.rotate", "subscription"};
        case AuditAction::subscription_remove:
            return {"subscription.remove", "subscription"};
        case AuditAction::tariff_create:
            return {"tariff.create", "tariff"};
        case AuditAction::tenant_create:
            return {"tenant.create", "tenant"};
        case AuditAction::tenant_update:
            return {"tenant.update", "tenant"};
        case AuditAction::transfer_create:
            return {"transfer.create", "transfer"};
    }
    std::abort();
}

}  // namespace

std::string_view to_string(AuditAction action) {
    return words_of(action).action;
}

std::optional<AuditAction> parse_audit_action(std::string_view word) {
    return parse_word(word, AuditAction::transfer_create);
}

std::string_view subject_kind_of(AuditAction action) {
    return words_of(action).subject_kind;
}

}  // namespace callfold
