#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "providers/json_fields.h"
#include "providers/provider.h"

namespace callfold {

// Objects and lists within each other; recorded webhooks stay below ten.
inline constexpr std::size_t max_json_depth = 64;

// Reads a webhook's body as one JSON object (RFC 8259), or says what is wrong and at which byte,
// counted from 0. Numbers that fit no 64-bit type become text, so that an impossible number costs
// its own field only. The fields write into `warnings`, which outlives them; they themselves live
// until this thread reads its next body. Thread-safe: one parser per thread.
std::variant<JsonFields, Unreadable> read_json_body(std::string_view body,
                                                    std::vector<std::string>& warnings);

}  // namespace callfold
