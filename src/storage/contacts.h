#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "domain/contact.h"
#include "domain/phone.h"
#include "storage/list_page.h"

namespace callfold {

struct StoredContact {
    ContactId id;
    Uuid public_id;
    PhoneNumber number;
    ContactFields fields;
    bool auto_created = false;        // an analysis made it
    std::optional<Uuid> source_call;  // the call whose analysis that was, by its public id
    Instant created_at;
    Instant updated_at;
};

std::optional<StoredContact> contact_of_number(Connection& connection, TenantId tenant,
                                               const PhoneNumber& number);

// Makes the contact of a number from what analyses say, or updates it. Fields that a person edited
// stay as they are stored, whatever `fields` says. `source_call` is kept when it is made.
void keep_contact(Connection& connection, TenantId tenant, const PhoneNumber& number,
                  const ContactFields& fields, std::optional<CallId> source_call, Instant now);

// Filters add up; an absent one lets everything pass.
struct ContactFilter {
    std::optional<PhoneNumber> number;
    // A part of the name, e-mail address, company or number, without regard to the case of ASCII
    // letters (with PostgreSQL: of all letters).
    std::optional<std::string> part;
};

ListPage<StoredContact> list_contacts(Connection& connection, TenantId tenant,
                                      const ContactFilter& filter, const PageRange& range);

// `not_found`, in words, when the tenant has no such contact; so does the next one.
Result<StoredContact> require_contact(Connection& connection, TenantId tenant,
                                      const Uuid& public_id);

// Writes all fields and their marks, as a person edited them.
Result<StoredContact> edit_contact(Connection& connection, TenantId tenant, const Uuid& public_id,
                                   const ContactFields& fields, Instant now);

// Removes the contact alone; a later analysis of its number may make one again. False when the
// tenant has no such contact.
bool delete_contact(Connection& connection, TenantId tenant, const Uuid& public_id);

}  // namespace callfold
