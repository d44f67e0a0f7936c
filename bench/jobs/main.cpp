// The job queue, on an empty database: how many jobs a second are claimed, run and completed while
// many wait, also while another session holds a snapshot open; and how soon a request is noticed.
//
//   callfold_job_queue queue|workers URL BODIES_FOLDER WAITING SECONDS HELD_SECONDS
//   callfold_job_queue wake URL BODIES_FOLDER TIMES
//
// `queue` claims and completes, and does nothing else; `workers` are those of the program, with an
// analyzer that says nothing at once. Prints JSON.
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/jobs/job_rates.h"
#include "bench/jobs/wake_latency.h"

namespace {

using namespace callfold;

nlohmann::json json_of(const bench::JobRates& rates) {
    return {{"before", rates.before},
            {"held", rates.held},
            {"held_end", rates.held_end},
            {"after", rates.after}};
}

nlohmann::json measure(const std::vector<std::string>& words) {
    if (words.size() == 4 && words[0] == "wake") {
        const auto found = bench::wake_latencies(words[1], words[2], std::stoi(words[3]));
        return {{"same_node_ms", found.same_node_ms}, {"other_node_ms", found.other_node_ms}};
    }
    if (words.size() == 6) {
        const bench::RateOptions options{words[1], words[2], std::stoul(words[3]),
                                         seconds{std::stoi(words[4])},
                                         seconds{std::stoi(words[5])}};
        if (words[0] == "queue") return json_of(bench::rates_of_queue(options));
        if (words[0] == "workers") return json_of(bench::rates_of_workers(options));
    }
    return {};
}

}  // namespace

int main(int count, char** values) {
    const auto measured = measure({values + 1, values + count});
    if (measured.is_null()) {
        fmt::print(stderr,
                   "usage: callfold_job_queue queue|workers URL BODIES_FOLDER WAITING SECONDS "
                   "HELD_SECONDS\n"
                   "       callfold_job_queue wake URL BODIES_FOLDER TIMES\n");
        return 2;
    }
    fmt::print("{}\n", measured.dump());
    return 0;
}
