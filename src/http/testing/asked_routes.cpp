#include "http/testing/asked_routes.h"

#include <algorithm>
#include <future>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "http/url.h"

namespace callfold::http::testing {
namespace {

void check_query_is_known(const Route& route, const ApiRequest& request) {
    for (const auto& [name, value] : request.query_parameters) {
        const auto& known = route.query_parameters;
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw std::invalid_argument(route.pattern + " takes no query parameter " + name);
        }
    }
}

Result<Response> answer_of(const Route& route, const ApiRequest& request) {
    if (!route.defer) return route.handle(request);
    std::promise<Response> answer;
    route.defer(request, [&answer](Response response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
}

}  // namespace

std::string RouteAnswer::header(std::string_view name) const {
    for (const auto& [header_name, value] : headers) {
        if (header_name == name) return value;
    }
    return {};
}

nlohmann::json RouteAnswer::json() const {
    return nlohmann::json::parse(body);
}

RouteAnswer AskedRoutes::ask(const Identity& identity, const std::string& method,
                             const std::string& target, const AskedWith& with) const {
    const std::size_t mark = std::min(target.find('?'), target.size());
    Request http;
    http.method = method;
    http.path = target.substr(0, mark);
    http.query = target.substr(std::min(mark + 1, target.size()));
    http.headers = {with.headers.begin(), with.headers.end()};
    http.body = with.body;
    http.client_address = with.client_address;
    http.processing_id = "request-1";
    RouteMatch match = router_.match(method, http.path);
    if (match.route == nullptr)
        throw std::invalid_argument("no route for " + method + " " + target);
    const ApiRequest request{http, identity, std::move(match.path_parameters),
                             parse_query(http.query).value()};
    check_query_is_known(*match.route, request);
    const Result<Response> response = answer_of(*match.route, request);
    if (!response) return {0, response.error().code, response.error().message, "", {}};
    return {response->status, std::nullopt, "", response->body, response->headers};
}

RouteAnswer AskedRoutes::send(const Identity& identity, const std::string& method,
                              const std::string& target, const nlohmann::json& body) const {
    return ask(identity, method, target, {body.dump(), {{"Content-Type", "application/json"}}});
}

}  // namespace callfold::http::testing
