#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace callfold::simulation {

// What is going to happen, in the order of the time of the network, which never jumps; what falls
// on one moment happens in the order in which it was planned.
class Schedule {
  public:
    explicit Schedule(Instant start) : network_(start), machine_(start) {}

    void at(Instant time, std::function<void()> action) {
        waiting_.push({std::max(time, network_.now()), ++planned_, std::move(action)});
    }
    void in(microseconds delay, std::function<void()> action) {
        at(network_.now() + delay, std::move(action));
    }

    // Moves both clocks to the next thing that happens, and gives it; nothing when nothing is left.
    std::function<void()> next() {
        if (waiting_.empty()) return {};
        Planned planned = waiting_.top();
        waiting_.pop();
        advance(planned.time - network_.now());
        return std::move(planned.action);
    }
    // When that is.
    std::optional<Instant> next_at() const {
        if (waiting_.empty()) return std::nullopt;
        return waiting_.top().time;
    }

    void advance(microseconds by) {
        network_.advance(by);
        machine_.advance(by);
    }
    // The machine's clock is set, forwards or backwards.
    void jump(microseconds by) { machine_.advance(by); }

    const Clock& network_clock() const { return network_; }
    const Clock& machine_clock() const { return machine_; }
    Instant now() const { return network_.now(); }

  private:
    struct Planned {
        Instant time;
        std::uint64_t order;
        std::function<void()> action;

        bool operator<(const Planned& other) const {
            return std::pair{time, order} > std::pair{other.time, other.order};
        }
    };

    ManualClock network_;
    ManualClock machine_;
    std::uint64_t planned_ = 0;
    std::priority_queue<Planned> waiting_;
};

}  // namespace callfold::simulation
