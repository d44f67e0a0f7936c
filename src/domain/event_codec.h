#pragma once

#include <string>
#include <string_view>

#include "domain/event.h"

namespace callfold {

// Facts as one JSON object in a canonical order: equal facts give equal bytes. Fields without a
// value are left out. Durations are whole milliseconds under names that end in `_ms`. Texts must be
// UTF-8; a NUL in them is written as \u0000.
std::string encode_facts(const EventFacts& facts);

// Reads what `encode_facts` wrote. Anything else is a damaged row and throws DamagedError.
// Thread-safe: each thread has its own parser.
EventFacts decode_facts(std::string_view json);

}  // namespace callfold
