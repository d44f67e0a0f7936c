#pragma once

#include <string>
#include <vector>

namespace callfold::bench {

struct WakeLatencies {
    std::vector<double> same_node_ms;
    std::vector<double> other_node_ms;  // none where one node has the database for itself
};

// From the commit that requests a job to the moment at which a worker has claimed it: on the node
// that committed, and on another one that hears of it over the database. Nothing else waits. The
// database of `url` is empty before.
WakeLatencies wake_latencies(const std::string& url, const std::string& bodies_folder, int times);

}  // namespace callfold::bench
