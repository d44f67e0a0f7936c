#include "http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callfold::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

Route route(const char* method, const char* pattern) {
    return {method, pattern, Access::open,
            [](const ApiRequest&) -> Result<Response> { return Response{}; }};
}

const Router& router() {
    static const Router routes(
        {route("GET", "/v1/calls"), route("GET", "/v1/calls/{id}"),
         route("GET", "/v1/calls/{id}/events"), route("GET", "/v1/credits/{id}"),
         route("GET", "/v1/credits/transfers"), route("POST", "/v1/keys"), route("GET", "/v1/keys"),
         route("PATCH", "/v1/contacts/{id}"), route("POST", "/webhooks/{provider}/{token}")});
    return routes;
}

std::string matched(std::string_view method, std::string_view path) {
    const RouteMatch match = router().match(method, path);
    return match.route == nullptr ? "none" : match.route->method + " " + match.route->pattern;
}

TEST(Router, FindsTheRoute) {
    EXPECT_EQ(matched("GET", "/v1/calls"), "GET /v1/calls");
    EXPECT_EQ(matched("GET", "/v1/calls/7/events"), "GET /v1/calls/{id}/events");
    EXPECT_EQ(matched("POST", "/v1/keys"), "POST /v1/keys");
    EXPECT_EQ(matched("HEAD", "/v1/keys"), "GET /v1/keys");
    EXPECT_EQ(matched("GET", "/v1/c%61lls"), "GET /v1/calls");
}

TEST(Router, PrefersLiteralsToParameters) {
    EXPECT_EQ(matched("GET", "/v1/credits/transfers"), "GET /v1/credits/transfers");
    EXPECT_EQ(matched("GET", "/v1/credits/7"), "GET /v1/credits/{id}");
}

TEST(Router, DecodesParameters) {
    EXPECT_THAT(router().match("POST", "/webhooks/bolna/a%2Fb+c").path_parameters,
                UnorderedElementsAre(Pair("provider", "bolna"), Pair("token", "a/b+c")));
}

TEST(Router, KnowsNoOtherPaths) {
    for (const char* path : {"/", "", "*", "/v1", "/v1/calls/", "/v1//calls", "/v1/calls//events",
                             "v1/calls", "/V1/calls", "/v1/calls/7/events/8", "//v1/calls"}) {
        const RouteMatch match = router().match("GET", path);
        EXPECT_EQ(match.route, nullptr) << path;
        EXPECT_FALSE(match.path_exists) << path;
        EXPECT_FALSE(match.malformed) << path;
    }
}

TEST(Router, GivesTheRouteOfAnyPathWhereNoOtherOneIs) {
    const Router routes({route("GET", "/*"), route("POST", "/v1/keys")});
    const auto pattern = [&](const char* method, const char* path) {
        const RouteMatch match = routes.match(method, path);
        return match.route == nullptr ? "none" : match.route->pattern;
    };
    EXPECT_EQ(pattern("GET", "/"), "/*");
    EXPECT_EQ(pattern("HEAD", "/calls/7"), "/*");
    EXPECT_EQ(pattern("POST", "/calls/7"), "none");
    EXPECT_FALSE(routes.match("POST", "/calls/7").path_exists);
    EXPECT_EQ(pattern("GET", "/v1/keys"), "none");
    EXPECT_TRUE(routes.match("GET", "/v1/keys").path_exists);
}

TEST(Router, TellsTheMethodsOfAPath) {
    const RouteMatch match = router().match("DELETE", "/v1/keys");
    EXPECT_EQ(match.route, nullptr);
    EXPECT_TRUE(match.path_exists);
    EXPECT_THAT(match.allowed_methods, ElementsAre("POST", "GET", "HEAD", "OPTIONS"));
    EXPECT_THAT(router().match("GET", "/webhooks/bolna/t").allowed_methods,
                ElementsAre("POST", "OPTIONS"));
}

TEST(Router, RefusesBrokenPercentEncoding) {
    for (const char* path : {"/v1/calls/%", "/v1/calls/%4", "/v1/%zz", "/v1/calls/%00",
                             "/v1/calls/%ff", "/nowhere/%fe%ff"}) {
        const RouteMatch match = router().match("GET", path);
        EXPECT_TRUE(match.malformed) << path;
        EXPECT_EQ(match.route, nullptr) << path;
    }
}

}  // namespace
}  // namespace callfold::http
