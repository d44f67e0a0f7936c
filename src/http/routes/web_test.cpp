#include "http/routes/web.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "http/testing/asked_routes.h"

namespace callfold::http {
namespace {

using ::testing::HasSubstr;
using testing::RouteAnswer;

constexpr embedded::WebFile files[] = {
    {"/assets/app-4f2a.js", "text/javascript", "\"js\"", true, "script", "gzipped", "brotlied"},
    {"/favicon.svg", "image/svg+xml", "\"svg\"", false, "picture"},
    {"/index.html", "text/html", "\"html\"", false, "page", "gzipped page"},
};

RouteAnswer get(const std::string& path, const std::map<std::string, std::string>& headers = {}) {
    static const testing::AskedRoutes routes{web_routes(files, true)};
    return routes.ask({}, "GET", path, {"", headers});
}

TEST(WebRoutes, GiveThePageForEveryPlaceInTheDashboard) {
    for (const char* path :
         {"/", "/index.html", "/calls", "/calls/019c21e4-9b1c", "/leads/+919000000101"}) {
        const RouteAnswer page = get(path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(page.body, "page") << path;
        EXPECT_EQ(page.header("Cache-Control"), "no-cache");
        EXPECT_EQ(page.header("ETag"), "\"html\"");
    }
}

TEST(WebRoutes, AreMissingWhereNothingIs) {
    for (const char* path : {"/v1", "/v1/", "/v1/nothing", "/webhooks/bolna", "/assets/app-0000.js",
                             "/robots.txt", "/calls/photo.png"}) {
        const RouteAnswer answer = get(path);
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_EQ(answer.json()["code"], "not_found") << path;
    }
}

TEST(WebRoutes, AreKeptForeverWhereTheNameTellsTheContent) {
    EXPECT_EQ(get("/assets/app-4f2a.js").header("Cache-Control"),
              "public, max-age=31536000, immutable");
    EXPECT_EQ(get("/favicon.svg").header("Cache-Control"), "no-cache");
}

TEST(WebRoutes, ComeInTheBestEncodingThatIsAccepted) {
    const auto encoded = [](const std::string& path, const std::string& accept) {
        const RouteAnswer answer = get(path, {{"Accept-Encoding", accept}});
        EXPECT_EQ(answer.header("Vary"), "Accept-Encoding");
        return answer.header("Content-Encoding") + ":" + answer.body;
    };
    EXPECT_EQ(encoded("/assets/app-4f2a.js", "gzip, deflate, br, zstd"), "br:brotlied");
    EXPECT_EQ(encoded("/assets/app-4f2a.js", "gzip, deflate"), "gzip:gzipped");
    EXPECT_EQ(encoded("/assets/app-4f2a.js", "br;q=0, GZIP;q=0.5"), "gzip:gzipped");
    EXPECT_EQ(encoded("/assets/app-4f2a.js", "br;q=0.0, gzip;q=0"), ":script");
    EXPECT_EQ(encoded("/assets/app-4f2a.js", "brotli"), ":script");
    EXPECT_EQ(encoded("/", "br, gzip"), "gzip:gzipped page");
    EXPECT_EQ(encoded("/favicon.svg", "br, gzip"), ":picture");
}

TEST(WebRoutes, AreNotSentAgainWhenTheyAreKnown) {
    const RouteAnswer known = get("/calls", {{"If-None-Match", "W/\"other\", \"html\""}});
    EXPECT_EQ(known.status, 304);
    EXPECT_EQ(known.body, "");
    EXPECT_EQ(known.header("ETag"), "\"html\"");
    EXPECT_EQ(get("/calls", {{"If-None-Match", "\"svg\""}}).status, 200);
}

TEST(WebRoutes, LetNothingInFromElsewhere) {
    const RouteAnswer page = get("/");
    EXPECT_THAT(page.header("Content-Security-Policy"),
                HasSubstr("default-src 'none'; script-src 'self'; "));
    EXPECT_THAT(page.header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(page.header("X-Frame-Options"), "DENY");
    EXPECT_EQ(page.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(page.header("Strict-Transport-Security"), "max-age=31536000");
    const testing::AskedRoutes plain{web_routes(files, false)};
    EXPECT_EQ(plain.ask({}, "GET", "/").header("Strict-Transport-Security"), "");
}

}  // namespace
}  // namespace callfold::http
