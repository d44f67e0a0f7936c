#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace callfold::simulation {

// What happened, counted by words: over one run, or summed over many.
class Report {
  public:
    void add(const std::string& what, std::uint64_t count = 1) { counts_[what] += count; }
    void add(const Report& other) {
        for (const auto& [what, count] : other.counts_)
            counts_[what] += count;
    }
    std::uint64_t of(const std::string& what) const {
        const auto found = counts_.find(what);
        return found == counts_.end() ? 0 : found->second;
    }
    const std::map<std::string, std::uint64_t>& counts() const { return counts_; }

  private:
    std::map<std::string, std::uint64_t> counts_;
};

// An invariant that did not hold.
struct Failure {
    std::string how;  // what shows it again
    std::string violation;
};

// What many lives came to.
struct Tally {
    Report counted;
    std::vector<Failure> failures;
};

// Leaves it in a file for docs/reliability.md; `kind` says of what.
void write_tally(const std::string& file, const std::string& kind, const Tally& tally);

}  // namespace callfold::simulation
