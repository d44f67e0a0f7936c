#include "base/crypto.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(Crypto, MatchesPublishedVectors) {
    EXPECT_EQ(to_hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // RFC 4231, test case 2.
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Digest, IsTheFirstHalfOfSha256AndReadsItsOwnText) {
    const Digest digest = Digest::of("abc");
    EXPECT_EQ(digest.hex(), "ba7816bf8f01cfea414140de5dae2223");
    EXPECT_EQ(Digest::parse(digest.hex()), digest);
    EXPECT_EQ(Digest::from_binary(digest.binary()), digest);
    EXPECT_FALSE(Digest::parse("ba78").has_value());
    EXPECT_FALSE(Digest::parse("zz7816bf8f01cfea414140de5dae2223").has_value());
}

TEST(Crypto, ComparesWholeSecrets) {
    EXPECT_TRUE(equal_in_constant_time("secret", "secret"));
    EXPECT_FALSE(equal_in_constant_time("secret", "secreT"));
    EXPECT_FALSE(equal_in_constant_time("secret", "secret "));
}

TEST(Crypto, SecretsCarryTheirPrefixAndAreUrlSafe) {
    const std::string secret = new_secret("cf_");
    EXPECT_EQ(secret.size(), 3U + 43U);
    EXPECT_EQ(secret.find_first_of("+/="), std::string::npos);
    EXPECT_NE(secret, new_secret("cf_"));
}

}  // namespace
}  // namespace callfold
