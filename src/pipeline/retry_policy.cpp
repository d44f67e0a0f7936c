#include "pipeline/retry_policy.h"

#include <algorithm>
#include <cassert>

#include "base/crypto.h"

namespace callfold {

milliseconds retry_delay(int tries, std::optional<milliseconds> retry_after, unsigned char jitter) {
    assert(tries >= 1);
    const milliseconds base{1000LL << std::min(tries - 1, 2)};
    const milliseconds spread = base * jitter / (4 * 255);
    return std::max(base + spread, retry_after.value_or(milliseconds{0}));
}

unsigned char random_jitter() {
    return static_cast<unsigned char>(random_bytes(1).front());
}

}  // namespace callfold
