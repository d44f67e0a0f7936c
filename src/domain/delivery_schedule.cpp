#include "domain/delivery_schedule.h"

#include <algorithm>
#include <array>

namespace callfold {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Together three days and 35 minutes without the jitter.
constexpr std::array<milliseconds, delivery_attempts_max - 1> delays{
    seconds{5}, minutes{5}, minutes{30}, hours{2}, hours{5},
    hours{9},   hours{14},  hours{18},   hours{24}};

}  // namespace

std::optional<milliseconds> delivery_delay(int attempts, std::optional<milliseconds> retry_after,
                                           unsigned char jitter) {
    if (attempts >= delivery_attempts_max) return std::nullopt;
    const milliseconds delay = delays.at(static_cast<std::size_t>(std::max(attempts, 1) - 1));
    const milliseconds spread = delay + delay * jitter / (4 * 255);
    const milliseconds asked =
        std::min<milliseconds>(retry_after.value_or(milliseconds{0}), hours{24});
    return std::max(spread, asked);
}

}  // namespace callfold
