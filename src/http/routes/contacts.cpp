#include "http/routes/contacts.h"

#include <nlohmann/json.hpp>

#include "http/body_reader.h"
#include "http/codec/contact.h"
#include "http/handler_with.h"
#include "http/json_values.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"
#include "pipeline/erase.h"

namespace callfold::http {
namespace {

constexpr std::size_t part_max = 200;

// The fields that people may edit, with the lengths that they may have.
struct EditableField {
    const char* name;
    ContactField ContactFields::*field;
    std::size_t most;
};
constexpr EditableField editable_fields[] = {
    {"name", &ContactFields::name, 200},
    {"email", &ContactFields::email, 254},
    {"company", &ContactFields::company, 200},
    {"notes", &ContactFields::notes, 10'000},
};

Result<ContactFilter> read_filter(const ApiRequest& request, const Tenant& tenant) {
    ContactFilter filter;
    ParameterErrors errors;
    errors.read(query_phone(request, "phone", tenant.fields.region), filter.number);
    errors.read(query_text(request, "q", part_max), filter.part);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    return filter;
}

Result<Response> list(const ContactDeps& deps, const ApiRequest& request) {
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto filter = read_filter(request, tenant);
        if (!filter) return tl::make_unexpected(filter.error());
        const auto page = list_contacts(connection, tenant.id, *filter, *range);
        nlohmann::json rows = nlohmann::json::array();
        for (const StoredContact& contact : page.items) {
            rows.push_back(contact_json(contact, tenant.public_id));
        }
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> show(const ContactDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Uuid tenant = tenant_of_row(connection, request.identity.tenant).public_id;
        return require_contact(connection, request.identity.tenant, *id)
            .map([&](const StoredContact& contact) {
                return json_response(contact_json(contact, tenant));
            });
    });
}

// Every field that was sent becomes a person's, null included.
Result<void> read_edits(const nlohmann::json& body, ContactFields& fields) {
    BodyReader reader(body);
    reader.require_any();
    for (const EditableField& editable : editable_fields) {
        ContactField& field = fields.*editable.field;
        reader.text_or_null(editable.name, field.value, {0, editable.most});
        if (field.value && field.value->empty()) field.value.reset();
        field.edited_by_person |= reader.was_sent(editable.name);
    }
    return reader.finish();
}

Result<Response> edit(const ContactDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const TenantId tenant = request.identity.tenant;
        lock_settings(connection, tenant);
        auto before = require_contact(connection, tenant, *id);
        if (!before) return tl::make_unexpected(before.error());
        if (auto read = read_edits(*body, before->fields); !read) {
            return tl::make_unexpected(read.error());
        }
        const Uuid tenant_id = tenant_of_row(connection, tenant).public_id;
        return edit_contact(connection, tenant, *id, before->fields, now)
            .map([&](const StoredContact& contact) {
                record_change(connection, request.identity, tenant, AuditAction::contact_update,
                              *id, field_names(*body), now);
                return json_response(contact_json(contact, tenant_id));
            });
    });
}

Response deleted_response(const Uuid& id, const std::optional<ErasureResult>& erasure) {
    return json_response({{"id", json_value(id)},
                          {"erased", erasure.has_value()},
                          {"calls_erased", erasure ? erasure->calls_erased : 0},
                          {"purged", !erasure || erasure->purged}});
}

Result<Response> erase(const ContactDeps& deps, const ApiRequest& request, const Uuid& id) {
    const TenantId tenant = request.identity.tenant;
    const auto contact = deps.database.read(
        [&](Connection& connection) { return require_contact(connection, tenant, id); });
    if (!contact) return tl::make_unexpected(contact.error());
    const Instant now = deps.clock.now();
    const auto also = [&](Connection& connection) {
        record_change(connection, request.identity, tenant, AuditAction::contact_erase, id, {},
                      now);
    };
    return erase_person(deps.database, tenant, contact->number, now, also)
        .map([&](const ErasureResult& result) { return deleted_response(id, result); });
}

Result<Response> remove(const ContactDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const auto erases = query_boolean(request, "erase");
    if (!erases) return tl::make_unexpected(erases.error());
    if (erases->value_or(false)) return erase(deps, request, *id);
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const TenantId tenant = request.identity.tenant;
        if (!delete_contact(connection, tenant, *id)) {
            return fail(ErrorCode::not_found, "No contact has this id.");
        }
        record_change(connection, request.identity, tenant, AuditAction::contact_delete, *id, {},
                      now);
        return deleted_response(*id, std::nullopt);
    });
}

}  // namespace

std::vector<Route> contact_routes(const ContactDeps& deps) {
    return {
        {"GET",
         "/v1/contacts",
         Access::tenant,
         handler_with(deps, list),
         {"phone", "q", "limit", "cursor"}},
        {"GET", "/v1/contacts/{id}", Access::tenant, handler_with(deps, show)},
        {"PATCH", "/v1/contacts/{id}", Access::tenant, handler_with(deps, edit)},
        {"DELETE", "/v1/contacts/{id}", Access::owner, handler_with(deps, remove), {"erase"}},
    };
}

}  // namespace callfold::http
