#include "http/parameters.h"

#include <gtest/gtest.h>

#include "domain/call.h"

namespace callfold::http {
namespace {

// A request with the query parameter `p`.
struct Asked {
    explicit Asked(std::string value) { request.query_parameters["p"] = std::move(value); }

    Request http;
    ApiRequest request{http, {}, {}, {}};
};

TEST(Parameters, AbsentOnesAreNothing) {
    const Asked asked("");
    EXPECT_EQ(query_text(asked.request, "p", 10), std::nullopt);
    EXPECT_EQ(query_boolean(asked.request, "p"), std::nullopt);
    EXPECT_EQ(query_phone(asked.request, "p", std::nullopt), std::nullopt);
    EXPECT_EQ(query_word(asked.request, "p", parse_lifecycle_status), std::nullopt);
}

TEST(Parameters, ATextIsTrimmedAndCountedInCharacters) {
    EXPECT_EQ(*query_text(Asked(" site visit ").request, "p", 10), "site visit");
    EXPECT_EQ(*query_text(Asked("नमस्ते").request, "p", 6), "नमस्ते");
    const Asked greeting{"नमस्ते"};
    EXPECT_EQ(query_text(greeting.request, "p", 5).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(query_text(Asked("  ").request, "p", 5).error().code, ErrorCode::invalid_argument);
}

TEST(Parameters, AWordIsOneOfItsEnum) {
    EXPECT_EQ(*query_word(Asked("in-progress").request, "p", parse_lifecycle_status),
              LifecycleStatus::in_progress);
    const auto refused = query_word(Asked("in_progress").request, "p", parse_lifecycle_status);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(refused.error().message.find("`p`"), std::string::npos);
}

TEST(Parameters, ABooleanIsTrueOrFalse) {
    EXPECT_EQ(*query_boolean(Asked("true").request, "p"), true);
    EXPECT_EQ(*query_boolean(Asked("false").request, "p"), false);
    EXPECT_FALSE(query_boolean(Asked("1").request, "p"));
}

TEST(Parameters, ANationalNumberIsReadInTheRegion) {
    const auto asha = PhoneNumber::from_e164("+919000000101");
    EXPECT_EQ(*query_phone(Asked("090000 00101").request, "p", Region::parse("IN")), asha);
    EXPECT_EQ(*query_phone(Asked("+91 90000 00101").request, "p", std::nullopt), asha);
    EXPECT_FALSE(query_phone(Asked("090000 00101").request, "p", std::nullopt));
    EXPECT_FALSE(query_phone(Asked("asha").request, "p", Region::parse("IN")));
}

TEST(Parameters, TheFirstErrorIsKept) {
    ParameterErrors errors;
    std::optional<bool> flag;
    std::optional<LifecycleStatus> status;
    errors.read(query_boolean(Asked("true").request, "p"), flag);
    EXPECT_FALSE(errors.first());
    errors.read(query_word(Asked("nothing").request, "p", parse_lifecycle_status), status);
    errors.read(query_boolean(Asked("maybe").request, "p"), flag);
    EXPECT_EQ(flag, true);
    EXPECT_NE(errors.first()->message.find("word"), std::string::npos);
}

}  // namespace
}  // namespace callfold::http
