#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "tests/simulation/random.h"

namespace callfold::simulation {

// A webhook as a voice platform sends it: once, or until it is acknowledged.
struct Message {
    std::size_t tenant = 0;
    std::size_t call = 0;      // the number of the invented call; what has none is at no_call
    std::string execution_id;  // empty: the body has none
    std::string body;
    Instant due;              // when it is sent first
    bool is_readable = true;  // false: answered 400, and not sent again
};

inline constexpr std::size_t no_call = static_cast<std::size_t>(-1);

// A word that only the calls of one number with one tenant say, wherever they can: in transcript,
// name, summary and extracted data.
std::string marker_of(std::size_t tenant, std::size_t call);

// The numbers that a tenant calls, in E.164.
std::vector<std::string> people_of(std::size_t tenant);

// The webhooks of an invented call that starts at `start`, in the shape of Bolna's, with fields
// that are missing, numbers in any spelling, stages that are skipped, corrections days later.
// `call` counts from 0 over all tenants and tells calls apart.
std::vector<Message> invent_call(std::size_t tenant, std::size_t call, Instant start,
                                 Random& random);

// A body that is no event: without an id, or no JSON.
Message invent_oddity(std::size_t tenant, Instant due, Random& random);

}  // namespace callfold::simulation
