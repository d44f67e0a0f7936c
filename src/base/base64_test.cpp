#include "base/base64.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

// RFC 4648, section 10.
TEST(Base64, EncodesTheTestVectorsOfItsStandard) {
    EXPECT_EQ(to_base64(""), "");
    EXPECT_EQ(to_base64("f"), "Zg==");
    EXPECT_EQ(to_base64("fo"), "Zm8=");
    EXPECT_EQ(to_base64("foo"), "Zm9v");
    EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsWhatItWrote) {
    const std::string bytes("\x00\xff\xfe plus /", 9);
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
}

TEST(Base64, RefusesWhatIsNone) {
    for (const char* text : {"Zg=", "Zg", "Z g=", "Zm9v-", "=", "Zm9v!"})
        EXPECT_EQ(from_base64(text), std::nullopt) << text;
}

}  // namespace
}  // namespace callfold
