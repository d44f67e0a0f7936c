#include "http/codec/contact.h"

#include <nlohmann/json.hpp>

#include "http/codec/values.h"

namespace callfold::http {

nlohmann::json contact_json(const StoredContact& contact, Uuid tenant) {
    nlohmann::json json{{"id", json_value(contact.public_id)},
                        {"user_id", json_value(tenant)},
                        {"phone_number", contact.number.e164()},
                        {"edited_fields", nlohmann::json::array()},
                        {"auto_created", contact.auto_created},
                        {"source_call_id", json_value(contact.source_call)},
                        {"created_at", json_value(contact.created_at)},
                        {"updated_at", json_value(contact.updated_at)}};
    const std::pair<const char*, const ContactField*> fields[] = {
        {"name", &contact.fields.name},
        {"email", &contact.fields.email},
        {"company", &contact.fields.company},
        {"notes", &contact.fields.notes}};
    for (const auto& [name, field] : fields) {
        json[name] = json_value(field->value);
        if (field->edited_by_person) json["edited_fields"].push_back(name);
    }
    return json;
}

}  // namespace callfold::http
