#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"

namespace callfold {

// Up to `most` transcripts that are not in the full-text index yet, the oldest first.
struct UnindexedTranscript {
    std::int64_t id = 0;
    TenantId tenant;
    std::string words;  // of both sides
};
std::vector<UnindexedTranscript> unindexed_transcripts(Connection& connection, std::size_t most);

// Adds those that are still there to the index. A background step, off the path of webhooks: words
// can be found a moment after their call was stored.
void index_transcripts(Connection& connection, std::span<const UnindexedTranscript> transcripts);

// Leaves merging to `merge_index`. FTS5 would merge within whatever transaction fills the index,
// now and then for a tenth of a second.
void leave_merging(Connection& connection);

// Does a part of the merging that is due, which writes about `pages` pages.
void merge_index(Connection& connection, std::size_t pages);

// Does a part of merging the whole index into one segment, which drops all that was deleted from
// it; writes about `pages` pages. `begins` for the first part. Gives whether there was anything to
// do.
bool merge_whole_index(Connection& connection, std::size_t pages, bool begins);

// The same for any index of FTS5, which `merge` merges.
bool merge_part(Connection& connection, const Statement& merge, std::size_t pages, bool begins);

// `text` as a phrase in the language of FTS5, in which no character of it is an operator.
std::string fts5_phrase(std::string_view text);

// What asks the full-text index for the tenant's transcripts that hold all words of `text`, in any
// order. Every character of `text` is taken for text, none for an operator of the index.
std::string words_query(Engine engine, TenantId tenant, std::string_view text);

}  // namespace callfold
