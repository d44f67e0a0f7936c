#include "transport/response_headers.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

const Instant now = *parse_timestamp("2026-11-22T12:00:00.250Z");

TEST(ResponseHeaders, ReadsRetryAfter) {
    struct Case {
        const char* header;
        const char* value;
        std::optional<milliseconds> wait;
    };
    const Case cases[] = {
        {"retry-after", "3", milliseconds{3'000}},
        {"retry-after", " 1.5 ", milliseconds{1'500}},
        {"retry-after", "0", milliseconds{0}},
        {"retry-after-ms", "150", milliseconds{150}},
        {"retry-after", "Sun, 22 Nov 2026 12:00:10 GMT", milliseconds{9'750}},
        {"retry-after", "Sun, 22 Nov 2026 11:00:00 GMT", milliseconds{0}},
        {"retry-after", "Sun, 22 Nov 2026 12:00:xx GMT", std::nullopt},
        {"retry-after", "Fri, 31 Dec 2027 23:59:stomer_em59 GMT", std::nullopt},
        {"retry-after", "Sun, 22 Nov 2026 12:00:10 CET", std::nullopt},
        {"retry-after", "99999999", std::chrono::hours{1}},
        {"retry-after", "-1", std::nullopt},
        {"retry-after", "1e3", std::nullopt},
        {"retry-after", "soon", std::nullopt},
        {"retry-after", "inf", std::nullopt},
        {"retry-after", "", std::nullopt},
        {"x-other", "3", std::nullopt},
    };
    for (const auto& each : cases) {
        HttpResponse response;
        response.headers = {{each.header, each.value}};
        EXPECT_EQ(retry_after(response, now), each.wait) << each.header << ": " << each.value;
    }
}

TEST(ResponseHeaders, PrefersMilliseconds) {
    HttpResponse response;
    response.headers = {{"retry-after", "5"}, {"retry-after-ms", "150"}};
    EXPECT_EQ(retry_after(response, now), milliseconds{150});
    response.headers = {{"retry-after", "5"}, {"retry-after-ms", "x"}};
    EXPECT_EQ(retry_after(response, now), milliseconds{5'000});
}

TEST(ResponseHeaders, ReadsResetTimes) {
    EXPECT_EQ(parse_reset_time("1s"), milliseconds{1'000});
    EXPECT_EQ(parse_reset_time("6m0s"), milliseconds{360'000});
    EXPECT_EQ(parse_reset_time("20ms"), milliseconds{20});
    EXPECT_EQ(parse_reset_time("1h2m3.5s"), milliseconds{3'723'500});
    EXPECT_EQ(parse_reset_time("1d"), milliseconds{86'400'000});
    EXPECT_EQ(parse_reset_time(" 2 "), milliseconds{2'000});
    EXPECT_EQ(parse_reset_time("0s"), milliseconds{0});
    for (const char* text : {"", "s", "6x", "m6", "-1s", "1s2", "2026-11-22T12:00:00Z"}) {
        EXPECT_EQ(parse_reset_time(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace callfold
