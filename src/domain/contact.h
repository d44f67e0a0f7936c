#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/analysis.h"

namespace callfold {

// A field of a contact: its value, and whether a person wrote it. What a person wrote, an empty
// value included, is never replaced.
struct ContactField {
    std::optional<std::string> value;
    bool edited_by_person = false;

    bool operator==(const ContactField&) const = default;
};

struct ContactFields {
    ContactField name;
    ContactField email;
    ContactField company;
    ContactField notes;

    bool operator==(const ContactFields&) const = default;
};

// What one analysed call says about the person, verified values only.
struct ContactClaims {
    std::optional<Instant> ended_at;
    std::int64_t call_row = 0;  // settles ties
    std::optional<std::string> name;
    std::optional<std::string> email;
};

// The verified values of an assessment; what was not found in the call is left out.
ContactClaims contact_claims(const Assessment& assessment);

// Each field without a person's edit gets the value of the analysed call that ended last and has
// one, or none. Pure; `claims` in any order.
ContactFields merge_contact(ContactFields current, const std::vector<ContactClaims>& claims);

}  // namespace callfold
