#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace callfold::http {

// How many attempts are let through: `burst` at once, and one more for each `interval` that passes.
struct AttemptLimit {
    double burst;
    seconds interval;
};

// Slows down who tries passwords: per account and per address (IPv6 per /64, which one customer
// has). Its memory does not grow: attempts are counted in a fixed number of slots, found by a keyed
// hash. Two names that meet in one slot may slow each other down; nobody is ever forgotten because
// others came. Each node counts for itself. Thread-safe.
class SignInThrottle {
  public:
    static constexpr AttemptLimit account_limit{10, seconds{60}};
    static constexpr AttemptLimit address_limit{50, seconds{10}};

    // `key` makes the slots that names share unpredictable.
    explicit SignInThrottle(std::string key);

    // Counts an attempt before it is known whether it is right, so that many at once do not slip
    // through. Gives how long to wait when there were too many, and then counts nothing.
    std::optional<seconds> refuse(std::string_view account, std::string_view address, Instant now);

    // The attempt that was counted last for these was right.
    void forgive(std::string_view account, std::string_view address);

  private:
    // Attempts of late, which drain away.
    struct Slot {
        double level = 0;
        Instant at{};
    };
    static constexpr std::size_t slot_count = 16 * 1024;

    static seconds wait_of(Slot& slot, const AttemptLimit& limit, Instant now);
    Slot& slot_of(std::vector<Slot>& slots, std::string_view name);

    const std::string key_;
    std::mutex mutex_;  // guards what follows
    std::vector<Slot> accounts_;
    std::vector<Slot> addresses_;
};

}  // namespace callfold::http
