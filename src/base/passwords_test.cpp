#include "base/passwords.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callfold {
namespace {

using ::testing::MatchesRegex;
using ::testing::StartsWith;

TEST(PasswordHashes, AreArgon2idAndTellOnlyTheirPassword) {
    const std::string hash = hash_password("correct horse battery staple");
    EXPECT_THAT(hash, StartsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_TRUE(is_password("correct horse battery staple", hash));
    EXPECT_FALSE(is_password("correct horse battery stapler", hash));
    EXPECT_FALSE(is_password("", hash));
}

TEST(PasswordHashes, AreSalted) {
    EXPECT_NE(hash_password("correct horse"), hash_password("correct horse"));
}

TEST(PasswordHashes, OfNobodyCostAsMuchAndMatchNothing) {
    EXPECT_THAT(nobodys_password_hash(), StartsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_FALSE(is_password("", nobodys_password_hash()));
}

TEST(PasswordHashes, ThatAreDamagedMatchNothing) {
    EXPECT_FALSE(is_password("correct horse", "correct horse"));
    EXPECT_FALSE(is_password("", ""));
}

TEST(NewPasswords, CanBeSaidAndDiffer) {
    std::set<std::string> made;
    for (int i = 0; i < 100; ++i)
        made.insert(new_password());
    EXPECT_EQ(made.size(), 100U);
    for (const std::string& password : made) {
        EXPECT_THAT(password, MatchesRegex("([b-z][aeiou][b-z][aeiou]-){4}[2-9]{4}"));
    }
}

}  // namespace
}  // namespace callfold
