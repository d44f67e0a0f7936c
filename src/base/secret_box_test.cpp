#include "base/secret_box.h"

#include <vector>

#include <gtest/gtest.h>

namespace callfold {
namespace {

const SecretBox box{std::string(SecretBox::key_bytes, 'k')};

TEST(SecretBox, OpensWhatItSealed) {
    for (const std::string& secret :
         std::vector<std::string>{"", "whsec_abc", std::string("\0x", 2)}) {
        EXPECT_EQ(box.open(box.seal(secret)), secret);
    }
}

TEST(SecretBox, ShowsNothingOfTheSecret) {
    const std::string sealed = box.seal("a secret that is long enough");
    EXPECT_EQ(sealed.find("secret"), std::string::npos);
    EXPECT_NE(sealed, box.seal("a secret that is long enough"));
}

TEST(SecretBox, RefusesAnotherKeyAndDamage) {
    std::string sealed = box.seal("secret");
    EXPECT_EQ(SecretBox{std::string(SecretBox::key_bytes, 'x')}.open(sealed), std::nullopt);
    sealed.back() ^= 1;
    EXPECT_EQ(box.open(sealed), std::nullopt);
    EXPECT_EQ(box.open("short"), std::nullopt);
}

}  // namespace
}  // namespace callfold
