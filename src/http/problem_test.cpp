#include "http/problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace callfold::http {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

TEST(Problem, HasOneStatusForEachCode) {
    const std::map<ErrorCode, int> statuses{{ErrorCode::invalid_argument, 400},
                                            {ErrorCode::unauthenticated, 401},
                                            {ErrorCode::permission_denied, 403},
                                            {ErrorCode::not_found, 404},
                                            {ErrorCode::conflict, 409},
                                            {ErrorCode::too_large, 413},
                                            {ErrorCode::unsupported_media, 415},
                                            {ErrorCode::unavailable, 503},
                                            {ErrorCode::failed, 500}};
    for (const auto& [code, status] : statuses) {
        const Response response = problem_response({code, "Why."});
        const auto body = nlohmann::json::parse(response.body);
        EXPECT_EQ(response.status, status);
        EXPECT_EQ(response.content_type, "application/problem+json");
        EXPECT_EQ(body["code"], to_string(code));
        EXPECT_EQ(body["status"], status);
        EXPECT_EQ(body["detail"], "Why.");
        EXPECT_EQ(body.size(), 4U);
    }
}

TEST(Problem, TellsTheClosestStatusAndTheOffset) {
    const Response response = problem_response({ErrorCode::invalid_argument, "Why."}, {405, 118});
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.body,
              R"({"code":"invalid_argument","title":"Invalid argument","status":405,)"
              R"("detail":"Why.","byte_offset":118})");
}

TEST(Problem, TellsWhatToDoInHeaders) {
    EXPECT_THAT(problem_response({ErrorCode::unavailable, ""}).headers,
                Contains(Pair("Retry-After", "1")));
    EXPECT_THAT(problem_response({ErrorCode::unauthenticated, ""}).headers,
                Contains(Pair("WWW-Authenticate", "Bearer")));
    EXPECT_THAT(problem_response({ErrorCode::conflict, ""}).headers, IsEmpty());
}

TEST(Problem, TellsWhenATooFrequentRequestMayComeAgain) {
    const Response response = rate_limited_response("Too many.", seconds{40});
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(response.body, R"({"code":"rate_limited","title":"Rate limited","status":429,)"
                             R"("detail":"Too many."})");
    EXPECT_THAT(response.headers, Contains(Pair("Retry-After", "40")));
}

TEST(Problem, KeepsBytesThatAreNoTextFromBreakingTheAnswer) {
    const Response response = problem_response({ErrorCode::conflict, "a\xff"});
    EXPECT_EQ(nlohmann::json::parse(response.body)["detail"], "a\ufffd");
}

Response response_to_thrown(const auto& exception) {
    try {
        throw exception;
    } catch (const std::exception&) {
        return exception_response("id");
    }
}

TEST(Problem, SaysNothingOfTheInsideAboutExceptions) {
    const Response broken = response_to_thrown(InfrastructureError("disk /dev/sda is full"));
    EXPECT_EQ(broken.status, 503);
    EXPECT_THAT(broken.body, Not(HasSubstr("disk")));
    const Response bug = response_to_thrown(std::logic_error("index 7 of 3"));
    EXPECT_EQ(bug.status, 500);
    EXPECT_THAT(bug.body, Not(HasSubstr("index")));
}

}  // namespace
}  // namespace callfold::http
