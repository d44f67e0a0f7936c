#pragma once

#include <string>
#include <string_view>

#include "domain/transcript.h"

namespace callfold {

// The turns of a transcript as JSON: [{"speaker":"agent","text":"…","start_ms":1200}, …]. Stored;
// do not rename its keys.
std::string encode_turns(const Transcript& transcript);

// Reads them back. Throws DamagedError when they are damaged.
Transcript decode_turns(std::string_view json);

}  // namespace callfold
