#include "http/page.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "http/url.h"

namespace callfold::http {
namespace {

// An ApiRequest with the HTTP request that it refers to.
class Asked {
  public:
    explicit Asked(std::string_view query, std::string body = {},
                   std::string content_type = "application/json") {
        http_.body = std::move(body);
        http_.headers = {{"content-type", std::move(content_type)}};
        request_.query_parameters = parse_query(query).value();
    }
    Asked(const Asked&) = delete;
    Asked& operator=(const Asked&) = delete;

    ApiRequest& operator*() { return request_; }

  private:
    Request http_;
    ApiRequest request_{http_, {}, {}, {}};
};

std::optional<ErrorCode> code_of(const auto& result) {
    return result ? std::nullopt : std::optional(result.error().code);
}

TEST(Page, ReadsLimitAndCursor) {
    Asked first("");
    EXPECT_EQ(page_request(*first)->limit, 50);
    EXPECT_EQ(page_request(*first)->before_id, std::nullopt);
    Asked next("limit=200&cursor=" + encode_cursor(9'000'000'000));
    EXPECT_EQ(page_request(*next)->limit, 200);
    EXPECT_EQ(page_request(*next)->before_id, 9'000'000'000);
}

TEST(Page, RefusesOtherLimitsAndForeignCursors) {
    for (const char* query :
         {"limit=0", "limit=201", "limit=-1", "limit=ten", "limit=5x", "limit=1e2",
          "limit=99999999999", "cursor=7", "cursor=c10000000000000zzz", "cursor=c1ffffffffffffffff",
          "cursor=c20000000000000007", "cursor=c1000000000000000700", "cursor=c1-000000000000000",
          "cursor=c1000000000000002A"}) {
        Asked asked(query);
        EXPECT_EQ(code_of(page_request(*asked)), ErrorCode::invalid_argument) << query;
    }
}

TEST(Page, ShowsRowsAndWhereTheyGoOn) {
    EXPECT_EQ(page_response(nlohmann::json::array({1, 2}), std::nullopt).body,
              R"({"data":[1,2],"next_cursor":null})");
    EXPECT_EQ(page_response(nlohmann::json::array(), 7).body,
              R"({"data":[],"next_cursor":"c10000000000000007"})");
}

TEST(Page, ReadsJsonObjects) {
    for (const char* type :
         {"application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"}) {
        Asked asked("", R"({"a":1})", type);
        EXPECT_EQ(json_object(*asked).value()["a"], 1) << type;
    }
}

TEST(Page, RefusesOtherBodies) {
    for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "json"}) {
        Asked asked("", "{}", type);
        EXPECT_EQ(code_of(json_object(*asked)), ErrorCode::unsupported_media) << type;
    }
    for (const char* body :
         {"", "[]", "1", "null", "{\"a\":}", "{} x", "{\"a\":\"\xff\"}", "{\"a\":1e999}"}) {
        Asked asked("", body);
        EXPECT_EQ(code_of(json_object(*asked)), ErrorCode::invalid_argument) << body;
    }
    Asked twice("", R"({"a":{"b":1,"c":{"b":2},"b":3}})");
    EXPECT_EQ(json_object(*twice).error().message, "`b` stands twice in the body.");
    Asked broken("", R"({"a":})");
    EXPECT_EQ(json_object(*broken).error().message,
              "The body is not JSON: it stops making sense at byte 5.");
}

TEST(Page, ReadsParameters) {
    Asked asked("from=2026-02-03T09:15:04Z&empty=&count=7&bad=soon");
    EXPECT_EQ(to_rfc3339(query_instant(*asked, "from").value().value()), "2026-02-03T09:15:04Z");
    EXPECT_EQ(query_instant(*asked, "to").value(), std::nullopt);
    EXPECT_EQ(query_instant(*asked, "empty").value(), std::nullopt);
    EXPECT_EQ(code_of(query_instant(*asked, "bad")), ErrorCode::invalid_argument);
    EXPECT_EQ(query_integer(*asked, "count", 0, 10).value(), 7);
    EXPECT_EQ(query_integer(*asked, "empty", 0, 10).value(), std::nullopt);
    EXPECT_EQ(code_of(query_integer(*asked, "count", 0, 6)), ErrorCode::invalid_argument);
}

TEST(Page, TakesAnIdThatNobodyHasAsNotFound) {
    Asked asked("");
    (*asked).path_parameters = {{"id", "0194d3f0-0000-7000-8000-000000000001"}, {"no", "7"}};
    EXPECT_EQ(path_uuid(*asked, "id")->text(), "0194d3f0-0000-7000-8000-000000000001");
    EXPECT_EQ(code_of(path_uuid(*asked, "no")), ErrorCode::not_found);
}

}  // namespace
}  // namespace callfold::http
