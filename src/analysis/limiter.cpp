#include "analysis/limiter.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "transport/response_headers.h"

namespace callfold {
namespace {

constexpr double us_per_minute = 60'000'000;
constexpr std::int64_t largest_count = 1'000'000'000'000;
constexpr std::int64_t mean_over_requests = 16;

double us_between(Instant from, Instant to) {
    return std::max(0.0, static_cast<double>((to - from).count()));
}

std::optional<double> count_in(const HttpResponse& response, const std::string& header) {
    const auto value = header_of(response, header);
    if (!value) return std::nullopt;
    std::int64_t count = 0;
    const auto* end = value->data() + value->size();
    const auto [read_to, problem] = std::from_chars(value->data(), end, count);
    if (problem != std::errc{} || read_to != end || count < 0) return std::nullopt;
    return static_cast<double>(std::min(count, largest_count));
}

}  // namespace

double Limiter::Bucket::level_at(Instant now) const {
    return std::min(limit, level + refill_per_us * us_between(updated_at, now));
}

void Limiter::Bucket::take(double amount, Instant now) {
    level = level_at(now) - amount;
    updated_at = std::max(updated_at, now);
}

Limiter::Start Limiter::started(std::int64_t tokens, Instant now) {
    tokens = std::clamp<std::int64_t>(tokens, 1, largest_count);
    usual_tokens_ = requests_started_ == 0
                        ? tokens
                        : usual_tokens_ + (tokens - usual_tokens_) / mean_over_requests;
    requests_started_ += 1;
    tokens_started_ += tokens;
    for (auto& bucket : buckets_)
        bucket.take(bucket.counts_tokens ? double(tokens) : 1.0, now);
    return {now, requests_started_, tokens_started_};
}

void Limiter::observe(Bucket& bucket, const HttpResponse& response, const Start& start,
                      Instant now) const {
    // Answers come in any order; an older request knows less.
    if (start.requests < bucket.newest_request) return;
    const std::string name{bucket.name};
    const auto remaining = count_in(response, "x-ratelimit-remaining-" + name);
    const auto limit = count_in(response, "x-ratelimit-limit-" + name);
    if (!remaining || std::max(*remaining, limit.value_or(0)) <= 0) return;

    bucket.newest_request = start.requests;
    bucket.limit = std::max(*remaining, limit.value_or(*remaining));
    bucket.refill_per_us = bucket.limit / us_per_minute;
    const double missing = bucket.limit - *remaining;
    if (const auto reset = header_of(response, "x-ratelimit-reset-" + name); reset && missing > 0) {
        const auto full_after = parse_reset_time(*reset).value_or(milliseconds{0});
        if (full_after.count() > 0) {
            bucket.refill_per_us = missing / static_cast<double>(microseconds{full_after}.count());
        }
    }
    bucket.level = *remaining;
    bucket.updated_at = start.at;
    const auto since =
        bucket.counts_tokens ? tokens_started_ - start.tokens : requests_started_ - start.requests;
    bucket.take(static_cast<double>(since), now);
}

void Limiter::observe(const HttpResponse& response, const Start& start, Instant now) {
    for (auto& bucket : buckets_)
        observe(bucket, response, start, now);
}

void Limiter::hold_until(Instant moment) {
    held_until_ = std::max(held_until_.value_or(moment), moment);
}

std::size_t Limiter::capacity(Instant now) const {
    if (held_until_ && now < *held_until_) return 0;
    double requests = static_cast<double>(largest_count);
    for (const auto& bucket : buckets_) {
        if (bucket.limit <= 0) continue;
        const double level = bucket.level_at(now);
        const double each = bucket.counts_tokens ? static_cast<double>(usual_tokens_) : 1.0;
        // A request larger than the whole bucket may try when the bucket is full.
        const double at_least = level >= bucket.limit ? 1.0 : 0.0;
        requests = std::min(requests, std::max(at_least, level / each));
    }
    return static_cast<std::size_t>(std::max(requests, 0.0));
}

}  // namespace callfold
