#include "http/sign_in_throttle.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include <arpa/inet.h>

#include "base/crypto.h"

namespace callfold::http {
namespace {

constexpr std::size_t customer_bytes = 8;  // of an IPv6 address

// The bytes of an address that tell one customer from another; other text as it is.
std::string customer_of(std::string_view address) {
    std::array<char, sizeof(in6_addr)> bytes{};
    const std::string text{address};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
    return {bytes.data(), customer_bytes};
}

}  // namespace

SignInThrottle::SignInThrottle(std::string key)
    : key_(std::move(key)), accounts_(slot_count), addresses_(slot_count) {}

std::optional<seconds> SignInThrottle::refuse(std::string_view account, std::string_view address,
                                              Instant now) {
    const std::lock_guard lock(mutex_);
    Slot& of_account = slot_of(accounts_, account);
    Slot& of_address = slot_of(addresses_, customer_of(address));
    const seconds wait =
        std::max(wait_of(of_account, account_limit, now), wait_of(of_address, address_limit, now));
    if (wait > seconds{0}) return wait;
    of_account.level += 1;
    of_address.level += 1;
    return std::nullopt;
}

void SignInThrottle::forgive(std::string_view account, std::string_view address) {
    const std::lock_guard lock(mutex_);
    for (Slot* slot : {&slot_of(accounts_, account), &slot_of(addresses_, customer_of(address))}) {
        slot->level = std::max(0.0, slot->level - 1);
    }
}

// Drains the slot to `now`; how long until it takes one more attempt.
seconds SignInThrottle::wait_of(Slot& slot, const AttemptLimit& limit, Instant now) {
    const auto interval_s = static_cast<double>(limit.interval.count());
    const double passed_s = std::max(0.0, std::chrono::duration<double>(now - slot.at).count());
    slot.level = std::max(0.0, slot.level - passed_s / interval_s);
    slot.at = std::max(slot.at, now);
    const double excess = slot.level + 1 - limit.burst;
    if (excess <= 0) return seconds{0};
    return seconds{static_cast<std::int64_t>(std::ceil(excess * interval_s))};
}

SignInThrottle::Slot& SignInThrottle::slot_of(std::vector<Slot>& slots, std::string_view name) {
    const std::string hash = hmac_sha256(key_, name);
    std::uint64_t number = 0;
    std::memcpy(&number, hash.data(), sizeof number);
    return slots[number % slots.size()];
}

}  // namespace callfold::http
