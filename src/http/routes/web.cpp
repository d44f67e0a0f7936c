#include "http/routes/web.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "http/problem.h"

namespace callfold::http {
namespace {

using embedded::WebFile;

constexpr std::string_view page_path = "/index.html";
constexpr const char* forever = "public, max-age=31536000, immutable";

// Nothing from elsewhere, but for recordings: those lie with the voice platforms.
constexpr const char* page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; media-src 'self' https:; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// Paths that are never a place inside the dashboard: what is not there is an error.
constexpr std::string_view no_places[] = {"/v1", "/webhooks", "/assets"};

const WebFile* find_file(std::span<const WebFile> files, std::string_view path) {
    const auto found = std::lower_bound(
        files.begin(), files.end(), path,
        [](const WebFile& file, std::string_view wanted) { return file.path < wanted; });
    return found != files.end() && found->path == path ? &*found : nullptr;
}

bool may_be_a_place(std::string_view path) {
    const bool is_none =
        std::any_of(std::begin(no_places), std::end(no_places), [&](std::string_view folder) {
            return path == folder || path.starts_with(std::string(folder) + "/");
        });
    // "/favicon.ico" is a file that is missing.
    return !is_none && path.find('.', path.rfind('/')) == std::string_view::npos;
}

const WebFile* file_for(std::span<const WebFile> files, std::string_view path) {
    if (const WebFile* file = find_file(files, path)) return file;
    return may_be_a_place(path) ? find_file(files, page_path) : nullptr;
}

// Whether the entry "br;q=0.5" of Accept-Encoding allows its encoding.
bool is_allowed(std::string_view entry) {
    const std::size_t quality = entry.find("q=");
    if (quality == std::string_view::npos) return true;
    double weight = 0;
    const std::string_view number = entry.substr(quality + 2);
    std::from_chars(number.data(), number.data() + number.size(), weight);
    return weight > 0;
}

bool accepts(std::string_view accept_encoding, std::string_view encoding) {
    while (!accept_encoding.empty()) {
        const std::size_t comma = std::min(accept_encoding.find(','), accept_encoding.size());
        const std::string_view entry = accept_encoding.substr(0, comma);
        accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
        const std::string_view name = trim(entry.substr(0, entry.find(';')));
        if (lower_case(name) == encoding) return is_allowed(entry);
    }
    return false;
}

void add_security_headers(Response& response, bool over_tls) {
    response.headers.emplace_back("Content-Security-Policy", page_policy);
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("X-Frame-Options", "DENY");
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    response.headers.emplace_back("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (over_tls) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
}

void set_body(Response& response, const WebFile& file, std::string_view accept_encoding) {
    if (!file.brotli.empty() && accepts(accept_encoding, "br")) {
        response.body = file.brotli;
        response.headers.emplace_back("Content-Encoding", "br");
    } else if (!file.gzip.empty() && accepts(accept_encoding, "gzip")) {
        response.body = file.gzip;
        response.headers.emplace_back("Content-Encoding", "gzip");
    } else {
        response.body = file.identity;
    }
}

Response file_response(const WebFile& file, const Request& request, bool over_tls) {
    Response response;
    response.content_type = file.media_type;
    response.headers.emplace_back("Cache-Control", file.is_immutable ? forever : "no-cache");
    response.headers.emplace_back("ETag", file.etag);
    response.headers.emplace_back("Vary", "Accept-Encoding");
    add_security_headers(response, over_tls);
    if (request.joined_header("If-None-Match").find(file.etag) != std::string::npos) {
        response.status = 304;
    } else {
        set_body(response, file, request.joined_header("Accept-Encoding"));
    }
    return response;
}

}  // namespace

std::vector<Route> web_routes(std::span<const embedded::WebFile> files, bool over_tls) {
    // On the I/O thread: everything is in memory.
    const auto answer = [files, over_tls](const ApiRequest& request, const Respond& respond) {
        const WebFile* file = file_for(files, request.http.path);
        respond(file != nullptr
                    ? file_response(*file, request.http, over_tls)
                    : problem_response({ErrorCode::not_found, "There is nothing at this path."}));
    };
    return {{"GET", std::string(any_path), Access::open, {}, {}, answer}};
}

}  // namespace callfold::http
