#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace callfold::bench {

// Another session that reads in one transaction for as long as this lives, as a backup or a report
// does.
class HeldSnapshot {
  public:
    explicit HeldSnapshot(const std::string& url);
    ~HeldSnapshot();
    HeldSnapshot(const HeldSnapshot&) = delete;
    HeldSnapshot& operator=(const HeldSnapshot&) = delete;

  private:
    void hold(const std::string& url);

    std::atomic<bool> holds_{false};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace callfold::bench
