#pragma once

#include <cstdint>
#include <string>

#include "storage/stream.h"

namespace callfold::http {

// How the server is, as listeners of the stream are told.
struct StreamHealth {
    bool ingest_fails = false;
    bool analysis_pauses = false;

    bool operator==(const StreamHealth&) const = default;
};

// Server-sent events, ready to be sent. The number goes with the last of an answer's events, so
// that who lost the connection in between gets all of them again.
std::string changes_text(const StreamChanges& changes, std::int64_t number);
std::string health_text(const StreamHealth& health);
// Tells the client to read anew.
std::string reset_text(std::int64_t number);
// No event: the client remembers the number to come back with.
std::string position_text(std::int64_t number);

}  // namespace callfold::http
