#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "http/router.h"

namespace callfold::http::testing {

// An answer of a route: its body read as JSON, or the refusal.
struct RouteAnswer {
    int status = 0;                  // 0 when it was refused
    std::optional<ErrorCode> error;  // and why
    std::string message;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;

    std::string header(std::string_view name) const;  // empty when it is absent

    nlohmann::json json() const;
};

// What stands beside method, target and identity.
struct AskedWith {
    std::string body = {};
    std::map<std::string, std::string> headers = {};
    std::string client_address = "192.0.2.1";
};

// Asks routes as the dispatcher does once it knows who asks: the handler of the route is called
// here, without a network; a deferred one is waited for. A path or a query parameter that no route
// has is a mistake of the test and throws.
class AskedRoutes {
  public:
    explicit AskedRoutes(std::vector<Route> routes) : router_(std::move(routes)) {}

    // `target` is a path with or without a query.
    RouteAnswer ask(const Identity& identity, const std::string& method, const std::string& target,
                    const AskedWith& with = {}) const;
    // With a body as JSON.
    RouteAnswer send(const Identity& identity, const std::string& method, const std::string& target,
                     const nlohmann::json& body) const;

    const std::vector<Route>& routes() const { return router_.routes(); }

  private:
    Router router_;
};

}  // namespace callfold::http::testing
