#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>

#include "base/result.h"
#include "transport/http_transport.h"

namespace callfold {

struct ReplayReport {
    std::size_t lines = 0;         // of the whole file
    std::size_t started_at = 0;    // lines that an earlier replay had done
    std::size_t done = 0;          // lines done by now, those of earlier replays included
    std::size_t acknowledged = 0;  // by this replay, as are the next ones
    std::size_t duplicates = 0;
    std::size_t quarantined = 0;
    std::size_t refused = 0;      // the server cannot read them; passed over
    std::string first_refusal;    // for people: line and answer
    std::string stopped_because;  // for people; empty: the end of the file was reached
};

// The file in which a replay of `file` keeps how many lines are done, from the first on.
std::string replay_state_path(const std::string& file);

// Sends the lines of `file` to a webhook address, each as one body, in order but for 32 that are
// under way at a time, and goes on where the last replay of the file stopped. Blank lines are
// passed over, and so are bodies that the server cannot read (400, 413, 415, 422). What may pass in
// a moment is sent again, a few times; anything else ends the replay. So does `stop`, after the
// answers of what is under way. A line is sent twice only when the process dies: the server knows
// it as a duplicate. `progress` is told how many lines of how many are done. Fails with words for
// people when the file or its state cannot be read or written.
Result<ReplayReport> replay(const std::string& file, const std::string& url,
                            HttpTransport& transport, const std::atomic<bool>& stop,
                            const std::function<void(std::size_t done, std::size_t all)>& progress);

}  // namespace callfold
