#include "domain/member.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

using std::chrono::hours;

TEST(Roles, HaveWordsThatAreReadBack) {
    for (const Role role : {Role::member, Role::owner, Role::administrator}) {
        EXPECT_EQ(parse_role(to_string(role)), role);
    }
    EXPECT_FALSE(parse_role("Owner"));
    EXPECT_FALSE(parse_role(""));
}

TEST(EmailAddresses, AreKeptInSmallLettersWithoutBlanksAround) {
    EXPECT_EQ(parse_email_address(" Dana@Example.COM\n"), "dana@example.com");
    EXPECT_EQ(parse_email_address("dana+calls@localhost"), "dana+calls@localhost");
}

TEST(EmailAddresses, HaveOneAtAndNoBlanks) {
    for (const char* text : {"", "dana", "@example.com", "dana@", "da na@example.com",
                             "dana@exa\tmple.com", "dana@example.com@example.com",
                             "dana@example.com, rao@example.com", "d\xff@example.com"}) {
        EXPECT_FALSE(parse_email_address(text)) << text;
    }
    EXPECT_TRUE(parse_email_address(std::string(250, 'a') + "@b.c"));
    EXPECT_FALSE(parse_email_address(std::string(251, 'a') + "@b.c"));
}

TEST(Passwords, HaveALengthAndAreNotTheAddress) {
    const std::string email = "dana@example.com";
    EXPECT_TRUE(check_new_password("twelve chars", email));
    EXPECT_TRUE(check_new_password(std::string(200, 'x'), email));
    EXPECT_FALSE(check_new_password("eleven char", email));
    EXPECT_FALSE(check_new_password(std::string(201, 'x'), email));
    EXPECT_FALSE(check_new_password("Dana@Example.com", email));
    EXPECT_FALSE(check_new_password("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", email));
    EXPECT_TRUE(check_new_password("प्रेमचंद कविता", email));
}

TEST(Sessions, EndWhenTheyAreIdleOrOld) {
    const Instant start{hours{400'000}};
    EXPECT_FALSE(is_session_over(start, start, start + hours{12} - microseconds{1}));
    EXPECT_TRUE(is_session_over(start, start, start + hours{12}));
    const Instant late = start + hours{14 * 24};
    EXPECT_FALSE(is_session_over(start, late - hours{1}, late - microseconds{1}));
    EXPECT_TRUE(is_session_over(start, late - hours{1}, late));
}

}  // namespace
}  // namespace callfold
