#include "http/routes/webhooks.h"

#include <algorithm>

#include <fmt/format.h>

#include "http/problem.h"

namespace callfold::http {
namespace {

// Every platform that reads the answer at all wants exactly 200 and few bytes.
std::string receipt(const Committed& committed, microseconds processing) {
    const std::string event_id =
        committed.quarantined ? "null" : fmt::format("\"{}\"", committed.event_id.text());
    const auto processing_us = std::max<std::int64_t>(processing.count(), 0);
    return fmt::format(
        R"({{"event_id":{},"duplicate":{},"quarantined":{},"processing_ms":{}.{:03}}})", event_id,
        committed.duplicate, committed.quarantined, processing_us / 1000, processing_us % 1000);
}

Response response_to(const Result<WebhookAnswer, WebhookRefusal>& answer, microseconds processing) {
    if (!answer) {
        return problem_response(answer.error().error, {std::nullopt, answer.error().byte_offset});
    }
    Response response;
    response.body = answer->body ? *answer->body : receipt(answer->committed, processing);
    return response;
}

}  // namespace

std::vector<Route> webhook_routes(Ingest& ingest, const Clock& clock, std::string public_url) {
    const auto receive = [&ingest, &clock, public_url = std::move(public_url)](
                             const ApiRequest& request, const Respond& respond) {
        const Request& http = request.http;
        const std::string called =
            public_url + http.path + (http.query.empty() ? "" : "?") + http.query;
        const WebhookArrival arrival{request.path("provider"),
                                     request.path("token"),
                                     http.method,
                                     called,
                                     http.header("Content-Type"),
                                     http.body,
                                     http.client_address,
                                     http.processing_id,
                                     http.received_at,
                                     [&http](std::string_view name) { return http.header(name); }};
        ingest.receive(arrival,
                       [respond, &clock, received_at = http.received_at](const auto& answer) {
                           respond(response_to(answer, clock.now() - received_at));
                       });
    };
    return {{"POST", "/webhooks/{provider}/{token}", Access::open, {}, {}, receive}};
}

}  // namespace callfold::http
