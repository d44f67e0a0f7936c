#include "base/ids.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(Uuid, IsVersionSevenAndSortsByTime) {
    const Uuid earlier = new_uuid(from_unix_us(1'700'000'000'000'000));
    const Uuid later = new_uuid(from_unix_us(1'700'000'000'001'000));
    EXPECT_LT(earlier, later);
    EXPECT_EQ(earlier.text()[14], '7');
    EXPECT_NE(std::string("89ab").find(earlier.text()[19]), std::string::npos);
}

TEST(Uuid, ReadsItsOwnTextAndBytes) {
    const Uuid id = new_uuid(from_unix_us(1'700'000'000'000'000));
    EXPECT_EQ(Uuid::parse(id.text()), id);
    EXPECT_EQ(Uuid::from_binary(id.binary()), id);
}

TEST(Uuid, RefusesOtherForms) {
    for (const char* text :
         {"", "018bcfe5-6800-7000-8000-00000000000", "018bcfe5-6800-7000-8000-00000000000g",
          "018bcfe56800-7000-8000-0000-000000000000"}) {
        EXPECT_FALSE(Uuid::parse(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace callfold
