#include "http/routes/stream.h"

#include <charconv>

#include "http/problem.h"

namespace callfold::http {
namespace {

// The number of the event that the client has seen last; none for a new client.
Result<std::optional<std::int64_t>> last_event_id(const Request& request) {
    const std::string_view text = request.header("Last-Event-ID");
    if (text.empty()) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) {
        return fail(ErrorCode::invalid_argument,
                    "`Last-Event-ID` must be the id of an event of this stream.");
    }
    return number;
}

}  // namespace

std::vector<Route> stream_routes(const StreamDeps& deps) {
    const auto listen = [&hub = deps.hub](const ApiRequest& request, const Respond& respond) {
        const auto after = last_event_id(request.http);
        if (!after) return respond(problem_response(after.error()));
        if (hub.is_full()) {
            return respond(problem_response(
                {ErrorCode::unavailable, "Too many clients follow the stream. Try again later."}));
        }
        Response response;
        response.content_type = "text/event-stream";
        // Proxies must not gather what is sent.
        response.headers.emplace_back("X-Accel-Buffering", "no");
        response.stream = [&hub, tenant = request.identity.tenant,
                           after = *after](std::shared_ptr<BodyWriter> writer) {
            if (!hub.listen(tenant, after, writer)) writer->end();
        };
        respond(std::move(response));
    };
    return {{"GET", "/v1/stream", Access::tenant, {}, {}, listen}};
}

}  // namespace callfold::http
