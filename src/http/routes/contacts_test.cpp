#include "http/routes/contacts.h"

#include <nlohmann/json.hpp>

#include "http/testing/route_test.h"
#include "storage/contacts.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using test::sample_call;
using testing::RouteAnswer;

const PhoneNumber asha = PhoneNumber::from_e164("+919000000101");
const PhoneNumber ravi = PhoneNumber::from_e164("+919000000102");

class ContactRoutesTest : public testing::RouteTest {
  protected:
    ContactRoutesTest() {
        keep(tenant_, asha, {{"Asha Rao", false}, {"asha@example.com", false}, {}, {}});
        keep(tenant_, ravi, {{"Ravi", false}, {}, {}, {}});
    }
    void keep(const Tenant& tenant, const PhoneNumber& number, const ContactFields& fields) {
        const StoredCall call = sample_call(*database_, tenant.id, number.e164());
        database_->write([&](Connection& connection) {
            keep_contact(connection, tenant.id, number, fields, call.id, clock_.now());
        });
    }
    RouteAnswer list(const Tenant& tenant, const std::string& query = "") {
        return routes_.ask(of(tenant), "GET", "/v1/contacts" + query);
    }
    RouteAnswer show(const Tenant& tenant, const std::string& id) {
        return routes_.ask(of(tenant), "GET", "/v1/contacts/" + id);
    }
    RouteAnswer edit(const Tenant& tenant, const std::string& id, const json& body) {
        return routes_.send(of(tenant), "PATCH", "/v1/contacts/" + id, body);
    }
    RouteAnswer remove(const Tenant& tenant, const std::string& id, const std::string& query = "") {
        return routes_.ask(of(tenant), "DELETE", "/v1/contacts/" + id + query);
    }
    std::string id_of(const PhoneNumber& number) {
        return database_
            ->read([&](Connection& connection) {
                return contact_of_number(connection, tenant_.id, number).value();
            })
            .public_id.text();
    }

    testing::AskedRoutes routes_{contact_routes({*database_, clock_})};
};

TEST_F(ContactRoutesTest, ShowAContactAsTheContractHasIt) {
    const json shown = show(tenant_, id_of(asha)).json();
    const StoredCall call = sample_call(*database_, tenant_.id, asha.e164());
    EXPECT_EQ(shown, (json{{"id", id_of(asha)},
                           {"user_id", tenant_.public_id.text()},
                           {"phone_number", "+919000000101"},
                           {"name", "Asha Rao"},
                           {"email", "asha@example.com"},
                           {"company", nullptr},
                           {"notes", nullptr},
                           {"edited_fields", json::array()},
                           {"auto_created", true},
                           {"source_call_id", call.public_id.text()},
                           {"created_at", "2026-02-03T09:00:00Z"},
                           {"updated_at", "2026-02-03T09:00:00Z"}}));
    EXPECT_EQ(list(tenant_).json()["data"][1], shown);
}

TEST_F(ContactRoutesTest, AreFoundByNumberAndByPart) {
    const auto found = [&](const std::string& query) {
        const json rows = list(tenant_, query).json()["data"];
        return rows.size() == 1 ? rows[0]["name"].get<std::string>() : std::to_string(rows.size());
    };
    EXPECT_EQ(found(""), "2");
    EXPECT_EQ(found("?phone=%2B919000000101"), "Asha Rao");
    EXPECT_EQ(found("?phone=090000%2000102"), "Ravi");
    EXPECT_EQ(found("?q=ASHA"), "Asha Rao");
    EXPECT_EQ(found("?q=nobody"), "0");
    EXPECT_EQ(found("?limit=1"), "Ravi");
    EXPECT_EQ(list(tenant_, "?phone=asha").error, ErrorCode::invalid_argument);
    EXPECT_EQ(list(tenant_, "?q=%20").error, ErrorCode::invalid_argument);
    EXPECT_EQ(list(tenant_, "?q=" + std::string(201, 'x')).error, ErrorCode::invalid_argument);
}

TEST_F(ContactRoutesTest, WhatIsSentBecomesAPersonsEdit) {
    clock_.advance(seconds{60});
    const json edited =
        edit(tenant_, id_of(asha), {{"email", nullptr}, {"company", "Rao Textiles"}}).json();
    EXPECT_TRUE(edited["email"].is_null());
    EXPECT_EQ(edited["company"], "Rao Textiles");
    EXPECT_EQ(edited["name"], "Asha Rao");
    EXPECT_EQ(edited["edited_fields"], (json{"email", "company"}));
    EXPECT_EQ(edited["updated_at"], "2026-02-03T09:01:00Z");
    keep(tenant_, asha, {{"Asha", false}, {"new@example.com", false}, {}, {}});
    const json later = show(tenant_, id_of(asha)).json();
    EXPECT_EQ(later["name"], "Asha");
    EXPECT_TRUE(later["email"].is_null());
    EXPECT_EQ(later["company"], "Rao Textiles");
    EXPECT_TRUE(edit(tenant_, id_of(asha), {{"notes", "  "}}).json()["notes"].is_null());
}

TEST_F(ContactRoutesTest, RefuseAnEditThatCannotBeMeant) {
    const std::string id = id_of(asha);
    EXPECT_EQ(edit(tenant_, id, json::object()).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(tenant_, id, {{"name", 5}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(tenant_, id, {{"email", std::string(255, 'x')}}).error,
              ErrorCode::invalid_argument);
    EXPECT_EQ(edit(tenant_, id, {{"notes", std::string(10'001, 'x')}}).error,
              ErrorCode::invalid_argument);
    EXPECT_EQ(edit(tenant_, id, {{"phone_number", "+919000000103"}}).error,
              ErrorCode::invalid_argument);
    EXPECT_EQ(show(tenant_, id).json()["edited_fields"], json::array());
}

TEST_F(ContactRoutesTest, KnowThoseOfTheTenantOnly) {
    const std::string id = id_of(asha);
    EXPECT_TRUE(list(other_).json()["data"].empty());
    EXPECT_EQ(show(other_, id).error, ErrorCode::not_found);
    EXPECT_EQ(edit(other_, id, {{"name", "Mine"}}).error, ErrorCode::not_found);
    EXPECT_EQ(remove(other_, id).error, ErrorCode::not_found);
    EXPECT_EQ(remove(other_, id, "?erase=true").error, ErrorCode::not_found);
    EXPECT_EQ(show(tenant_, "17").error, ErrorCode::not_found);
    EXPECT_EQ(show(tenant_, id).json()["name"], "Asha Rao");
}

TEST_F(ContactRoutesTest, DeleteTakesTheContactAlone) {
    const std::string id = id_of(asha);
    EXPECT_EQ(remove(tenant_, id, "?erase=maybe").error, ErrorCode::invalid_argument);
    const RouteAnswer removed = remove(tenant_, id);
    EXPECT_EQ(removed.status, 200);
    EXPECT_EQ(removed.json(),
              (json{{"id", id}, {"erased", false}, {"calls_erased", 0}, {"purged", true}}));
    EXPECT_EQ(show(tenant_, id).error, ErrorCode::not_found);
    EXPECT_EQ(remove(tenant_, id).error, ErrorCode::not_found);
    EXPECT_EQ(list(tenant_).json()["data"].size(), 1U);
}

TEST_F(ContactRoutesTest, DeleteWithEraseForgetsThePerson) {
    keep(other_, asha, {{"Asha Rao", false}, {}, {}, {}});
    const std::string id = id_of(asha);
    const RouteAnswer erased = remove(tenant_, id, "?erase=true");
    ASSERT_EQ(erased.status, 200) << erased.message;
    EXPECT_EQ(erased.json()["id"], id);
    EXPECT_EQ(erased.json()["erased"], true);
    EXPECT_EQ(show(tenant_, id).error, ErrorCode::not_found);
    EXPECT_EQ(remove(tenant_, id, "?erase=true").error, ErrorCode::not_found);
    EXPECT_EQ(list(tenant_).json()["data"].size(), 1U);
    EXPECT_EQ(list(other_).json()["data"].size(), 1U);
}

}  // namespace
}  // namespace callfold::http
