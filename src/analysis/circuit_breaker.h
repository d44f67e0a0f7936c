#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "analysis/api_error.h"
#include "base/clock.h"
#include "domain/model_pause.h"

namespace callfold {

// Stops asking a model that cannot answer, and finds out by single trials when it can again.
// Closed: everything may start. Open: nothing may. When the pause is over: one request, the trial,
// whose end decides.
//
// Opened at once by a rejection that concerns every request; by the third unclear one in a row; and
// by the twentieth failure to answer in a row. Failures to answer pause 30 s, twice as long after
// each failed trial, at most 10 min; rejections 5 min. A trial that somebody asks for comes sooner,
// and makes no pause longer. Only trials count while it is open. Pure; single-threaded.
class CircuitBreaker {
  public:
    // Whether a request may start now.
    bool may_start(Instant now) const;
    // Closed: any number may start. Otherwise `may_start` speaks of one.
    bool is_closed() const { return !pause_; }
    // A request starts; true: it is the trial, to be named in the call that tells its end.
    bool started(Instant now);

    // How the request ended. The API answered, whatever it said:
    void succeeded(bool trial);
    // 429 that waiting mends: says nothing in a row of failures, but ends a trial well.
    void rate_limited(bool trial);
    // No answer, or the server's own failure. True: the breaker is open now.
    bool unavailable(bool trial, const std::string& reason, Instant now);
    // Refused for what only people can mend. True: the breaker is open, and this request is not to
    // blame.
    bool rejected(bool trial, RejectionScope scope, const std::string& reason, Instant now);

    // Absent while closed. `since` stays through trials that fail.
    const std::optional<ModelPause>& pause() const { return pause_; }
    // Somebody asks for a trial: see `bring_trial_forward`.
    void resume(Instant now);

  private:
    void open(PauseCause cause, const std::string& reason, milliseconds wait, Instant now);
    void close();
    // Requests that started before the breaker opened say nothing new.
    bool counts(bool trial) const { return is_closed() || trial; }

    std::optional<ModelPause> pause_;
    bool trial_was_asked_for_ = false;
    milliseconds outage_wait_{0};  // the last one for failures to answer
    std::size_t unavailable_in_a_row_ = 0;
    std::size_t unclear_in_a_row_ = 0;
};

}  // namespace callfold
