#include "http/body_reader.h"

#include <functional>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "domain/ledger.h"

namespace callfold::http {
namespace {

using nlohmann::json;

// What is wrong with `body` by what `read` asks of it; empty when nothing is.
std::string problem(const json& body, const std::function<void(BodyReader&)>& read) {
    BodyReader reader(body);
    read(reader);
    const auto finished = reader.finish();
    return finished ? "" : finished.error().message;
}

TEST(BodyReader, LeavesWhatIsNotSent) {
    const json body = json::object();
    BodyReader reader(body);
    std::string text = "kept";
    std::optional<std::string> nullable = "kept too";
    std::int64_t number = 7;
    bool flag = true;
    reader.text("text", text, {});
    reader.text_or_null("nullable", nullable, {});
    reader.integer("number", number, 0, 9);
    reader.boolean("flag", flag);
    EXPECT_TRUE(reader.finish());
    EXPECT_EQ(text, "kept");
    EXPECT_EQ(nullable, "kept too");
    EXPECT_EQ(number, 7);
    EXPECT_TRUE(flag);
}

TEST(BodyReader, ReadsWhatIsSent) {
    const json body = json::parse(R"({"text": "  Asha\u0000Rao ", "nullable": null, "number": -3,
        "flag": false, "amount": "12.50", "time": "2026-02-03T09:00:00Z", "region": "IN",
        "id": "019c21e4-9b1c-7d3e-8f4a-5b6c7d8e9f01", "kind": "top-up", "texts": ["a", "b"],
        "object": {"a": 1}})");
    BodyReader reader(body);
    std::string text;
    std::optional<std::string> nullable = "gone";
    std::int64_t number = 0;
    bool flag = true;
    Credits amount;
    std::optional<Instant> time;
    std::optional<Region> region;
    std::optional<Uuid> id;
    TransferKind kind = TransferKind::grant;
    std::vector<std::string> texts;
    reader.text("text", text, {});
    reader.text_or_null("nullable", nullable, {});
    reader.integer("number", number, -3, 9);
    reader.boolean("flag", flag);
    reader.credits("amount", amount);
    reader.instant("time", time);
    reader.region_or_null("region", region);
    reader.id("id", id);
    reader.word("kind", kind, parse_transfer_kind, "a kind");
    reader.texts("texts", texts);
    const json* object = reader.object_or_null("object");
    EXPECT_TRUE(reader.finish()) << reader.finish().error().message;
    EXPECT_EQ(text, "Asha Rao");
    EXPECT_EQ(nullable, std::nullopt);
    EXPECT_EQ(number, -3);
    EXPECT_FALSE(flag);
    EXPECT_EQ(amount.text(), "12.5");
    EXPECT_EQ(time, parse_timestamp("2026-02-03T09:00:00Z"));
    EXPECT_EQ(region, Region::parse("IN"));
    EXPECT_EQ(id, Uuid::parse("019c21e4-9b1c-7d3e-8f4a-5b6c7d8e9f01"));
    EXPECT_EQ(kind, TransferKind::top_up);
    EXPECT_EQ(texts, (std::vector<std::string>{"a", "b"}));
    ASSERT_NE(object, nullptr);
    EXPECT_TRUE(object->contains("a"));
}

TEST(BodyReader, RefusesOtherTypesAndLimits) {
    std::string text;
    std::optional<std::string> nullable;
    std::int64_t number = 0;
    bool flag = false;
    Credits amount;
    std::optional<Instant> time;
    std::optional<Region> region;
    std::optional<Uuid> id;
    TransferKind kind = TransferKind::grant;
    std::vector<std::string> texts;
    struct Case {
        const char* value;
        std::function<void(BodyReader&)> read;
    };
    const auto as_text = [&](BodyReader& reader) { reader.text("x", text, {1, 3}); };
    const auto as_nullable = [&](BodyReader& reader) {
        reader.text_or_null("x", nullable, {1, 3});
    };
    const auto as_number = [&](BodyReader& reader) { reader.integer("x", number, 1, 9); };
    const auto as_amount = [&](BodyReader& reader) { reader.credits("x", amount); };
    const auto as_texts = [&](BodyReader& reader) { reader.texts("x", texts); };
    const auto as_kind = [&](BodyReader& reader) {
        reader.word("x", kind, parse_transfer_kind, "a kind");
    };
    const Case cases[] = {
        {"null", as_text},
        {"5", as_text},
        {R"(" ")", as_text},
        {R"("नमसते")", as_text},
        {R"("")", as_nullable},
        {"true", as_nullable},
        {"0", as_number},
        {"10", as_number},
        {"1.5", as_number},
        {"\"1\"", as_number},
        {"18446744073709551615", as_number},
        {"null", as_number},
        {"1", [&](BodyReader& reader) { reader.boolean("x", flag); }},
        {"12.5", as_amount},
        {"\"1e3\"", as_amount},
        {"\"0.0000001\"", as_amount},
        {"\"yesterday\"", [&](BodyReader& reader) { reader.instant("x", time); }},
        {"\"XX\"", [&](BodyReader& reader) { reader.region_or_null("x", region); }},
        {"\"in\"", [&](BodyReader& reader) { reader.region_or_null("x", region); }},
        {"\"1\"", [&](BodyReader& reader) { reader.id("x", id); }},
        {"\"gift\"", as_kind},
        {"1", as_kind},
        {"\"a\"", as_texts},
        {"[1]", as_texts},
        {"{}", as_texts},
        {"[]", [&](BodyReader& reader) { reader.object_or_null("x"); }},
    };
    for (const Case& one : cases) {
        const json body{{"x", json::parse(one.value)}};
        EXPECT_TRUE(problem(body, one.read).starts_with("`x` must be ")) << one.value;
    }
}

TEST(BodyReader, RefusesWhatIsMissingOrUnknown) {
    const auto wants_name = [](BodyReader& reader) { reader.require("name"); };
    EXPECT_EQ(problem(json::object(), wants_name), "`name` is missing.");
    EXPECT_EQ(problem({{"name", nullptr}}, wants_name), "");
    EXPECT_EQ(problem({{"name", "a"}, {"nmae", "b"}}, wants_name),
              "`nmae` is not a property of this body.");
    const auto wants_any = [](BodyReader& reader) { reader.require_any(); };
    EXPECT_EQ(problem(json::object(), wants_any), "The body names no property to change.");
}

TEST(BodyReader, TellsWhatIsWrongFirst) {
    bool flag = false;
    EXPECT_EQ(problem({{"a", 1}, {"b", 2}, {"c", 3}},
                      [&](BodyReader& reader) {
                          reader.boolean("b", flag);
                          reader.boolean("a", flag);
                      }),
              "`b` must be true or false.");
}

}  // namespace
}  // namespace callfold::http
