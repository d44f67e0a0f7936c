#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "transport/http_transport.h"

namespace callfold {

// Keeps to the limits that an API states in its x-ratelimit-* headers: requests, tokens and the
// project's tokens per minute, or per whatever period the reset times imply. Knows no limit until
// the first answer. Single-threaded.
class Limiter {
  public:
    // What must be known of a request to read its answer's headers.
    struct Start {
        Instant at;
        std::int64_t requests = 0;  // started since the beginning, this one included
        std::int64_t tokens = 0;
    };

    // Counts a request that starts now, with the tokens that it will take, roughly.
    Start started(std::int64_t tokens, Instant now);
    // Takes the limits from the headers of an answer to the request that `start` names. They tell
    // the state when the API let that request in; what started later is taken off here.
    void observe(const HttpResponse& response, const Start& start, Instant now);
    // Nothing starts before this moment: a 429, or a Retry-After.
    void hold_until(Instant moment);

    // How many requests of the usual size may start now. Never stays 0: what is used up is refilled
    // in time.
    std::size_t capacity(Instant now) const;

  private:
    // A bucket that the API refills at an even pace.
    struct Bucket {
        std::string_view name;  // in the headers' names
        bool counts_tokens = false;
        double limit = 0;  // 0: not known
        double level = 0;  // at `updated_at`; may be below 0
        double refill_per_us = 0;
        Instant updated_at{};
        std::int64_t newest_request = 0;  // the one whose answer was read last

        double level_at(Instant now) const;
        void take(double amount, Instant now);
    };

    void observe(Bucket& bucket, const HttpResponse& response, const Start& start,
                 Instant now) const;

    std::array<Bucket, 3> buckets_{
        {{"requests", false}, {"tokens", true}, {"project-tokens", true}}};
    std::int64_t requests_started_ = 0;
    std::int64_t tokens_started_ = 0;
    std::int64_t usual_tokens_ = 1;  // a slow mean over the started requests
    std::optional<Instant> held_until_;
};

}  // namespace callfold
