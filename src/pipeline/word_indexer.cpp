#include "pipeline/word_indexer.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "storage/full_text.h"
#include "storage/tenant_scope.h"

namespace callfold {
namespace {

constexpr std::size_t transcripts_per_step = 25;
// A transcript takes about one page, and each page is written anew at three levels of merging.
constexpr std::size_t merged_pages_per_transcript = 3;

// What is indexed in every step, however much is written beside it: webhooks wait for it where
// there is one writer.
std::size_t at_once(Engine engine) {
    switch (engine) {
        case Engine::sqlite:
            return 4;
        case Engine::postgres:
            return transcripts_per_step;
    }
    std::abort();
}

}  // namespace

WordIndexer::Progress WordIndexer::step() {
    if (!merges_itself_) {
        database_.write_lazily(leave_merging);
        merges_itself_ = true;
    }
    const std::vector<UnindexedTranscript> waiting = database_.read([](Connection& connection) {
        return unindexed_transcripts(connection, transcripts_per_step);
    });
    if (waiting.empty()) return Progress::caught_up;
    std::vector<TenantId> tenants;
    for (const UnindexedTranscript& transcript : waiting)
        tenants.push_back(transcript.tenant);
    const TenantScope scope(tenants);
    const std::size_t indexed = database_.write_lazily([&](Connection& connection) {
        const std::span<const UnindexedTranscript> all = waiting;
        std::size_t done = 0;
        do {
            const std::size_t next = std::min(at_once(database_.engine()), all.size() - done);
            index_transcripts(connection, all.subspan(done, next));
            done += next;
        } while (done < all.size() && !database_.others_wait_to_write());
        return done;
    });
    database_.write_lazily([indexed](Connection& connection) {
        merge_index(connection, indexed * merged_pages_per_transcript);
    });
    if (indexed < waiting.size()) return Progress::made_way;
    return waiting.size() < transcripts_per_step ? Progress::caught_up : Progress::more;
}

}  // namespace callfold
