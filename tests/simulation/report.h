#pragma once

#include <cstdint>
#include <map>
#include <string>

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
    std::string json() const;

  private:
    std::map<std::string, std::uint64_t> counts_;
};

}  // namespace callfold::simulation
