#include "http/url.h"

#include <gtest/gtest.h>

namespace callfold::http {
namespace {

TEST(Url, DecodesPercentEncoding) {
    EXPECT_EQ(percent_decode("%2B91%20x", Plus::is_plus), "+91 x");
    EXPECT_EQ(percent_decode("a+b", Plus::is_plus), "a+b");
    EXPECT_EQ(percent_decode("a+b", Plus::is_blank), "a b");
    EXPECT_EQ(percent_decode("%e0%a4%a8", Plus::is_plus), "न");
}

TEST(Url, RefusesEncodingThatMeansNoText) {
    for (const char* broken : {"%", "%4", "a%zz", "%00", "%ff", "%c0%af", "%ed%a0%80"}) {
        EXPECT_EQ(percent_decode(broken, Plus::is_plus), std::nullopt) << broken;
    }
    EXPECT_EQ(percent_decode({"a\0b", 3}, Plus::is_plus), std::nullopt);
}

TEST(Url, ReadsQueries) {
    const auto query = parse_query("q=site+visit&&empty=&flag&phone=%2B919000000101&q=last");
    ASSERT_TRUE(query);
    const std::map<std::string, std::string, std::less<>> expected{
        {"q", "last"}, {"empty", ""}, {"flag", ""}, {"phone", "+919000000101"}};
    EXPECT_EQ(*query, expected);
    EXPECT_TRUE(parse_query("")->empty());
    EXPECT_EQ(parse_query("a=%"), std::nullopt);
    EXPECT_EQ(parse_query("%=a"), std::nullopt);
}

}  // namespace
}  // namespace callfold::http
