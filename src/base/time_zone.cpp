#include "base/time_zone.h"

#include <algorithm>

#include <date/tz.h>
#include <fmt/format.h>

#include "base/error.h"

namespace callfold {
namespace {

// The library names a zone or throws; null is for those that it does not know.
const date::time_zone* find_zone(std::string_view name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

const date::time_zone& known_zone(std::string_view name) {
    const date::time_zone* zone = find_zone(name);
    if (zone == nullptr) {
        throw InfrastructureError(
            fmt::format("the time zone {} is not in this machine's database (tzdata)", name));
    }
    return *zone;
}

// The first moment of a local day. Where clocks are set back over midnight, so that it comes twice,
// the second one counts.
Instant day_start(const date::time_zone& zone, date::local_days day) {
    return zone.to_sys(day + microseconds{0}, date::choose::latest);
}

}  // namespace

bool is_time_zone(std::string_view name) {
    return find_zone(name) != nullptr;
}

LocalPeriod local_day(Instant time, std::string_view zone_name) {
    const date::time_zone& zone = known_zone(zone_name);
    date::local_days day = date::floor<date::days>(zone.to_local(time));
    if (day_start(zone, day) > time) day -= date::days{1};
    // A zone that changes its side of the date line skips a day: its end is then its start.
    date::local_days next = day + date::days{1};
    if (day_start(zone, next) <= time) next += date::days{1};
    return {day_start(zone, day), day_start(zone, next)};
}

LocalPeriod local_hour(Instant time, std::string_view zone_name) {
    const date::sys_info offset = known_zone(zone_name).get_info(time);
    const auto local = time + offset.offset;
    const Instant start = time - (local - date::floor<std::chrono::hours>(local));
    // Compared in whole seconds: the ends of the last offset lie beyond what microseconds hold.
    const auto begins = [&](seconds offset_begin) {
        return date::floor<seconds>(start).time_since_epoch() < offset_begin;
    };
    const auto ends = [&](seconds offset_end) {
        return date::floor<seconds>(start + std::chrono::hours{1}).time_since_epoch() > offset_end;
    };
    return {
        begins(offset.begin.time_since_epoch()) ? Instant{offset.begin} : start,
        ends(offset.end.time_since_epoch()) ? Instant{offset.end} : start + std::chrono::hours{1}};
}

Instant start_of_day(Instant time, std::string_view zone) {
    return local_day(time, zone).start;
}

Instant start_of_hour(Instant time, std::string_view zone) {
    return local_hour(time, zone).start;
}

}  // namespace callfold
