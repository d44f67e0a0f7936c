#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "providers/provider.h"

namespace callfold::testing {

// The repository's folder of webhook bodies with invented values.
std::filesystem::path body_folder();

// The content of `path`; a file that cannot be read is a failure of the test.
std::string read_file(const std::filesystem::path& path);

// What the Bolna adapter makes of `body`.
WebhookContent understand(std::string_view body);

// The one event that `body` holds; anything else is a failure of the test.
IncomingEvent understand_event(std::string_view body);

// The one event of a body in the repository: "completed" is tests/data/bolna/completed.json.
IncomingEvent understand_stored(std::string_view name);

}  // namespace callfold::testing
