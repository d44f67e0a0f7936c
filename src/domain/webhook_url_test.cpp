#include "domain/webhook_url.h"

#include <string>

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(WebhookUrl, TakesAddressesOfHosts) {
    for (const char* url : {"https://example.com", "https://example.com:8443/hooks?a=b",
                            "http://10.0.0.1/", "https://[2001:db8::1]/x"}) {
        EXPECT_TRUE(check_webhook_url(url)) << url;
    }
}

TEST(WebhookUrl, RefusesWhatNobodyPostsTo) {
    for (const char* url :
         {"", "example.com", "ftp://example.com", "file:///etc/passwd", "https://", "https:///x",
          "https://:80/", "https://user:secret@example.com/", "https://example.com/#x",
          "https://example.com/a b", "https://example.com\\@evil", "https://ex\xc3\xa4mple.com"}) {
        EXPECT_FALSE(check_webhook_url(url)) << url;
    }
    EXPECT_FALSE(check_webhook_url("https://example.com/" + std::string(2'000, 'x')));
}

}  // namespace
}  // namespace callfold
