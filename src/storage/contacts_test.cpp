#include "storage/contacts.h"

#include <gtest/gtest.h>

#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using test::sample_call;
using test::sample_tenant;
using test::sample_time;

const PhoneNumber asha = PhoneNumber::from_e164("+919000000101");
const PhoneNumber ravi = PhoneNumber::from_e164("+919000000102");

class ContactsTest : public testing::Test {
  protected:
    void keep(const Tenant& tenant, const PhoneNumber& number, const ContactFields& fields,
              std::optional<CallId> source = {}, Instant now = sample_time()) {
        database_->write([&](Connection& connection) {
            keep_contact(connection, tenant.id, number, fields, source, now);
        });
    }
    std::optional<StoredContact> contact(const Tenant& tenant, const PhoneNumber& number) {
        return database_->read([&](Connection& connection) {
            return contact_of_number(connection, tenant.id, number);
        });
    }
    Result<StoredContact> edit(const Tenant& tenant, const Uuid& id, const ContactFields& fields) {
        return database_->write([&](Connection& connection) {
            return edit_contact(connection, tenant.id, id, fields, sample_time());
        });
    }
    std::vector<std::string> numbers(const Tenant& tenant, const ContactFilter& filter) {
        const auto page = database_->read([&](Connection& connection) {
            return list_contacts(connection, tenant.id, filter, {});
        });
        std::vector<std::string> numbers;
        for (const auto& listed : page.items)
            numbers.push_back(listed.number.e164());
        return numbers;
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

using Numbers = std::vector<std::string>;

ContactFields named(const std::string& name, std::optional<std::string> email = {}) {
    return {{name, false}, {std::move(email), false}, {}, {}};
}

TEST_F(ContactsTest, IsMadeFromAnAnalysis) {
    const StoredCall call = sample_call(*database_, tenant_.id, "execution-1");
    EXPECT_FALSE(contact(tenant_, asha));
    keep(tenant_, asha, named("Asha Rao", "asha@example.com"), call.id);
    const auto made = contact(tenant_, asha);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->number, asha);
    EXPECT_EQ(made->fields, named("Asha Rao", "asha@example.com"));
    EXPECT_TRUE(made->auto_created);
    EXPECT_EQ(made->source_call, call.public_id);
    EXPECT_EQ(made->created_at, sample_time());
}

TEST_F(ContactsTest, IsUpdatedExceptWherePeopleWrote) {
    const StoredCall first = sample_call(*database_, tenant_.id, "execution-1");
    const StoredCall second = sample_call(*database_, tenant_.id, "execution-2");
    keep(tenant_, asha, named("Asha", "asha@example.com"), first.id);
    const Uuid id = contact(tenant_, asha)->public_id;
    ContactFields fields = contact(tenant_, asha)->fields;
    fields.email = {std::nullopt, true};
    fields.company = {"Rao Textiles", true};
    ASSERT_TRUE(edit(tenant_, id, fields));

    keep(tenant_, asha, named("Asha Rao", "rao@example.com"), second.id,
         sample_time() + seconds{60});
    const auto kept = contact(tenant_, asha);
    EXPECT_EQ(kept->public_id, id);
    EXPECT_EQ(kept->fields.name, (ContactField{"Asha Rao", false}));
    EXPECT_EQ(kept->fields.email, (ContactField{std::nullopt, true}));
    EXPECT_EQ(kept->fields.company, (ContactField{"Rao Textiles", true}));
    EXPECT_EQ(kept->source_call, first.public_id);
    EXPECT_EQ(kept->created_at, sample_time());
    EXPECT_EQ(kept->updated_at, sample_time() + seconds{60});
}

TEST_F(ContactsTest, AreFoundByAPartOfWhatIsKnown) {
    ContactFields fields = named("Asha Rao", "asha@example.com");
    fields.company.value = "100% Cotton_Mills";
    keep(tenant_, asha, fields);
    keep(tenant_, ravi, named("Ravi"));
    keep(other_, asha, named("Asha Rao"));
    EXPECT_EQ(numbers(tenant_, {}), (Numbers{ravi.e164(), asha.e164()}));
    const auto found = [&](const char* part) { return numbers(tenant_, {{}, part}); };
    EXPECT_EQ(found("aSHA r"), Numbers{asha.e164()});
    EXPECT_EQ(found("EXAMPLE.com"), Numbers{asha.e164()});
    EXPECT_EQ(found("0% cotton_"), Numbers{asha.e164()});
    EXPECT_EQ(found("90000001"), (Numbers{ravi.e164(), asha.e164()}));
    EXPECT_EQ(found("0102"), Numbers{ravi.e164()});
    EXPECT_EQ(found("%"), Numbers{asha.e164()});
    EXPECT_EQ(found("C_tton"), Numbers{});
    EXPECT_EQ(found("\\"), Numbers{});
    EXPECT_EQ(numbers(tenant_, {asha, {}}), Numbers{asha.e164()});
    EXPECT_EQ(numbers(tenant_, {asha, "Ravi"}), Numbers{});
}

TEST_F(ContactsTest, AreFoundInAnyScript) {
    keep(tenant_, asha, named("आशा राव"));
    keep(tenant_, ravi, named("José \"Pepe\" Ñandú"));
    const auto found = [&](const char* part) { return numbers(tenant_, {{}, part}); };
    EXPECT_EQ(found("आशा"), Numbers{asha.e164()});
    EXPECT_EQ(found("शा रा"), Numbers{asha.e164()});
    EXPECT_EQ(found("आशी"), Numbers{});
    EXPECT_EQ(found("jos"), Numbers{ravi.e164()});
    EXPECT_EQ(found("\"pepe\" "), Numbers{ravi.e164()});
    EXPECT_EQ(found("Ñan"), Numbers{ravi.e164()});
    EXPECT_EQ(found("Nan"), Numbers{});
    EXPECT_EQ(found("राव\n"), Numbers{}) << "what stands between the fields";
}

TEST_F(ContactsTest, AreFoundAsTheyAreNow) {
    keep(tenant_, asha, named("Asha Rao", "asha@example.com"));
    keep(tenant_, asha, named("Asha Nair", "asha@example.com"));
    const auto found = [&](const char* part) { return numbers(tenant_, {{}, part}); };
    EXPECT_EQ(found("Rao"), Numbers{});
    EXPECT_EQ(found("Nair"), Numbers{asha.e164()});
    const Uuid id = contact(tenant_, asha)->public_id;
    ASSERT_TRUE(edit(tenant_, id, {{"Asha Iyer", true}, {}, {"Iyer Clinics", true}, {}}));
    EXPECT_EQ(found("Nair"), Numbers{});
    EXPECT_EQ(found("example"), Numbers{});
    EXPECT_EQ(found("clinics"), Numbers{asha.e164()});
    database_->write(
        [&](Connection& connection) { ASSERT_TRUE(delete_contact(connection, tenant_.id, id)); });
    EXPECT_EQ(found("asha"), Numbers{});
    keep(tenant_, asha, named("Asha Menon"));
    EXPECT_EQ(found("asha"), Numbers{asha.e164()});
}

TEST_F(ContactsTest, AreFoundPageByPage) {
    for (int i = 0; i < 5; ++i)
        keep(tenant_, PhoneNumber::from_e164("+91900000020" + std::to_string(i)), named("Asha"));
    const auto page = [&](const PageRange& range) {
        return database_->read([&](Connection& connection) {
            return list_contacts(connection, tenant_.id, {{}, "asha"}, range);
        });
    };
    const auto first = page({{}, 2});
    ASSERT_EQ(first.items.size(), 2U);
    EXPECT_EQ(first.items[0].number.e164(), "+919000000204");
    const auto second = page({first.next_id, 3});
    ASSERT_EQ(second.items.size(), 3U);
    EXPECT_EQ(second.items[0].number.e164(), "+919000000202");
    EXPECT_EQ(second.next_id, std::nullopt);
}

TEST_F(ContactsTest, AreSeenAndChangedByTheirTenantOnly) {
    keep(other_, asha, named("Asha Rao"));
    const Uuid foreign = contact(other_, asha)->public_id;
    EXPECT_FALSE(contact(tenant_, asha));
    EXPECT_EQ(numbers(tenant_, {}), Numbers{});
    EXPECT_EQ(edit(tenant_, foreign, named("Nobody")).error().code, ErrorCode::not_found);
    database_->write([&](Connection& connection) {
        EXPECT_EQ(require_contact(connection, tenant_.id, foreign).error().code,
                  ErrorCode::not_found);
        EXPECT_FALSE(delete_contact(connection, tenant_.id, foreign));
    });
    keep(tenant_, asha, named("Mine"));
    EXPECT_EQ(contact(other_, asha)->fields, named("Asha Rao"));
}

TEST_F(ContactsTest, ADeletedOneIsGone) {
    keep(tenant_, asha, named("Asha Rao"));
    const Uuid id = contact(tenant_, asha)->public_id;
    database_->write(
        [&](Connection& connection) { EXPECT_TRUE(delete_contact(connection, tenant_.id, id)); });
    EXPECT_FALSE(contact(tenant_, asha));
}

}  // namespace
}  // namespace callfold
