#pragma once

#include <cstddef>

#include "storage/database.h"

namespace callfold {

// Fills the full-text index from the transcripts that it does not hold yet, off the webhooks' way:
// what a crash takes from it is indexed again.
// Used by one thread.
class WordIndexer {
  public:
    enum class Progress {
        caught_up,  // nothing is left to be indexed
        more,       // there is more, and nobody is in the way
        made_way,   // there is more, but somebody waits to write: go on after a moment
    };

    explicit WordIndexer(Database& database) : database_(database) {}

    // Indexes some transcripts in one transaction, the fewer the more they are waited for.
    Progress step();

  private:
    Database& database_;
    bool merges_itself_ = false;
};

}  // namespace callfold
