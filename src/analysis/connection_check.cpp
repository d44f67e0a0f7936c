#include "analysis/connection_check.h"

#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/api_error.h"
#include "analysis/error_words.h"
#include "analysis/json_text.h"

namespace callfold {
namespace {

// Percent-encoding of everything but unreserved characters (RFC 3986), so that a model's name is
// one segment.
std::string path_segment(std::string_view text) {
    std::string segment;
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        const bool unreserved = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
                                (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' ||
                                byte == '_' || byte == '~';
        segment += unreserved ? std::string{each} : fmt::format("%{:02X}", byte);
    }
    return segment;
}

HttpResponse ask(const OpenAiOptions& options, HttpTransport& transport) {
    HttpRequest request;
    request.id = 1;
    request.method = "GET";
    request.url = api_url(options.base_url, "models/" + path_segment(options.model));
    request.headers = {{"authorization", "Bearer " + options.api_key}};
    request.timeout = options.timeout;
    transport.start(std::move(request));
    while (true) {
        auto responses = transport.poll();
        if (!responses.empty()) return std::move(responses.front());
        transport.wait(milliseconds{1'000});
    }
}

// The date on which the API stops serving the model, where it says so.
std::string shutdown_date(const HttpResponse& response) {
    const auto json = parse_json(response.body);
    if (!json || !json->is_object()) return {};
    const auto found = json->find("shutdown_date");
    if (found == json->end() || !found->is_string()) return {};
    const auto& date = found->get_ref<const std::string&>();
    return parse_timestamp(date + "T00:00:00Z") ? date : std::string{};
}

ConnectionReport describe_model(const OpenAiOptions& options, const HttpResponse& response,
                                Instant now) {
    const auto date = shutdown_date(response);
    if (date.empty()) {
        return {true,
                fmt::format("The model \"{}\" answers at {}.", options.model, options.base_url)};
    }
    const bool gone = *parse_timestamp(date + "T00:00:00Z") <= now;
    return {
        !gone,
        fmt::format("The model \"{}\" answers at {}; the API {} serving it on {}. Choose another "
                    "OPENAI_MODEL{}.",
                    options.model, options.base_url, gone ? "stopped" : "stops", date,
                    gone ? "" : " before that day")};
}

}  // namespace

ConnectionReport check_connection(const OpenAiOptions& options, HttpTransport& transport,
                                  Instant now) {
    const auto problems = problems_of(options);
    if (!problems.empty()) return {false, fmt::format("{}", fmt::join(problems, " "))};

    const auto response = ask(options, transport);
    if (response.status == 0) {
        return {
            false,
            fmt::format("No answer from {}: {}. Check OPENAI_BASE_URL, the network and the proxy.",
                        options.base_url, response.error)};
    }
    if (response.status >= 200 && response.status < 300 && parse_json(response.body)) {
        return describe_model(options, response, now);
    }
    auto error = read_api_error(response.body);
    if (error.web_page || (response.status >= 200 && response.status < 300)) {
        return {false,
                fmt::format(
                    "Something answers at {}, but not the API ({}). Check OPENAI_BASE_URL and the "
                    "proxy.",
                    options.base_url, response.status)};
    }
    if (response.status == 404) {
        if (error.code == "model_not_found") {
            return {false,
                    fmt::format(
                        "The API does not know the model \"{}\". Set OPENAI_MODEL to one that this "
                        "key may use.",
                        options.model)};
        }
        return {true,
                fmt::format(
                    "{} answers, but does not tell which models it serves (404): whether it serves "
                    "\"{}\" shows with the first analysis.",
                    options.base_url, options.model)};
    }
    const auto verdict = classify(response.status, error);
    return {false, explain(response.status, error, verdict, options.model)};
}

}  // namespace callfold
