#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/lead_queries.h"

namespace callfold::http {

// The place where the list of leads goes on, as an opaque text. Leads are ordered by score, and
// their rows change with every analysis, so that an id alone would lose the place.
std::string encode_lead_cursor(const LeadPlace& place);
// Nothing for what `encode_lead_cursor` did not give.
std::optional<LeadPlace> decode_lead_cursor(std::string_view cursor);

}  // namespace callfold::http
