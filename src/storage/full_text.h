#pragma once

#include <string>
#include <string_view>

#include "storage/connection.h"

namespace callfold {

// Adds up to `most` transcripts that are not in the full-text index yet, the oldest first, and
// gives how many it added; fewer than `most` means that none is left. A background step, off the
// path of webhooks: words can be found a moment after their call was stored.
int index_transcripts(Connection& connection, int most);

// What asks the full-text index for the tenant's transcripts that hold all words of `text`, in any
// order. Every character of `text` is taken for text, none for an operator of the index.
std::string words_query(TenantId tenant, std::string_view text);

}  // namespace callfold
