#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "http/router.h"

namespace callfold::http {

// Where a list goes on: rows are listed newest first by their integer id, which `cursor` hides.
struct PageRequest {
    int limit = 50;                         // 1–200
    std::optional<std::int64_t> before_id;  // rows with a smaller id only
};

// Reads `limit` and `cursor`. invalid_argument for a limit outside 1–200 or a foreign cursor.
Result<PageRequest> page_request(const ApiRequest& request);

std::string encode_cursor(std::int64_t last_id);

// {"data": rows, "next_cursor": … or null}.
Response page_response(nlohmann::json rows, std::optional<std::int64_t> next_id);

Response json_response(const nlohmann::json& body, int status = 200);

// The body as a JSON object; invalid_argument when it is none or a name stands twice in an object,
// unsupported_media for another type.
Result<nlohmann::json> json_object(const ApiRequest& request);

// Readers of query parameters; absent gives nullopt, a value that cannot be read invalid_argument
// with the parameter's name and what is expected.
Result<std::optional<Instant>> query_instant(const ApiRequest& request, std::string_view name);
Result<std::optional<int>> query_integer(const ApiRequest& request, std::string_view name,
                                         int least, int most);
// The path parameter `name` as a public id; not_found when it is none (nothing can have it).
Result<Uuid> path_uuid(const ApiRequest& request, std::string_view name);

}  // namespace callfold::http
