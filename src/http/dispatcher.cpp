#include "http/dispatcher.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/log.h"
#include "base/text.h"
#include "http/problem.h"
#include "http/url.h"
#include "storage/tenant_scope.h"

namespace callfold::http {
namespace {

constexpr std::size_t shown_name_bytes_max = 60;

prometheus::Counter& request_counter(Metrics& metrics, const std::string& method,
                                     const std::string& route, const std::string& status_class) {
    return metrics.counter("callfold_http_requests_total", "Answered HTTP requests",
                           {{"method", method}, {"route", route}, {"status", status_class}});
}

std::optional<Error> refuse_unknown_parameters(const Route& route, const ApiRequest& request) {
    for (const auto& [name, value] : request.query_parameters) {
        const auto& known = route.query_parameters;
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            return Error{ErrorCode::invalid_argument,
                         fmt::format("`{}` is no parameter of this request.",
                                     cut_text(name, shown_name_bytes_max))};
        }
    }
    return std::nullopt;
}

// Administrators name the tenant that they mean in the request.
TenantScope scope_of(const Identity& identity) {
    if (identity.is_admin) return TenantScope::every_tenant();
    return TenantScope(identity.tenant);
}

void set_if_absent(Response& response, const char* name, const char* value) {
    const bool present = std::any_of(response.headers.begin(), response.headers.end(),
                                     [&](const auto& header) { return header.first == name; });
    if (!present) response.headers.emplace_back(name, value);
}

}  // namespace

struct Dispatcher::RouteMetrics {
    RouteMetrics(Metrics& metrics, const std::string& method, const std::string& route)
        : by_status_class{&request_counter(metrics, method, route, "2xx"),
                          &request_counter(metrics, method, route, "3xx"),
                          &request_counter(metrics, method, route, "4xx"),
                          &request_counter(metrics, method, route, "5xx")},
          seconds(metrics.seconds("callfold_http_request_seconds",
                                  "Time from the last byte of a request to its answer",
                                  {{"method", method}, {"route", route}})) {}

    prometheus::Counter& counter(int status) const {
        const int status_class = std::clamp(status / 100, 2, 5);
        return *by_status_class[static_cast<std::size_t>(status_class - 2)];
    }

    std::array<prometheus::Counter*, 4> by_status_class;
    prometheus::Histogram& seconds;
};

// A request on its way to its answer.
struct Dispatcher::Exchange {
    ApiRequest api_request() {
        return {request, {}, std::move(match.path_parameters), std::move(query_parameters)};
    }

    Request request;
    Respond respond;
    std::chrono::steady_clock::time_point started;
    RouteMatch match;
    std::map<std::string, std::string, std::less<>> query_parameters;
    const RouteMetrics* metrics = nullptr;
};

struct Dispatcher::Workers {
    explicit Workers(std::size_t threads) : pool(threads) {}
    asio::thread_pool pool;
};

Dispatcher::Dispatcher(std::vector<Route> routes, Authenticator& authenticator, Metrics& metrics,
                       const DispatcherOptions& options)
    : router_(std::move(routes)),
      authenticator_(authenticator),
      limits_(options.limits),
      workers_(std::make_unique<Workers>(options.worker_threads)) {
    for (const Route& route : router_.routes()) {
        metrics_.push_back(std::make_unique<RouteMetrics>(metrics, route.method, route.pattern));
    }
    metrics_.push_back(std::make_unique<RouteMetrics>(metrics, "other", "none"));
}

Dispatcher::~Dispatcher() {
    stop();
}

void Dispatcher::stop() {
    workers_->pool.join();
}

const Dispatcher::RouteMetrics& Dispatcher::metrics_of(const Route* route) const {
    if (route == nullptr) return *metrics_.back();
    return *metrics_[static_cast<std::size_t>(route - router_.routes().data())];
}

void Dispatcher::receive(Request request, Respond respond) {
    const auto exchange = std::make_shared<Exchange>();
    exchange->request = std::move(request);
    exchange->respond = std::move(respond);
    exchange->started = std::chrono::steady_clock::now();
    exchange->metrics = &metrics_of(nullptr);
    if (auto refusal = refuse_over_limit(exchange->request, limits_)) {
        return answer(*exchange, std::move(*refusal));
    }
    exchange->match = router_.match(exchange->request.method, exchange->request.path);
    const Route* route = exchange->match.route;
    exchange->metrics = &metrics_of(route);
    auto query_parameters = parse_query(exchange->request.query);
    if (!query_parameters) exchange->match.malformed = true;
    if (route == nullptr || exchange->match.malformed) return refuse_unrouted(*exchange);
    exchange->query_parameters = std::move(*query_parameters);
    if (route->defer && route->access == Access::open) return defer(exchange, {});
    asio::post(workers_->pool, [this, exchange] { work(exchange); });
}

void Dispatcher::refuse_unrouted(Exchange& exchange) const {
    if (exchange.match.malformed) {
        return answer(exchange, problem_response({ErrorCode::invalid_argument,
                                                  "The path or query holds percent-encoding that "
                                                  "is broken or stands for no UTF-8."}));
    }
    if (!exchange.match.path_exists) {
        return answer(exchange,
                      problem_response({ErrorCode::not_found, "There is nothing at this path."}));
    }
    const std::string allowed = fmt::format("{}", fmt::join(exchange.match.allowed_methods, ", "));
    Response response;
    if (exchange.request.method == "OPTIONS") {
        response.status = 204;
    } else {
        response = problem_response(
            {ErrorCode::invalid_argument, fmt::format("This path answers {} only.", allowed)},
            {405, std::nullopt});
    }
    response.headers.emplace_back("Allow", allowed);
    answer(exchange, std::move(response));
}

void Dispatcher::work(const ExchangePtr& exchange) {
    const Route& route = *exchange->match.route;
    try {
        if (route.defer) {
            const auto identity = admit(*exchange);
            if (identity) return defer(exchange, *identity);
            return answer(*exchange, problem_response(identity.error()));
        }
        auto response = handle(*exchange);
        answer(*exchange, response ? std::move(*response) : problem_response(response.error()));
    } catch (const std::exception&) {
        answer(*exchange, exception_response(exchange->request.processing_id));
    }
}

Result<Response> Dispatcher::handle(Exchange& exchange) {
    const Route& route = *exchange.match.route;
    const auto identity = admit(exchange);
    if (!identity) return tl::make_unexpected(identity.error());
    const TenantScope scope = scope_of(*identity);
    ApiRequest request = exchange.api_request();
    request.identity = *identity;
    if (auto error = refuse_unknown_parameters(route, request)) {
        return tl::make_unexpected(std::move(*error));
    }
    return route.handle(request);
}

Result<Identity> Dispatcher::admit(const Exchange& exchange) {
    const Access access = exchange.match.route->access;
    if (access == Access::open) return Identity{};
    auto identity = authenticator_.authenticate(exchange.request);
    if (!identity) return identity;
    if (const auto refusal = refuse_access(*identity, access)) {
        return fail(ErrorCode::permission_denied, *refusal);
    }
    return identity;
}

void Dispatcher::defer(const ExchangePtr& exchange, const Identity& identity) {
    try {
        const TenantScope scope = scope_of(identity);
        ApiRequest request = exchange->api_request();
        request.identity = identity;
        exchange->match.route->defer(
            request, [exchange](Response response) { answer(*exchange, std::move(response)); });
        // What waits for a commit need not hold the body as well.
        std::string{}.swap(exchange->request.body);
    } catch (const std::exception&) {
        answer(*exchange, exception_response(exchange->request.processing_id));
    }
}

void Dispatcher::answer(Exchange& exchange, Response response) {
    const Request& request = exchange.request;
    const auto took = std::chrono::steady_clock::now() - exchange.started;
    exchange.metrics->counter(response.status).Increment();
    exchange.metrics->seconds.Observe(std::chrono::duration<double>(took).count());
    const Route* route = exchange.match.route;
    log(LogLevel::debug, "http_request",
        {{"processing_id", std::string_view{request.processing_id}},
         {"method", std::string_view{request.method}},
         {"route", route == nullptr ? std::string_view{"none"} : std::string_view{route->pattern}},
         {"status", std::int64_t{response.status}},
         {"took_ms", std::chrono::duration_cast<milliseconds>(took).count()}});
    response.headers.emplace_back("X-Processing-Id", request.processing_id);
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    set_if_absent(response, "Cache-Control", "no-store");
    exchange.respond(std::move(response));
}

}  // namespace callfold::http
