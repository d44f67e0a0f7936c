#pragma once

#include <string_view>

#include "base/clock.h"

namespace callfold {

// Whether `name` is a time zone of the IANA database that this machine has: "Asia/Kolkata", "UTC".
bool is_time_zone(std::string_view name);

// A piece of local time as its instants: `start` is in it, `end` is the start of the next one.
struct LocalPeriod {
    Instant start;
    Instant end;

    bool operator==(const LocalPeriod&) const = default;
};

// The day of `zone`, or the hour, in which `time` lies. The days of a zone follow each other
// without a gap or an overlap, and so do its hours: a day of a clock change has 23 or 25 hours, a
// day without a midnight begins with its first moment, and an hour that a clock change cuts is two
// periods. `zone` must be a time zone (is_time_zone); one that this machine does not know throws
// InfrastructureError. Thread-safe.
LocalPeriod local_day(Instant time, std::string_view zone);
LocalPeriod local_hour(Instant time, std::string_view zone);

// The starts of both.
Instant start_of_day(Instant time, std::string_view zone);
Instant start_of_hour(Instant time, std::string_view zone);

}  // namespace callfold
