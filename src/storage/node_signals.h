#pragma once

#include <memory>
#include <vector>

#include "storage/database.h"

namespace callfold {

// What a node tells the other nodes on its database, so that they look at once instead of at their
// next poll. A signal may be lost, or come without a reason.
enum class NodeSignal {
    jobs,   // there are new jobs
    model,  // somebody asks to try a paused model now
};

// The line between the nodes. `tell` from any thread; `exchange` from one.
class NodeSignals {
  public:
    virtual ~NodeSignals() = default;

    // After a commit. Costs nothing; however often it is called, the others are told once for each
    // signal and `exchange`.
    virtual void tell(NodeSignal signal) = 0;

    // Sends what was told, waits for signals of others and gives each once; none when `longest` has
    // passed, or when the database is away.
    virtual std::vector<NodeSignal> exchange(milliseconds longest) = 0;
};

// The line over the database of `options`; null for SQLite, on which one node works.
std::unique_ptr<NodeSignals> open_node_signals(const DatabaseOptions& options);

}  // namespace callfold
