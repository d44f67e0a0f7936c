#include "domain/pricing.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <fmt/format.h>

namespace callfold {
namespace {

// Two versions of one moment are not meant to exist; if they do, the dearer one counts, so that the
// order of the list never decides.
bool supersedes(const Tariff& left, const Tariff& right) {
    if (left.valid_from != right.valid_from) return left.valid_from > right.valid_from;
    if (left.per_minute != right.per_minute) return left.per_minute > right.per_minute;
    return left.pulse > right.pulse;
}

// A product of two 64-bit numbers does not fit into 64 bits.
__extension__ using Wide = __int128;

Wide divide_up(Wide dividend, Wide divisor) {
    return (dividend + divisor - 1) / divisor;
}

}  // namespace

Result<Tariff> manual_tariff(std::optional<Instant> valid_from, seconds pulse, Credits per_minute) {
    if (pulse < seconds{1} || pulse > longest_pulse) {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("The billing pulse must be 1 to {} seconds.", longest_pulse.count()));
    }
    if (per_minute < Credits{} || per_minute > largest_per_minute) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("A minute must cost 0 to {} credits.", largest_per_minute.text()));
    }
    return Tariff{valid_from, pulse, per_minute};
}

Tariff tariff_at(const std::vector<Tariff>& tariffs, Instant occurred_at) {
    const Tariff* chosen = nullptr;
    for (const Tariff& tariff : tariffs) {
        if (tariff.valid_from && *tariff.valid_from > occurred_at) continue;
        if (chosen == nullptr || supersedes(tariff, *chosen)) chosen = &tariff;
    }
    return chosen == nullptr ? Tariff{} : *chosen;
}

Credits price_of(milliseconds billable, const Tariff& tariff) {
    if (billable <= milliseconds{0}) return Credits{};
    const Wide pulse_s = std::max<Wide>(tariff.pulse.count(), 1);
    const Wide pulses = divide_up(billable.count(), pulse_s * 1000);
    constexpr Wide largest = std::numeric_limits<std::int64_t>::max();
    // Talk time in whole pulses is at most one pulse above a 64-bit number of milliseconds.
    const Wide talk_s = pulses * pulse_s;
    const Wide price_micro = divide_up(talk_s * tariff.per_minute.micro(), 60);
    if (price_micro > largest) throw std::overflow_error("the price of an attempt does not fit");
    return Credits::from_micro(static_cast<std::int64_t>(price_micro));
}

}  // namespace callfold
