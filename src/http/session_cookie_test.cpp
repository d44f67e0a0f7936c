#include "http/session_cookie.h"

#include <gtest/gtest.h>

namespace callfold::http {
namespace {

TEST(SessionCookies, AreForThisSiteAndNotForScripts) {
    EXPECT_EQ(
        session_cookie("cfs_abc", true),
        "callfold_session=cfs_abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=1209600; Secure");
    EXPECT_EQ(ended_session_cookie(false),
              "callfold_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

TEST(SessionCookies, AreFoundAmongOthers) {
    EXPECT_EQ(session_token_in("callfold_session=cfs_abc"), "cfs_abc");
    EXPECT_EQ(session_token_in("theme=dark; callfold_session=cfs_abc; a=b"), "cfs_abc");
    EXPECT_EQ(session_token_in("theme=dark,callfold_session=cfs_abc"), "cfs_abc");
    EXPECT_EQ(session_token_in("callfold_session=other; callfold_session=cfs_abc"), "cfs_abc");
}

TEST(SessionCookies, OfOtherFormsAreNone) {
    for (const char* cookies : {"", ";;,", "callfold_session", "callfold_session=",
                                "callfold_session=cf_key", "x_callfold_session=cfs_abc"}) {
        EXPECT_EQ(session_token_in(cookies), "") << cookies;
    }
    EXPECT_EQ(session_token_in("callfold_session=cfs_" + std::string(197, 'a')), "");
}

TEST(SessionTokens, DifferAndGiveTheirOwnCsrfToken) {
    const std::string token = new_session_token();
    EXPECT_EQ(session_token_in("callfold_session=" + token), token);
    EXPECT_NE(token, new_session_token());
    EXPECT_EQ(csrf_token_of(token), csrf_token_of(token));
    EXPECT_NE(csrf_token_of(token), csrf_token_of(new_session_token()));
    EXPECT_EQ(csrf_token_of(token).find(token), std::string::npos);
}

}  // namespace
}  // namespace callfold::http
