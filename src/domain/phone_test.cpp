#include "domain/phone.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace callfold {
namespace {

// "" stands for no region, and for no number.
std::string read(std::string_view text, std::string_view region) {
    const auto number = PhoneNumber::parse(text, Region::parse(region));
    return number ? number->e164() : "";
}

struct Case {
    std::string_view text;
    std::string_view region;
    std::string_view e164;
};

TEST(PhoneNumber, ReadsHowPlatformsAndPeopleWrite) {
    for (const auto& [text, region, e164] : {
             Case{"+919876543210", "", "+919876543210"},
             Case{"+91 98765 43210", "US", "+919876543210"},
             Case{"+91-98765-43210", "IN", "+919876543210"},
             Case{"(+91) 98765.43210", "", "+919876543210"},
             Case{"+91 (0) 98765 43210", "", "+919876543210"},
             Case{"00919876543210", "", "+919876543210"},
             Case{"0091 98765 43210", "IN", "+919876543210"},
             Case{"0091 98765 43210", "US", "+919876543210"},
             Case{"011 91 98765 43210", "US", "+919876543210"},
             Case{"tel:+1-202-555-0133", "", "+12025550133"},
             Case{"TEL:+1-202-555-0133;ext=7", "", "+12025550133"},
             Case{"sip:+12025550133@gateway.example", "", "+12025550133"},
             Case{"sip:12025550133@10.0.0.1:5060;transport=udp", "IN", "+12025550133"},
             Case{"\"Nora\" <sips:%2B12025550133;tag=1@gateway.example>", "", "+12025550133"},
             Case{"+1 202 555 0133 ext. 5", "", "+12025550133"},
             Case{"+1 202 555 0133 x5", "", "+12025550133"},
             Case{"\u202a+91\u00a098765\u201143210\u202c", "", "+919876543210"},
             Case{"\uff0b\uff19\uff11 98765 43210", "", "+919876543210"},
             Case{"९८७६५४३२१०", "IN", "+919876543210"},
             // Without +.
             Case{"919876543210", "", "+919876543210"},
             Case{"919876543210", "IN", "+919876543210"},
             Case{"919876543210", "US", "+919876543210"},
             Case{"12025550133", "IN", "+12025550133"},
             Case{"12025550133", "US", "+12025550133"},
             Case{"442079460123", "IN", "+442079460123"},
             // National.
             Case{"9876543210", "IN", "+919876543210"},
             Case{"09876543210", "IN", "+919876543210"},
             Case{"(202) 555-0133", "US", "+12025550133"},
             Case{"020 7946 0123", "GB", "+442079460123"},
             Case{"06 698 12345", "IT", "+390669812345"},
         }) {
        EXPECT_EQ(read(text, region), e164) << text << " in " << region;
    }
}

TEST(PhoneNumber, AcceptsNumbersOutsideOfAssignedRanges) {
    for (const auto& [text, region, e164] : {
             Case{"+911000000101", "", "+911000000101"},
             Case{"911000000101", "IN", "+911000000101"},
             Case{"09123456789", "IN", "+919123456789"},
             Case{"+15550100311", "", "+15550100311"},
             Case{"5550100311", "US", "+15550100311"},
             Case{"+65 1234 5678 90", "",
                  "+651234567890"},  // no such length in the plan of Singapore
             Case{"0065 1234 5678 90", "US", "+651234567890"},
         }) {
        EXPECT_EQ(read(text, region), e164) << text << " in " << region;
    }
}

TEST(PhoneNumber, RefusesWhatIsNoNumber) {
    for (const auto& [text, region, e164] : {
             Case{"", "IN", ""},
             Case{" ", "IN", ""},
             Case{"+", "IN", ""},
             Case{"+91", "IN", ""},
             Case{"100", "IN", ""},
             Case{"911", "US", ""},
             Case{"*121#", "IN", ""},
             Case{"555-0133", "US", ""},  // lacks the area code
             Case{"9876543210", "", ""},  // national, and no region to read it in
             Case{"anonymous", "US", ""},
             Case{"sip:agent2025550133@host.example", "US", ""},
             Case{"1-800-FLOWERS", "US", ""},
             Case{"+999 12345678", "", ""},  // no such country
             Case{"+91 98765 43210, +91 98765 43211", "IN", ""},
             Case{"+91 98765 43210 98765", "IN", ""},
             Case{"1e10", "IN", ""},
             Case{"2026-01-28T13:17:50", "IN", ""},
             Case{"12+12025550133", "", ""},
             Case{"नोरा 9876543210", "IN", ""},
             Case{"\xff\xfe+12025550133\x80", "", ""},
         }) {
        EXPECT_EQ(read(text, region), e164) << text << " in " << region;
    }
    EXPECT_EQ(read("+" + std::string(200, '1'), ""), "");
}

TEST(PhoneNumber, RemembersAnswersPerRegion) {
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(read("09876543210", "IN"), "+919876543210");
        EXPECT_EQ(read("09876543210", ""), "");
    }
    // More than are remembered, then the first ones again.
    for (const int count : {5'000, 10}) {
        for (int i = 0; i < count; ++i) {
            const std::string e164 = "+9198765" + std::to_string(10'000 + i);
            ASSERT_EQ(read(e164, "IN"), e164);
        }
    }
}

TEST(Region, IsAKnownCountryCode) {
    EXPECT_EQ(Region::parse("IN")->code(), "IN");
    for (const std::string_view code : {"", "in", "ZZ", "XX", "IND", "001", "I"}) {
        EXPECT_EQ(Region::parse(code), std::nullopt) << code;
    }
}

RC_GTEST_PROP(PhoneNumber, ReadsItsOwnAnswerInEveryRegion, ()) {
    const std::vector<std::string> regions{"",   "IN", "US", "GB", "DE",
                                           "IT", "BR", "FI", "AR", "MX"};
    const auto region = *rc::gen::elementOf(regions);
    const auto prefix = *rc::gen::elementOf(std::vector<std::string>{
        "",    "+", "+91", "+910", "+9100", "+1",    "+39",  "+44",  "+54", "+52", "+49",
        "+55", "0", "00",  "0091", "91",    "tel:+", "+800", "+870", "+7",  "+240"});
    const auto digits =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"0123456789"}));
    const std::string e164 = read(prefix + digits, region);
    RC_PRE(!e164.empty());
    RC_ASSERT(e164.size() >= 8 && e164.size() <= 16 && e164.front() == '+');
    RC_ASSERT(read(e164, *rc::gen::elementOf(regions)) == e164);
}

TEST(Mentions, FindsANumberHoweverItIsSpelled) {
    const PhoneNumber number = PhoneNumber::from_e164("+919876543210");
    for (const char* text :
         {"+919876543210", "call 098765 43210 now", "(0)98765-43210", "{\"n\":9876543210}",
          "+91\u00a098765\u00a043210", R"("+91\u00a098765\u200943210")", "00 91 98765.43210",
          "id 17, 9876543210"}) {
        EXPECT_TRUE(mentions(text, number)) << text;
    }
    for (const char* text : {"", "+919876543211", "98765", "[98765,43210]", "98765 x 43210",
                             "987654321", "+91 98765 4321"}) {
        EXPECT_FALSE(mentions(text, number)) << text;
    }
}

}  // namespace
}  // namespace callfold
