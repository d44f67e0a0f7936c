#pragma once

#include <atomic>
#include <cstdint>

#include "base/clock.h"

namespace callfold {

// How long the log may get. It is copied beside the writer; only the last rest, which the writer
// would go on adding to for ever, is copied while the writer stands still.
struct SqliteLogLimits {
    std::int64_t emptied_above_bytes = 16 << 20;  // by `checkpoint`
    std::int64_t rest_bytes = 512 << 10;          // no more is left for the writer to wait for
    std::int64_t bounded_above_bytes = 96 << 20;  // by the writer, between two batches
    std::int64_t held_above_bytes = 256 << 20;    // by `checkpoint`, which holds new readers up
    // After a try that failed because somebody was reading, the log grows by this before the next,
    // and by twice as much after each further one.
    std::int64_t grown_between_tries_bytes = 8 << 20;
    // How long one try waits for readers; most readings are over by then.
    milliseconds wait_per_try{5};
};

// At which lengths of the log somebody tries to empty it who keeps others waiting meanwhile. A
// reader of our own is soon over; a backup, in another process, reads for minutes: then tries
// become fewer and fewer. `is_due` from any thread, the others from one at a time.
class LogTries {
  public:
    // The first try is made at `first_bytes`; see `SqliteLogLimits` for the growth between two.
    LogTries(std::int64_t first_bytes, std::int64_t growth_bytes);

    bool is_due(std::int64_t log_bytes) const { return log_bytes >= next_bytes_; }
    void failed(std::int64_t log_bytes);
    // By whomever.
    void emptied();

  private:
    const std::int64_t first_bytes_;
    const std::int64_t first_growth_bytes_;
    std::atomic<std::int64_t> next_bytes_;
    std::int64_t growth_bytes_;
};

}  // namespace callfold
