#pragma once

#include <string>

#include "analysis/openai_options.h"
#include "base/clock.h"
#include "transport/http_transport.h"

namespace callfold {

struct ConnectionReport {
    bool usable = false;
    std::string words;  // one or two sentences for people: what was found, and the way out
};

// Asks the API for the configured model (GET /v1/models/{model}: costs nothing) and says in words
// whether analyses will work. A server that has no such address is reported as usable when it
// answers at all. Waits at most the options' timeout; nothing else may use `transport` meanwhile.
ConnectionReport check_connection(const OpenAiOptions& options, HttpTransport& transport,
                                  Instant now);

}  // namespace callfold
