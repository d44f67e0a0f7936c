#pragma once

#include <string>

#include "base/clock.h"

namespace callfold::bench {

struct RateOptions {
    std::string url;            // of an empty database
    std::string bodies_folder;  // of webhooks
    std::size_t waiting = 0;    // jobs, kept up by requesting as many as are done
    seconds time{};             // of each measurement
    seconds held{};             // how long another session holds a snapshot open
};

// Jobs a second.
struct JobRates {
    double before = 0;    // nobody holds a snapshot
    double held = 0;      // as long as somebody does
    double held_end = 0;  // the last part of that, as long as the other measurements
    double after = 0;
};

// Jobs are claimed and completed, and nothing else.
JobRates rates_of_queue(const RateOptions& options);

// The workers of the program, with an analyzer that says nothing at once: they also read what is to
// be analysed, record the request, and store the analysis.
JobRates rates_of_workers(const RateOptions& options);

}  // namespace callfold::bench
