#include "base/time_zone.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace callfold {
namespace {

Instant at(std::string_view text) {
    return parse_timestamp(text).value();
}

LocalPeriod period(std::string_view start, std::string_view end) {
    return {at(start), at(end)};
}

TEST(TimeZone, IsKnownByItsIanaName) {
    EXPECT_TRUE(is_time_zone("UTC"));
    EXPECT_TRUE(is_time_zone("Asia/Kolkata"));
    EXPECT_TRUE(is_time_zone("America/Argentina/Buenos_Aires"));
    EXPECT_FALSE(is_time_zone(""));
    EXPECT_FALSE(is_time_zone("Asia/Atlantis"));
    EXPECT_FALSE(is_time_zone("asia/kolkata"));
    EXPECT_FALSE(is_time_zone("../../etc/passwd"));
    EXPECT_FALSE(is_time_zone("+05:30"));
    EXPECT_THROW(local_day(at("2026-02-03T00:00:00Z"), "Asia/Atlantis"), InfrastructureError);
}

struct PeriodCase {
    const char* zone;
    const char* time;
    LocalPeriod expected;
};

TEST(TimeZone, DayBeginsAtLocalMidnight) {
    const PeriodCase cases[] = {
        {"UTC", "2026-02-03T00:00:00Z", period("2026-02-03T00:00:00Z", "2026-02-04T00:00:00Z")},
        {"UTC", "2026-02-03T23:59:59.999999Z",
         period("2026-02-03T00:00:00Z", "2026-02-04T00:00:00Z")},
        {"Asia/Kolkata", "2026-02-03T18:29:59Z",
         period("2026-02-02T18:30:00Z", "2026-02-03T18:30:00Z")},
        {"Asia/Kolkata", "2026-02-03T18:30:00Z",
         period("2026-02-03T18:30:00Z", "2026-02-04T18:30:00Z")},
        {"America/New_York", "2026-03-08T12:00:00Z",  // 23 hours
         period("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")},
        {"America/New_York", "2026-11-01T12:00:00Z",  // 25 hours
         period("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")},
        {"Africa/Cairo", "2026-04-24T10:00:00Z",  // clocks go from midnight to 1 o'clock
         period("2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z")},
        {"America/St_Johns", "2010-11-07T02:30:30Z",  // 0:00:30, half a minute before 23:01 again
         period("2010-11-06T02:30:00Z", "2010-11-07T03:30:00Z")},
        {"Pacific/Apia", "2011-12-30T09:59:59Z",  // the 30th does not exist there
         period("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z")},
        {"Pacific/Apia", "2011-12-30T10:00:00Z",
         period("2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z")},
    };
    for (const PeriodCase& one : cases) {
        SCOPED_TRACE(one.zone + std::string(" ") + one.time);
        const LocalPeriod day = local_day(at(one.time), one.zone);
        EXPECT_EQ(to_rfc3339(day.start), to_rfc3339(one.expected.start));
        EXPECT_EQ(to_rfc3339(day.end), to_rfc3339(one.expected.end));
        EXPECT_EQ(start_of_day(at(one.time), one.zone), one.expected.start);
    }
}

TEST(TimeZone, HourIsAnHourOfLocalTime) {
    const PeriodCase cases[] = {
        {"UTC", "2026-02-03T09:15:04.25Z", period("2026-02-03T09:00:00Z", "2026-02-03T10:00:00Z")},
        {"Asia/Kolkata", "2026-02-03T09:15:04.25Z",
         period("2026-02-03T08:30:00Z", "2026-02-03T09:30:00Z")},
        {"Asia/Kathmandu", "2026-02-03T09:15:00Z",
         period("2026-02-03T09:15:00Z", "2026-02-03T10:15:00Z")},
        {"America/New_York", "2026-03-08T06:59:59Z",
         period("2026-03-08T06:00:00Z", "2026-03-08T07:00:00Z")},
        {"Australia/Lord_Howe", "2026-04-04T14:59:00Z",  // set back by half an hour at 2 o'clock
         period("2026-04-04T14:00:00Z", "2026-04-04T15:00:00Z")},
        {"Australia/Lord_Howe", "2026-04-04T15:10:00Z",  // 1:40 the second time
         period("2026-04-04T15:00:00Z", "2026-04-04T15:30:00Z")},
    };
    for (const PeriodCase& one : cases) {
        SCOPED_TRACE(one.zone + std::string(" ") + one.time);
        const LocalPeriod hour = local_hour(at(one.time), one.zone);
        EXPECT_EQ(to_rfc3339(hour.start), to_rfc3339(one.expected.start));
        EXPECT_EQ(to_rfc3339(hour.end), to_rfc3339(one.expected.end));
        EXPECT_EQ(start_of_hour(at(one.time), one.zone), one.expected.start);
    }
}

TEST(TimeZone, PeriodsOfTwoYearsTouchEachOther) {
    for (const char* zone : {"UTC", "Asia/Kolkata", "America/New_York", "Africa/Cairo",
                             "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe"}) {
        SCOPED_TRACE(zone);
        LocalPeriod day = local_day(at("2010-10-01T00:00:00Z"), zone);
        LocalPeriod hour = local_hour(day.start, zone);
        while (day.end < at("2012-10-01T00:00:00Z")) {
            const LocalPeriod next = local_day(day.end, zone);
            ASSERT_EQ(next.start, day.end) << to_rfc3339(day.end);
            ASSERT_EQ(local_day(day.end - microseconds{1}, zone), day) << to_rfc3339(day.end);
            day = next;
        }
        while (hour.end < at("2012-10-01T00:00:00Z")) {
            const LocalPeriod next = local_hour(hour.end, zone);
            ASSERT_EQ(next.start, hour.end) << to_rfc3339(hour.end);
            hour = next;
        }
    }
}

}  // namespace
}  // namespace callfold
