#include "domain/contact.h"

#include <tuple>

namespace callfold {
namespace {

std::optional<std::string> verified_value(const std::optional<Claim>& claim) {
    if (!claim || !claim->verified) return std::nullopt;
    return claim->text;
}

bool ended_before(const ContactClaims& left, const ContactClaims& right) {
    return std::tie(left.ended_at, left.call_row) < std::tie(right.ended_at, right.call_row);
}

// Gives `field` what the last call that has a value says.
void take_latest(ContactField& field, const std::vector<ContactClaims>& claims,
                 std::optional<std::string> ContactClaims::*value) {
    if (field.edited_by_person) return;
    const ContactClaims* latest = nullptr;
    for (const ContactClaims& call : claims) {
        if (call.*value && (latest == nullptr || ended_before(*latest, call))) latest = &call;
    }
    field.value = latest == nullptr ? std::nullopt : latest->*value;
}

}  // namespace

ContactClaims contact_claims(const Assessment& assessment) {
    ContactClaims claims;
    claims.name = verified_value(assessment.customer_name);
    claims.email = verified_value(assessment.customer_email);
    return claims;
}

ContactFields merge_contact(ContactFields current, const std::vector<ContactClaims>& claims) {
    take_latest(current.name, claims, &ContactClaims::name);
    take_latest(current.email, claims, &ContactClaims::email);
    return current;
}

}  // namespace callfold
