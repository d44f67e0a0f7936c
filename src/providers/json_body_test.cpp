#include "providers/json_body.h"

#include <gtest/gtest.h>

#include "providers/testing/bodies.h"

namespace callfold {
namespace {

using namespace std::string_literals;

Unreadable unreadable(std::string_view body) {
    std::vector<std::string> warnings;
    const auto read = read_json_body(body, warnings);
    const auto* problem = std::get_if<Unreadable>(&read);
    return problem == nullptr ? Unreadable{"readable", std::nullopt} : *problem;
}

std::string nested(std::size_t depth) {
    return R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
}

TEST(JsonBody, SaysWhatIsWrongAndWhere) {
    const struct {
        std::string body;
        const char* reason;
        std::size_t byte_offset;
    } cases[] = {
        {"", "the body is not valid JSON", 0},
        {"   ", "the body is not valid JSON", 3},
        {"id=1&status=busy", "the body is not valid JSON", 0},
        {R"({"id":1,})", "the body is not valid JSON", 8},
        {R"({"id":1)", "the body is not valid JSON", 7},
        {R"({"id":"a)", "the body is not valid JSON", 8},
        {R"({"id":1} x)", "the body is not valid JSON", 9},
        {R"({"id":01})", "the body is not valid JSON", 7},
        {R"({"id":NaN})", "the body is not valid JSON", 6},
        {R"({"id":"\ud83d"})", "the body is not valid JSON", 13},
        {"{\"id\":\"a\nb\"}", "the body is not valid JSON", 8},
        {"\xef\xbb\xbf{}", "the body is not valid JSON", 0},
        {"{\"id\":\"\xff\"}", "the body is not valid UTF-8", 7},
        {"{\"id\":\"\xc3\"}", "the body is not valid UTF-8", 8},
        {"{\"id\":\"\xed\xa0\x80\"}", "the body is not valid UTF-8", 8},
        {"[]", "a JSON object is expected", 0},
        {R"([{"id":"a"}])", "a JSON object is expected", 0},
        {R"("id")", "a JSON object is expected", 0},
        {"7", "a JSON object is expected", 0},
        {"null", "a JSON object is expected", 0},
    };
    for (const auto& [body, reason, byte_offset] : cases) {
        const auto problem = unreadable(body);
        EXPECT_EQ(problem.reason, reason) << body;
        EXPECT_EQ(problem.byte_offset, byte_offset) << body;
    }
}

TEST(JsonBody, RefusesDeepNesting) {
    EXPECT_EQ(unreadable(nested(max_json_depth)).reason, "readable");
    const auto problem = unreadable(nested(max_json_depth + 1));
    EXPECT_EQ(problem.reason, "the body is nested deeper than 64 levels");
    EXPECT_EQ(problem.byte_offset, 4 + max_json_depth);
    // Brackets inside of text do not count.
    const std::string opening = R"({"a":"[[[[{{{\"[[","b":)";
    const auto deep = opening + std::string(100'000, '[') + std::string(100'000, ']') + "}";
    EXPECT_EQ(unreadable(deep).byte_offset, opening.size() + max_json_depth - 1);
}

TEST(JsonBody, EveryBeginningOfABodyIsUnreadable) {
    const auto body = testing::read_file(testing::body_folder() / "source_document_completed.json");
    for (std::size_t length = 0; length + 2 <= body.size(); ++length) {
        const auto problem = unreadable(std::string_view{body}.substr(0, length));
        EXPECT_EQ(problem.byte_offset, length) << body.substr(0, length);
    }
}

// The object called "in" of `body`, as compact JSON.
std::string inner_json(const std::string& body) {
    std::vector<std::string> warnings;
    const auto read = read_json_body(body, warnings);
    return std::get<JsonFields>(read).json("in", 1000).value_or("none");
}

TEST(JsonBody, NumbersThatFitNoTypeBecomeText) {
    EXPECT_EQ(inner_json(R"({"in":{"a\"1":-99999999999999999999,"b":[1e999,2],)"
                         R"("c":18446744073709551615,"d":"1e999"}})"),
              R"({"a\"1":"-99999999999999999999","b":["1e999",2],)"
              R"("c":18446744073709551615,"d":"1e999"})");
    EXPECT_EQ(unreadable(R"({"a":99999999999999999999,"b":-})").reason,
              "the body is not valid JSON");
    EXPECT_EQ(unreadable(R"({"a":099999999999999999999})").reason, "the body is not valid JSON");
}

TEST(JsonBody, ASmallBodyAfterABigOneIsReadTheSame) {
    const auto big = R"({"a":")" + std::string(1'000'000, 'x') + "\"}";
    EXPECT_EQ(unreadable(big).reason, "readable");
    EXPECT_EQ(inner_json(R"({"in":{"a":1}})"), R"({"a":1})");
    EXPECT_EQ(unreadable(nested(max_json_depth + 1)).reason,
              "the body is nested deeper than 64 levels");
}

}  // namespace
}  // namespace callfold
