#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "domain/member.h"
#include "http/message.h"

namespace callfold::http {

// A person who signed in.
struct SignedIn {
    MemberId member;
    Uuid member_id;
    TenantId tenant;  // of the member, whichever is looked at
    Role role = Role::member;
    SessionId session;
};

// Who asks, once the key or the session was checked.
struct Identity {
    TenantId tenant;  // whose things it is about
    Uuid key_id;      // of the key, where one asks
    bool is_admin = false;
    std::optional<SignedIn> person = {};  // where a person asks
};

// A request to the REST API with what the router and the authentication found out.
struct ApiRequest {
    const Request& http;
    Identity identity;
    std::map<std::string, std::string, std::less<>> path_parameters;   // decoded
    std::map<std::string, std::string, std::less<>> query_parameters;  // decoded; the last one wins

    // A query parameter, or nothing when it is absent or empty.
    std::optional<std::string> query(std::string_view name) const;
    const std::string& path(std::string_view name) const;  // must be in the route's pattern
};

// Who may ask, from everybody to few.
enum class Access {
    open,    // nobody has to say who they are
    tenant,  // a key of the tenant, or a person of any role
    owner,   // a key of the tenant, or an owner of it
    admin,   // a key with the admin mark, or an administrator
    person,  // a person of any role who signed in, and no key
};

// Runs on a worker thread; may read and write the database. An Error becomes problem+json in one
// place (http/problem); an exception becomes 503 or 500 there.
using ApiHandler = std::function<Result<Response>(const ApiRequest&)>;

// Answers when it is ready, from any thread. Under Access::open it runs on the I/O thread that read
// the request and must not wait; else on a worker thread. What the request holds lives until it
// returns. An exception that leaves it is answered like one of an ApiHandler, unless it has
// answered before.
using DeferredHandler = std::function<void(const ApiRequest&, const Respond&)>;

// The pattern of a route for the paths that no other route has, whatever their method.
inline constexpr std::string_view any_path = "/*";

// One line of the route table. `pattern` has parameters in braces: "/v1/calls/{id}/events". A route
// for GET answers HEAD too.
struct Route {
    std::string method;
    std::string pattern;
    Access access;
    ApiHandler handle;
    // The query parameters that it understands; any other is refused with 400.
    std::vector<std::string> query_parameters = {};
    // Instead of `handle`; takes any query parameter.
    DeferredHandler defer = {};
};

struct RouteMatch {
    const Route* route = nullptr;  // null: see the two below
    std::map<std::string, std::string, std::less<>> path_parameters;
    bool path_exists = false;                  // 405 instead of 404
    std::vector<std::string> allowed_methods;  // of a path that exists, HEAD and OPTIONS included
    bool malformed = false;                    // 400: percent-encoding that means no text
};

// All routes of the server; found by method and path, a literal segment before a parameter. A
// parameter is never empty. Immutable after construction; thread-safe.
class Router {
  public:
    explicit Router(std::vector<Route> routes);
    RouteMatch match(std::string_view method, std::string_view path) const;
    const std::vector<Route>& routes() const { return routes_; }

  private:
    using Segments = std::vector<std::string>;

    const Route* route_of_any_path(std::string_view method) const;

    std::vector<Route> routes_;
    std::vector<Segments> patterns_;  // of each route
};

}  // namespace callfold::http
