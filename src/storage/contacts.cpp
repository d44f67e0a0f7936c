#include "storage/contacts.h"

#include "storage/contact_parts.h"
#include "storage/statements/contacts.h"

namespace callfold {
namespace {

ContactField read_field(const Row& row, int column) {
    return {row.optional_text(column), row.boolean(column + 1)};
}

StoredContact read_contact(const Row& row) {
    StoredContact contact{
        row.id<ContactId>(0),
        row.uuid(1),
        PhoneNumber::from_e164(std::string(row.text(2))),
        {read_field(row, 3), read_field(row, 5), read_field(row, 7), read_field(row, 9)},
        row.boolean(11),
        std::nullopt,
        row.instant(12),
        row.instant(13)};
    if (!row.is_null(14)) contact.source_call = row.uuid(14);
    return contact;
}

}  // namespace

std::optional<StoredContact> contact_of_number(Connection& connection, TenantId tenant,
                                               const PhoneNumber& number) {
    std::optional<StoredContact> contact;
    query(
        connection, sql::select_contact_of_number,
        [&](const Row& row) { contact = read_contact(row); }, tenant, number.e164());
    return contact;
}

void keep_contact(Connection& connection, TenantId tenant, const PhoneNumber& number,
                  const ContactFields& fields, std::optional<CallId> source_call, Instant now) {
    execute(connection, sql::keep_contact, new_uuid(now), tenant, number.e164(), fields.name.value,
            fields.email.value, fields.company.value, fields.notes.value, source_call, now);
}

ListPage<StoredContact> list_contacts(Connection& connection, TenantId tenant,
                                      const ContactFilter& filter, const PageRange& range) {
    const auto list = [&](const Statement& statement, const auto&... values) {
        return query_page<StoredContact>(connection, statement, range, read_contact, tenant,
                                         values...);
    };
    std::optional<std::string> pattern;
    if (filter.part) pattern = pattern_around(*filter.part);
    if (filter.number) {
        return list(sql::list_contacts_of_number, filter.number->e164(), pattern);
    }
    if (filter.part) {
        if (const auto parts = contacts_query(connection.engine(), tenant, *filter.part))
            return list(sql::list_contacts_with_parts, pattern, *parts);
    }
    return list(sql::list_contacts, pattern);
}

Result<StoredContact> require_contact(Connection& connection, TenantId tenant,
                                      const Uuid& public_id) {
    std::optional<StoredContact> contact;
    query(
        connection, sql::select_contact, [&](const Row& row) { contact = read_contact(row); },
        tenant, public_id);
    if (!contact) return fail(ErrorCode::not_found, "No contact has this id.");
    return std::move(*contact);
}

Result<StoredContact> edit_contact(Connection& connection, TenantId tenant, const Uuid& public_id,
                                   const ContactFields& fields, Instant now) {
    execute(connection, sql::edit_contact, tenant, public_id, fields.name.value,
            fields.name.edited_by_person, fields.email.value, fields.email.edited_by_person,
            fields.company.value, fields.company.edited_by_person, fields.notes.value,
            fields.notes.edited_by_person, now);
    return require_contact(connection, tenant, public_id);
}

bool delete_contact(Connection& connection, TenantId tenant, const Uuid& public_id) {
    return execute(connection, sql::delete_contact, tenant, public_id) > 0;
}

}  // namespace callfold
