#include "http/page.h"

#include <cassert>
#include <charconv>
#include <set>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace callfold::http {
namespace {

constexpr int default_limit = 50;
constexpr int limit_max = 200;
// Tells the cursors of this form from those that a later version may give out.
constexpr std::string_view cursor_version = "c1";
constexpr std::size_t cursor_digits = 16;

std::optional<std::int64_t> decode_cursor(std::string_view cursor) {
    if (cursor.size() != cursor_version.size() + cursor_digits) return std::nullopt;
    std::int64_t id = 0;
    std::from_chars(cursor.data() + cursor_version.size(), cursor.data() + cursor.size(), id, 16);
    // What is written in another way ("-0", "2A") was not given out, however it reads.
    if (id < 0 || encode_cursor(id) != cursor) return std::nullopt;
    return id;
}

// "application/json", "application/merge-patch+json; charset=utf-8" and the like.
bool is_json(std::string_view content_type) {
    const std::string type = lower_case(trim(content_type.substr(0, content_type.find(';'))));
    return type == "application/json" ||
           (type.starts_with("application/") && type.ends_with("+json"));
}

// Parses JSON and looks for names that stand twice in an object: nobody knows which was meant.
class UniqueNames {
  public:
    nlohmann::json parse(const std::string& text) {
        return nlohmann::json::parse(
            text, [this](int, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
                note(event, parsed);
                return true;
            });
    }
    const std::optional<std::string>& repeated() const { return repeated_; }

  private:
    void note(nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        if (event == Event::object_start) open_.emplace_back();
        if (event == Event::object_end) open_.pop_back();
        if (event != Event::key) return;
        const auto& name = parsed.get_ref<const std::string&>();
        if (!open_.back().insert(name).second) repeated_ = name;
    }

    std::vector<std::set<std::string>> open_;  // the names in each object that is not yet read
    std::optional<std::string> repeated_;
};

}  // namespace

Result<PageRequest> page_request(const ApiRequest& request) {
    PageRequest page;
    const auto limit = query_integer(request, "limit", 1, limit_max);
    if (!limit) return tl::make_unexpected(limit.error());
    page.limit = limit->value_or(default_limit);
    if (const auto cursor = request.query("cursor")) {
        page.before_id = decode_cursor(*cursor);
        if (!page.before_id) {
            return fail(ErrorCode::invalid_argument,
                        "`cursor` must be the `next_cursor` of the page before.");
        }
    }
    return page;
}

std::string encode_cursor(std::int64_t last_id) {
    assert(last_id >= 0);
    return fmt::format("{}{:016x}", cursor_version, last_id);
}

Response page_response(nlohmann::json rows, std::optional<std::int64_t> next_id) {
    nlohmann::json page{{"data", std::move(rows)}, {"next_cursor", nullptr}};
    if (next_id) page["next_cursor"] = encode_cursor(*next_id);
    return json_response(page);
}

Response json_response(const nlohmann::json& body, int status) {
    Response response;
    response.status = status;
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return response;
}

Result<nlohmann::json> json_object(const ApiRequest& request) {
    if (!is_json(request.http.header("Content-Type"))) {
        return fail(ErrorCode::unsupported_media,
                    "Send the body as `Content-Type: application/json`.");
    }
    try {
        UniqueNames names;
        nlohmann::json body = names.parse(request.http.body);
        if (names.repeated()) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("`{}` stands twice in the body.", *names.repeated()));
        }
        if (body.is_object()) return body;
    } catch (const nlohmann::json::parse_error& error) {
        const std::size_t offset = error.byte == 0 ? 0 : error.byte - 1;
        return fail(ErrorCode::invalid_argument,
                    fmt::format("The body is not JSON: it stops making sense at byte {}.", offset));
    } catch (const nlohmann::json::out_of_range&) {
        return fail(ErrorCode::invalid_argument, "The body holds a number that is out of range.");
    }
    return fail(ErrorCode::invalid_argument, "The body must be a JSON object.");
}

Result<std::optional<Instant>> query_instant(const ApiRequest& request, std::string_view name) {
    const auto text = request.query(name);
    if (!text) return std::nullopt;
    const auto time = parse_timestamp(*text);
    if (!time) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`{}` must be a time as RFC 3339 writes it, such as "
                                "2026-01-31T09:00:00Z.",
                                name));
    }
    return time;
}

Result<std::optional<int>> query_integer(const ApiRequest& request, std::string_view name,
                                         int least, int most) {
    const auto text = request.query(name);
    if (!text) return std::nullopt;
    int value = 0;
    const auto end = text->data() + text->size();
    const auto [read_to, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc{} || read_to != end || value < least || value > most) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`{}` must be a whole number from {} to {}.", name, least, most));
    }
    return value;
}

Result<Uuid> path_uuid(const ApiRequest& request, std::string_view name) {
    const auto id = Uuid::parse(request.path(name));
    if (!id) return fail(ErrorCode::not_found, "Nothing has this id.");
    return *id;
}

}  // namespace callfold::http
