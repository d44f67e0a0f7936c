#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace callfold::simulation {

// All chance of a run: the same seed gives the same run on every machine, which the distributions
// of the standard library do not promise.
class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    // 0 … limit − 1; `limit` is at least 1.
    std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }
    // Both ends included.
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least +
               static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least) + 1));
    }
    bool percent(unsigned share) { return below(100) < share; }
    template <class Item>
    const Item& pick(const std::vector<Item>& items) {
        return items[below(items.size())];
    }
    // A stream of its own, so that what one part draws does not move what another one draws.
    Random split() { return Random{engine_()}; }

  private:
    std::mt19937_64 engine_;
};

}  // namespace callfold::simulation
