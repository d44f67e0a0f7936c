#include "base/address_range.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(AddressRange, ContainsWhatItSays) {
    const struct {
        const char* range;
        const char* address;
        bool contained;
    } cases[] = {
        {"13.203.39.153", "13.203.39.153", true},
        {"13.203.39.153", "13.203.39.154", false},
        {"10.0.0.0/8", "10.255.0.1", true},
        {"10.0.0.0/8", "11.0.0.1", false},
        {"167.150.224.0/23", "167.150.225.9", true},
        {"167.150.224.0/23", "167.150.226.1", false},
        {"0.0.0.0/0", "1.2.3.4", true},
        {"0.0.0.0/0", "::1", false},
        {"10.0.0.0/8", "::ffff:10.1.2.3", true},
        {"2001:db8::/32", "2001:db8:1::1", true},
        {"2001:db8::/32", "2001:db9::1", false},
        {"10.0.0.0/8", "no address", false},
    };
    for (const auto& c : cases) {
        const auto range = AddressRange::parse(c.range);
        ASSERT_TRUE(range) << c.range;
        EXPECT_EQ(range->contains(c.address), c.contained) << c.range << " " << c.address;
    }
}

TEST(AddressRange, RefusesWhatIsNoRange) {
    for (const char* text : {"", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/-0",
                             "10.0.0.0/+8", "10.0.0.0/", "::/129", "example.org", "10.0.0.0/8x"}) {
        EXPECT_FALSE(AddressRange::parse(text)) << text;
    }
}

TEST(AddressRange, ReadsNothingInFrontOfANul) {
    using namespace std::string_view_literals;
    EXPECT_FALSE(AddressRange::parse("10.0.0.1\0x"sv));
    EXPECT_FALSE(AddressRange::parse("10.0.0.0\0x/8"sv));
    EXPECT_FALSE(AddressRange::parse("10.0.0.0/8")->contains("10.0.0.1\0x"sv));
}

}  // namespace
}  // namespace callfold
