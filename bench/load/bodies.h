#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace callfold::bench {

// The webhooks of a campaign, one after the other: five stages per call with the project's own
// bodies, compact as platforms send them, an execution id and a customer's number of its own for
// each call. `calls_alive` calls are alive at a time, so that the stages of one call arrive apart.
// They are at different stages, as people's calls are: each line begins its first call one round
// after the line before it, every fifth one with the first.
class Bodies {
  public:
    // Reads the bodies of `folder` (tests/data/bolna). `campaign` makes the execution ids of this
    // run its own. Only completed webhooks come when `only_completed`.
    Bodies(const std::string& folder, std::uint32_t campaign, bool only_completed,
           std::uint64_t calls_alive = 1'000);

    std::string next();

  private:
    // The constant pieces of a body; between two of them stands an id or a number.
    struct Template {
        std::vector<std::string> pieces;
        std::vector<bool> id_follows;
    };

    static Template read(const std::string& path);

    std::uint32_t campaign_;
    std::uint64_t calls_alive_;
    std::vector<Template> stages_;
    std::uint64_t turn_ = 0;  // of the lines, each of which has one call after the other
};

}  // namespace callfold::bench
