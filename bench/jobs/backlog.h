#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "bench/pure/workplace.h"
#include "storage/jobs.h"

namespace callfold::bench {

// The jobs of a campaign: every call ended, and its analysis and that of its lead wait.
class Backlog {
  public:
    // Commits the webhooks of as many calls (bodies of `bodies_folder`) as have `jobs` jobs.
    Backlog(Workplace& workplace, const std::string& bodies_folder, std::size_t jobs);

    // Ends all jobs that wait.
    void work_off();
    // Requests `count` jobs again, those first that were requested first. They must be done by
    // then.
    void request_again(std::size_t count);

  private:
    Workplace& workplace_;
    std::vector<JobRequest> requests_;
    std::size_t next_ = 0;
};

// While it lives, every job that is done is requested again, so that as many wait as before.
class Refill {
  public:
    Refill(Backlog& backlog, const std::atomic<std::size_t>& done);
    ~Refill();
    Refill(const Refill&) = delete;
    Refill& operator=(const Refill&) = delete;

  private:
    void run(Backlog& backlog, const std::atomic<std::size_t>& done);

    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace callfold::bench
