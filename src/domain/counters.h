#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/call.h"

namespace callfold {

// The numbers that dashboards add up. Every member is a sum over calls; all may become negative in
// a difference.
struct CounterValues {
    std::int64_t calls = 0;
    std::int64_t ended = 0;
    std::int64_t answered = 0;
    std::int64_t voicemail = 0;
    std::int64_t no_answer = 0;
    std::int64_t busy = 0;
    std::int64_t failed = 0;
    std::int64_t canceled = 0;
    std::int64_t talk_ms = 0;
    std::int64_t charged_micro = 0;

    bool operator==(const CounterValues&) const = default;
    CounterValues& operator+=(const CounterValues& other);
    CounterValues operator-() const;
    bool is_zero() const { return *this == CounterValues{}; }
};

// A row of counters: the agent as the provider names it (empty: unknown), and the quarter of an
// hour in which the call's first event occurred.
struct CounterKey {
    std::string provider_agent_id;
    Instant quarter;

    auto operator<=>(const CounterKey&) const = default;
};

using Contributions = std::map<CounterKey, CounterValues>;

// What a call adds to the counters; empty for a call without a known status. A pure function of the
// call.
Contributions contributions(const Call& call);

// `after` less `before`, without rows that are zero.
Contributions difference(const Contributions& before, const Contributions& after);

// As JSON text in a canonical order, and back; a damaged text throws DamagedError.
std::string encode_contributions(const Contributions& contributions);
Contributions decode_contributions(std::string_view json);

}  // namespace callfold
