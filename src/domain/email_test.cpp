#include "domain/email.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(EmailAddress, TakesThoseThatMailCanBeSentTo) {
    for (const char* address : {"a@b", "sales@example.com", "first.last+tag@sub.example.co.in"})
        EXPECT_TRUE(is_email_address(address)) << address;
}

TEST(EmailAddress, RefusesWhatWouldBecomeSomethingElse) {
    for (const char* address :
         {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nRCPT TO:<x@y>", "a@b>", "<a@b>", "a,b@c",
          ".a@b", "a..b@c", "a@b.", "a@exa mple", "\xc3\xa4@b", "a@\xc3\xa4", "a@b;c"}) {
        EXPECT_FALSE(is_email_address(address)) << address;
    }
    EXPECT_FALSE(is_email_address(std::string(65, 'a') + "@b"));
    EXPECT_FALSE(is_email_address("a@" + std::string(253, 'b')));
}

TEST(EmailMessage, IsWrittenAsItsStandardsSay) {
    const Instant sent = parse_timestamp("2026-02-03T09:15:04Z").value();
    EXPECT_EQ(email_message({"callfold@example.com", "sales@example.com", "Hot lead", "Hello\n",
                             "1@example.com", sent}),
              "Date: Tue, 03 Feb 2026 09:15:04 +0000\r\n"
              "From: callfold@example.com\r\n"
              "To: sales@example.com\r\n"
              "Subject: =?UTF-8?B?SG90IGxlYWQ=?=\r\n"
              "Message-ID: <1@example.com>\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: base64\r\n"
              "\r\n"
              "SGVsbG8K\r\n");
}

TEST(EmailMessage, NothingInTheSubjectEndsAHeader) {
    const std::string message = email_message(
        {"a@b", "c@d", "x\r\nBcc: e@f", "text", "1@b", from_unix_us(1'770'000'000'000'000)});
    EXPECT_EQ(message.find("Bcc"), std::string::npos);
}

TEST(EmailMessage, LongTextsAreFolded) {
    std::string subject;
    for (int i = 0; i < 60; ++i)
        subject += "\xe0\xa4\x85";  // a letter of three bytes
    const std::string message = email_message({"a@b", "c@d", subject, std::string(1'000, 'x'),
                                               "1@b", from_unix_us(1'770'000'000'000'000)});
    std::size_t begin = 0;
    for (std::size_t end = message.find("\r\n"); end != std::string::npos;
         end = message.find("\r\n", begin)) {
        EXPECT_LE(end - begin, 78U);
        begin = end + 2;
    }
    EXPECT_EQ(begin, message.size());
}

}  // namespace
}  // namespace callfold
