#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "transport/http_transport.h"

namespace callfold {

// A webhook that is to be sent at a time after the start.
struct Delivery {
    milliseconds due{0};
    std::string body;
};

struct PlayReport {
    std::size_t acknowledged = 0;
    std::size_t duplicates = 0;   // among the acknowledged
    std::size_t quarantined = 0;  // among the acknowledged
    std::size_t failed = 0;       // given up
    std::string first_failure;    // for people
    milliseconds latency_p50{0};
    milliseconds latency_p99{0};
};

// Sends the deliveries to a webhook address as they fall due, several at a time, as a platform
// does: what is not answered with 200 is sent again, up to five times. `go_on` is told how many are
// done, many times a second; false ends it at once.
PlayReport play(std::vector<Delivery> deliveries, const std::string& url, HttpTransport& transport,
                const std::function<bool(std::size_t done)>& go_on);

}  // namespace callfold
