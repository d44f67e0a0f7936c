#include "http/auth.h"

#include <cstdlib>

#include "base/crypto.h"
#include "base/text.h"
#include "http/session_cookie.h"
#include "storage/key_lookup.h"
#include "storage/sessions.h"
#include "storage/tenant_scope.h"

namespace callfold::http {
namespace {

constexpr seconds remembered_for{1};
constexpr std::size_t remembered_max = 10'000;
constexpr std::string_view key_prefix = "cf_";
constexpr std::size_t key_bytes_max = 200;

// So rarely is it written down that a session was used.
constexpr seconds touch_interval{60};

// The key of "Bearer KEY", or nothing.
std::string_view bearer_key(std::string_view authorization) {
    const std::size_t blank = authorization.find(' ');
    if (blank == std::string_view::npos || lower_case(authorization.substr(0, blank)) != "bearer") {
        return {};
    }
    return trim(authorization.substr(blank));
}

bool changes_things(std::string_view method) {
    return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

}  // namespace

std::optional<std::string> refuse_access(const Identity& identity, Access access) {
    switch (access) {
        case Access::open:
        case Access::tenant:
            return std::nullopt;
        case Access::owner:
            if (!identity.person || identity.person->role != Role::member) return std::nullopt;
            return "This is for owners of the tenant.";
        case Access::admin:
            if (identity.is_admin) return std::nullopt;
            return identity.person ? "This is for administrators." : "This takes an admin key.";
        case Access::person:
            if (identity.person) return std::nullopt;
            return "This is for people who signed in; a key has no session.";
    }
    std::abort();
}

Authenticator::Authenticator(Database& database) : database_(database) {}

Result<Identity> Authenticator::authenticate(const Request& request) {
    const std::string_view authorization = request.header("Authorization");
    if (authorization.empty()) {
        const std::string cookies = request.joined_header("Cookie");
        const std::string_view token = session_token_in(cookies);
        if (!token.empty()) return authenticate_person(request, token);
    }
    const std::string_view key = bearer_key(authorization);
    if (key.starts_with(key_prefix) && key.size() <= key_bytes_max) {
        if (const auto identity = identity_of(sha256(key), request.received_at)) return *identity;
    }
    return fail(ErrorCode::unauthenticated,
                "Send `Authorization: Bearer cf_…` with a key that is not revoked, or sign in.");
}

Result<Identity> Authenticator::authenticate_person(const Request& request,
                                                    std::string_view token) {
    const std::string hash = sha256(token);
    const Instant now = request.received_at;
    const auto owner =
        database_.read([&](Connection& connection) { return find_session(connection, hash); });
    if (!owner || is_session_over(owner->started_at, owner->last_used_at, now)) {
        return fail(ErrorCode::unauthenticated, "The session has ended. Sign in again.");
    }
    if (changes_things(request.method) &&
        !equal_in_constant_time(request.header(csrf_header), csrf_token_of(token))) {
        return fail(ErrorCode::permission_denied,
                    "Send the `csrf_token` of the session as `X-CSRF-Token`.");
    }
    if (now - owner->last_used_at >= touch_interval) {
        const TenantScope scope(owner->tenant);
        database_.write([&](Connection& connection) {
            touch_session(connection, owner->tenant, owner->session, now);
        });
    }
    Identity identity;
    identity.tenant = owner->shown_tenant;
    identity.is_admin = owner->role == Role::administrator;
    identity.person =
        SignedIn{owner->member, owner->member_id, owner->tenant, owner->role, owner->session};
    return identity;
}

// The table is searched by hash, so how long it takes tells nothing about any key.
std::optional<Identity> Authenticator::identity_of(const std::string& key_hash, Instant now) {
    {
        const std::lock_guard lock(mutex_);
        const auto found = remembered_.find(key_hash);
        if (found != remembered_.end() &&
            std::chrono::abs(now - found->second.looked_up) < remembered_for) {
            return found->second.identity;
        }
    }
    const auto owner =
        database_.read([&](Connection& connection) { return find_key(connection, key_hash); });
    std::optional<Identity> identity;
    if (owner) identity = Identity{owner->tenant, owner->key_id, owner->is_admin};
    const std::lock_guard lock(mutex_);
    if (remembered_.size() >= remembered_max) remembered_.clear();
    remembered_.insert_or_assign(key_hash, Remembered{identity, now});
    return identity;
}

}  // namespace callfold::http
