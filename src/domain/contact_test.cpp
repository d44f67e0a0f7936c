#include "domain/contact.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace callfold {
namespace {

ContactClaims call(std::optional<std::int64_t> ended_at_us, std::int64_t row,
                   std::optional<std::string> name, std::optional<std::string> email = {}) {
    ContactClaims claims;
    if (ended_at_us) claims.ended_at = from_unix_us(*ended_at_us);
    claims.call_row = row;
    claims.name = std::move(name);
    claims.email = std::move(email);
    return claims;
}

TEST(ContactClaims, HoldVerifiedValuesOnly) {
    Assessment assessment;
    assessment.customer_name = Claim{"Nora", std::nullopt, true};
    assessment.customer_email = Claim{"nora@example.com", std::nullopt, false};
    const ContactClaims claims = contact_claims(assessment);
    EXPECT_EQ(claims.name, "Nora");
    EXPECT_EQ(claims.email, std::nullopt);
    EXPECT_EQ(contact_claims(Assessment{}).name, std::nullopt);
}

TEST(MergedContact, HoldsTheValueOfTheLastCallThatHasOne) {
    struct Case {
        const char* meaning;
        std::vector<ContactClaims> claims;
        std::optional<std::string> name;
    };
    const std::vector<Case> cases{
        {"no calls", {}, std::nullopt},
        {"the one that ended last", {call(2, 1, "B"), call(1, 2, "A")}, "B"},
        {"a later call without a name", {call(2, 1, std::nullopt), call(1, 2, "A")}, "A"},
        {"the row settles a tie", {call(1, 9, "B"), call(1, 2, "A")}, "B"},
        {"a call without an end comes first", {call(std::nullopt, 9, "B"), call(1, 2, "A")}, "A"},
        {"only calls without an end",
         {call(std::nullopt, 1, "A"), call(std::nullopt, 2, "B")},
         "B"},
    };
    for (const auto& [meaning, claims, name] : cases) {
        EXPECT_EQ(merge_contact({}, claims).name.value, name) << meaning;
    }
}

TEST(MergedContact, FieldsAreMergedOneByOne) {
    const auto merged =
        merge_contact({}, {call(1, 1, "Nora", "nora@example.com"), call(2, 2, "Nora E")});
    EXPECT_EQ(merged.name.value, "Nora E");
    EXPECT_EQ(merged.email.value, "nora@example.com");
}

TEST(MergedContact, ValueOfAWithdrawnCallGoes) {
    ContactFields current;
    current.name = {"Nora", false};
    EXPECT_EQ(merge_contact(current, {}).name.value, std::nullopt);
}

TEST(MergedContact, KeepsWhatAPersonWrote) {
    ContactFields current;
    current.name = {std::nullopt, true};  // emptied by a person
    current.email = {"office@example.com", true};
    current.company = {"Example", true};
    current.notes = {"calls back", true};
    EXPECT_EQ(merge_contact(current, {call(1, 1, "Nora", "nora@example.com")}), current);
}

RC_GTEST_PROP(MergedContact, DoesNotDependOnOrder, (std::vector<std::uint8_t> ends)) {
    std::vector<ContactClaims> claims;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const auto row = static_cast<std::int64_t>(i);
        const auto name = ends[i] % 3 == 0 ? std::nullopt : std::optional{std::to_string(i)};
        const auto end =
            ends[i] % 4 == 0 ? std::nullopt : std::optional<std::int64_t>{ends[i] / 16};
        claims.push_back(call(end, row, name));
    }
    const auto merged = merge_contact({}, claims);
    std::reverse(claims.begin(), claims.end());
    RC_ASSERT(merge_contact({}, claims) == merged);
    RC_ASSERT(merge_contact(merged, claims) == merged);
}

}  // namespace
}  // namespace callfold
