#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace callfold {

// A moment in UTC, in whole microseconds.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Where the time comes from. Domain code takes an Instant instead. Implementations are thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

// A clock that moves only when it is told to; for tests and the simulation. Not thread-safe.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant start) : now_(start) {}
    Instant now() const override { return now_; }
    void advance(microseconds by) { now_ += by; }

  private:
    Instant now_;
};

// "2026-11-22T19:46:57.123456Z" (RFC 3339); the fraction has six digits, or is left out when zero.
std::string to_rfc3339(Instant time);

// Reads ISO 8601 with or without fraction and zone: "2026-01-28T13:17:50.116924", "…Z", "…+05:30".
// A time without a zone is UTC. Gives nothing for anything else and for years outside 2000–2100,
// which no webhook means.
std::optional<Instant> parse_timestamp(std::string_view text);

// A duration in seconds as the shortest decimal: "61.8", "60", "0.005".
std::string seconds_text(milliseconds duration);

// Microseconds since 1970, as the database keeps them, and back.
inline std::int64_t to_unix_us(Instant time) {
    return time.time_since_epoch().count();
}
inline Instant from_unix_us(std::int64_t us) {
    return Instant{microseconds{us}};
}

}  // namespace callfold
