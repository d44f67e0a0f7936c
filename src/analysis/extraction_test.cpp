#include "analysis/extraction.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

using Extract = std::optional<Claim> (*)(const Conversation&);

struct Case {
    const char* conversation;
    const char* value;  // empty: nothing
};

void expect(Extract extract, const std::vector<Case>& cases) {
    for (const auto& [text, value] : cases) {
        const Transcript transcript = parse_transcript(text).value();
        const auto claim = extract(take_apart(transcript));
        EXPECT_EQ(claim ? claim->text : "", value) << text;
        if (!claim) continue;
        ASSERT_TRUE(claim->quote.has_value()) << text;
        EXPECT_NE(std::string_view(text).find(*claim->quote), std::string_view::npos) << text;
    }
}

// A claim that code cannot verify never reaches a contact.
void expect_verified(std::optional<Claim> Assessment::*field, Extract extract,
                     const std::vector<Case>& cases) {
    for (const auto& [text, value] : cases) {
        const Transcript transcript = parse_transcript(text).value();
        Assessment assessment;
        assessment.*field = extract(take_apart(transcript));
        if (!(assessment.*field)) continue;
        verify_claims(assessment, {transcript.text()});
        EXPECT_TRUE((assessment.*field)->verified) << text;
    }
}

TEST(CustomerName, IsWhatTheCustomerSays) {
    const std::vector<Case> cases = {
        {"user: My name is Nora Lindqvist.", "Nora Lindqvist"},
        {"user: Hello, this is Rohan.", "Rohan"},
        {"user: I'm Anita Rao from Lakeside.", "Anita Rao"},
        {"user: I am Dr. Peter Novak.", "Peter Novak"},
        {"user: Nora speaking.", "Nora"},
        {"user: Yes, Nora Lindqvist here.", "Nora Lindqvist"},
        {"user: my name is priya and i want to know", "priya"},
        {"user: Mera naam Rahul hai.", "Rahul"},
        {"user: My name is José Álvarez.", "José Álvarez"},
        // no names
        {"user: I am Interested in this.", ""},
        {"user: I'm not sure. This is Great news.", ""},
        {"user: This is Saturday.", ""},
        {"user: I am busy.", ""},
        {"user: I am John's brother.", ""},
        {"user: My name is not important.", ""},
        {"assistant: This is Maya from Lakeview.\nuser: Hello.", ""},
    };
    expect(customer_name, cases);
    expect_verified(&Assessment::customer_name, customer_name, cases);
}

TEST(CustomerName, IsTheOneTheyAgreeTo) {
    const std::vector<Case> cases = {
        {"assistant: Am I speaking with Mr. Rohan Verma?\nuser: Yes.", "Rohan Verma"},
        {"assistant: Hi! Is this Nora?\nuser: Speaking.", "Nora"},
        {"assistant: May I speak to Ana Souza?\nuser: This is she.", "Ana Souza"},
        {"assistant: Am I talking to Rahul?\nuser: haan ji", "Rahul"},
        {"assistant: Am I speaking with Rohan?\nuser: No, this is Vikram.", "Vikram"},
        // not agreed, or nobody named
        {"assistant: Am I speaking with Rohan?\nuser: No, wrong number.", ""},
        {"assistant: Am I speaking with Rohan?\nuser: Who is this?", ""},
        {"assistant: Am I speaking with Rohan?", ""},
        {"assistant: Is this a good time?\nuser: Yes.", ""},
        {"assistant: Am I speaking with the owner?\nuser: Yes.", ""},
    };
    expect(customer_name, cases);
    expect_verified(&Assessment::customer_name, customer_name, cases);
}

TEST(CustomerEmail, IsReadAndHeard) {
    const std::vector<Case> cases = {
        {"user: Write to Nora.Lindqvist@Example.com.", "nora.lindqvist@example.com"},
        {"user: nora at example dot com", "nora@example.com"},
        {"user: It's nora dot lindqvist at example dot co dot uk, thanks",
         "nora.lindqvist@example.co.uk"},
        {"user: priya underscore k at the rate example dot org", "priya_k@example.org"},
        {"user: my id is n o r a at the rate of example dot com", "nora@example.com"},
        {"user: sales dash team at e x dot com", "sales-team@ex.com"},
        // none, or not clear
        {"user: Meet me at noon.", ""},
        {"user: I looked at example dot com", ""},
        {"user: it is at example dot com", ""},
        {"user: nora two three at example dot com", ""},
        {"user: 23 at example dot com", ""},
        {"user: nora at g mail dot com", ""},
        {"user: nora@ example", ""},
        {"user: @example.com", ""},
        {"user: look at that dot", ""},
        {"assistant: Write to help@example.com.\nuser: Okay.", ""},
    };
    expect(customer_email, cases);
    expect_verified(&Assessment::customer_email, customer_email, cases);
}

TEST(CustomerPhone, IsReadAndHeard) {
    const std::vector<Case> cases = {
        {"user: My number is 98765 43210.", "9876543210"},
        {"user: It's +91 98765-43210.", "+919876543210"},
        {"user: nine eight double seven six five four three two one", "9877654321"},
        {"user: plus nine one, nine eight seven six five four three two one zero", "+919876543210"},
        {"user: call me on 555 0142", "5550142"},
        {"user: Call (212) 555-0142", "2125550142"},
        // no telephone numbers
        {"user: It was 5550142 units.", ""},
        {"user: My budget is 1000000000 rupees.", ""},
        {"user: one two three", ""},
        {"user: 1234567890123456789", ""},
        {"assistant: Our number is 98765 43210.\nuser: Okay.", ""},
    };
    expect(customer_phone, cases);
    expect_verified(&Assessment::customer_phone, customer_phone, cases);
}

}  // namespace
}  // namespace callfold
