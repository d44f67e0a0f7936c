#include "http/routes/session.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/passwords.h"
#include "base/text.h"
#include "http/body_reader.h"
#include "http/codec/member.h"
#include "http/codec/tenant.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/problem.h"
#include "http/record_change.h"
#include "http/session_cookie.h"
#include "storage/members.h"
#include "storage/sessions.h"
#include "storage/tenant_scope.h"
#include "storage/tenants.h"

namespace callfold::http {
namespace {

constexpr std::size_t body_bytes_max = 4096;
constexpr TextLimits password_limits{1, password_characters_max};

using SessionHandler = Result<Response> (*)(const SessionDeps&, const ApiRequest&);

Response too_many_attempts(seconds wait) {
    return rate_limited_response(
        fmt::format("There were too many attempts to sign in. Try again in {} seconds.",
                    wait.count()),
        wait);
}

Response session_response(Connection& connection, const Member& member, TenantId shown,
                          std::string_view token) {
    const Uuid own_tenant = tenant_of_row(connection, member.tenant).public_id;
    return json_response({{"member", member_json(member, own_tenant)},
                          {"tenant", tenant_json(tenant_of_row(connection, shown))},
                          {"csrf_token", csrf_token_of(token)}});
}

// The session of whoever asks, which the dispatcher has found in the same cookie.
Result<Response> current_session(Connection& connection, const ApiRequest& request,
                                 TenantId shown) {
    const SignedIn& person = request.identity.person.value();
    const std::string cookies = request.http.joined_header("Cookie");
    return require_member(connection, person.tenant, person.member_id)
        .map([&](const Member& member) {
            return session_response(connection, member, shown, session_token_in(cookies));
        });
}

Result<Response> show(const SessionDeps& deps, const ApiRequest& request) {
    return deps.database.read([&](Connection& connection) {
        return current_session(connection, request, request.identity.tenant);
    });
}

Response start(const SessionDeps& deps, const Member& member) {
    const TenantScope scope(member.tenant);
    const std::string token = new_session_token();
    const std::string token_hash = sha256(token);
    const Instant now = deps.clock.now();
    Response response = deps.database.write([&](Connection& connection) {
        start_session(connection, member.tenant, member.id, token_hash, now);
        note_sign_in(connection, member.tenant, member.id, now);
        record(connection,
               {member.tenant,
                {Actor::Kind::member, member.public_id},
                AuditAction::session_start,
                member.public_id},
               now);
        Member signed_in = member;
        signed_in.last_signed_in_at = now;
        return session_response(connection, signed_in, member.tenant, token);
    });
    response.headers.emplace_back("Set-Cookie", session_cookie(token, deps.secure_cookies));
    return response;
}

Result<Response> sign_in(const SessionDeps& deps, const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    BodyReader reader(*body);
    reader.require("email");
    reader.require("password");
    std::string email;
    std::string password;
    reader.text("email", email, {1, email_characters_max});
    reader.text("password", password, password_limits);
    if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
    const std::string account = lower_case(email);
    const std::string& address = request.http.client_address;
    if (const auto wait = deps.throttle.refuse(account, address, deps.clock.now())) {
        return too_many_attempts(*wait);
    }
    const auto found = deps.database.read(
        [&](Connection& connection) { return member_with_email(connection, account); });
    // As long as a hash takes, whether there is such a person or not.
    const std::string& hash = found ? found->password_hash : nobodys_password_hash();
    if (!is_password(password, hash) || !found || !found->tenant_enabled) {
        return fail(ErrorCode::unauthenticated, "The e-mail address or the password is wrong.");
    }
    deps.throttle.forgive(account, address);
    return start(deps, found->member);
}

Result<Response> sign_out(const SessionDeps& deps, const ApiRequest& request) {
    const SignedIn& person = request.identity.person.value();
    const Instant now = deps.clock.now();
    deps.database.write([&](Connection& connection) {
        end_session(connection, person.tenant, person.session);
        record_change(connection, request.identity, person.tenant, AuditAction::session_end,
                      person.member_id, {}, now);
    });
    return Response{204, "", "", {{"Set-Cookie", ended_session_cookie(deps.secure_cookies)}}};
}

Result<Response> change_password(const SessionDeps& deps, const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    BodyReader reader(*body);
    reader.require("current_password");
    reader.require("new_password");
    std::string current;
    std::string wanted;
    reader.text("current_password", current, password_limits);
    reader.text("new_password", wanted, password_limits);
    if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
    const SignedIn& person = request.identity.person.value();
    const TenantScope scope(person.tenant);
    std::string hash;
    const auto member = deps.database.read([&](Connection& connection) {
        hash = password_hash_of(connection, person.tenant, person.member);
        return require_member(connection, person.tenant, person.member_id);
    });
    if (!member) return tl::make_unexpected(member.error());
    const std::string& email = member->fields.email;
    const std::string& address = request.http.client_address;
    if (const auto wait = deps.throttle.refuse(email, address, deps.clock.now())) {
        return too_many_attempts(*wait);
    }
    if (!is_password(current, hash)) {
        return fail(ErrorCode::invalid_argument, "The current password is wrong.");
    }
    deps.throttle.forgive(email, address);
    if (auto checked = check_new_password(wanted, email); !checked) {
        return tl::make_unexpected(checked.error());
    }
    const std::string new_hash = hash_password(wanted);
    const Instant now = deps.clock.now();
    deps.database.write([&](Connection& connection) {
        set_password(connection, person.tenant, person.member, new_hash, person.session, now);
        record_change(connection, request.identity, person.tenant, AuditAction::member_password,
                      person.member_id, {}, now);
    });
    return Response{204, "", "", {}};
}

Result<Response> look_at(const SessionDeps& deps, const ApiRequest& request) {
    if (!request.identity.person) {
        return fail(ErrorCode::permission_denied,
                    "A key has no session. Name the tenant as `user_id` instead.");
    }
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    BodyReader reader(*body);
    reader.require("tenant_id");
    std::optional<Uuid> tenant_id;
    reader.id("tenant_id", tenant_id);
    if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
    const SignedIn& person = *request.identity.person;
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const auto tenant = require_tenant(connection, tenant_id.value());
        if (!tenant) return tl::make_unexpected(tenant.error());
        show_tenant(connection, person.tenant, person.session, tenant->id);
        record_change(connection, request.identity, tenant->id, AuditAction::session_look_at,
                      tenant->public_id, {}, now);
        return current_session(connection, request, tenant->id);
    });
}

Response answer_of(SessionHandler handle, const SessionDeps& deps, const ApiRequest& request) {
    try {
        auto response = handle(deps, request);
        return response ? std::move(*response) : problem_response(response.error());
    } catch (const std::exception&) {
        return exception_response(request.http.processing_id);
    }
}

// Handlers that hash passwords answer from a thread of their own.
DeferredHandler on_password_thread(const SessionDeps& deps, SessionHandler handle) {
    return [deps, handle](const ApiRequest& request, const Respond& respond) {
        if (request.http.body.size() > body_bytes_max) {
            return respond(problem_response(
                {ErrorCode::too_large,
                 fmt::format("The body is over the limit of {} bytes.", body_bytes_max)}));
        }
        const bool posted = deps.password_work.post(
            [deps, handle, http = request.http, identity = request.identity, respond] {
                respond(answer_of(handle, deps, ApiRequest{http, identity, {}, {}}));
            });
        if (posted) return;
        respond(
            problem_response({ErrorCode::unavailable,
                              "Too many people sign in at the moment. Try again in a moment."}));
    };
}

}  // namespace

std::vector<Route> session_routes(const SessionDeps& deps) {
    // Made before the first attempt, which would otherwise take longer than later ones.
    deps.password_work.post([] { nobodys_password_hash(); });
    return {
        {"GET", "/v1/session", Access::person, handler_with(deps, show)},
        {"POST", "/v1/session", Access::open, {}, {}, on_password_thread(deps, sign_in)},
        {"DELETE", "/v1/session", Access::person, handler_with(deps, sign_out)},
        {"POST",
         "/v1/session/password",
         Access::person,
         {},
         {},
         on_password_thread(deps, change_password)},
        {"PUT", "/v1/session/tenant", Access::admin, handler_with(deps, look_at)},
    };
}

}  // namespace callfold::http
