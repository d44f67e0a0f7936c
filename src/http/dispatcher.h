#pragma once

#include <memory>
#include <vector>

#include "base/metrics.h"
#include "http/auth.h"
#include "http/message.h"
#include "http/request_limits.h"
#include "http/router.h"

namespace callfold::http {

struct DispatcherOptions {
    RequestLimits limits;
    std::size_t worker_threads = 4;  // that run the handlers of the routes
};

// What lies between a read request and its route: limits, routing, authentication, the worker
// threads, errors as problems, the headers of every answer, metrics and the access log.
// Thread-safe.
//
// Must outlive whoever was given one of its `Respond`s.
class Dispatcher {
  public:
    Dispatcher(std::vector<Route> routes, Authenticator& authenticator, Metrics& metrics,
               const DispatcherOptions& options);
    ~Dispatcher();

    // Sees to it that `respond` is called, on this thread or another. Never throws on account of
    // the request; to be called on the I/O thread that read it.
    void receive(Request request, Respond respond);

    // Waits for the handlers that run or wait; a request that comes afterwards is dropped. Calling
    // it twice does nothing.
    void stop();

  private:
    struct Exchange;
    struct RouteMetrics;
    struct Workers;
    using ExchangePtr = std::shared_ptr<Exchange>;

    const RouteMetrics& metrics_of(const Route* route) const;
    void refuse_unrouted(Exchange& exchange) const;
    void work(const ExchangePtr& exchange);
    Result<Response> handle(Exchange& exchange);
    Result<Identity> admit(const Exchange& exchange);
    static void defer(const ExchangePtr& exchange, const Identity& identity);
    static void answer(Exchange& exchange, Response response);

    Router router_;
    Authenticator& authenticator_;
    const RequestLimits limits_;
    std::vector<std::unique_ptr<RouteMetrics>> metrics_;  // of each route, then of no route
    std::unique_ptr<Workers> workers_;
};

}  // namespace callfold::http
