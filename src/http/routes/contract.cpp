#include "http/routes/contract.h"

#include <string_view>

namespace callfold::embedded {

extern const std::string_view openapi_yaml;
extern const std::string_view api_docs_html;

}  // namespace callfold::embedded

namespace callfold::http {
namespace {

// The page narrows `style-src` to the hash of its one style sheet by itself.
constexpr const char* docs_policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

Route document(const char* path, const char* content_type, std::string_view content,
               std::vector<std::pair<std::string, std::string>> headers) {
    Response response;
    response.content_type = content_type;
    response.body = content;
    response.headers = std::move(headers);
    response.headers.emplace_back("Cache-Control", "no-cache");
    return {"GET", path, Access::open,
            [response = std::move(response)](const ApiRequest&) -> Result<Response> {
                return response;
            }};
}

}  // namespace

std::vector<Route> contract_routes() {
    return {document("/openapi.yaml", "application/yaml", embedded::openapi_yaml, {}),
            document("/docs", "text/html; charset=utf-8", embedded::api_docs_html,
                     {{"Content-Security-Policy", docs_policy}})};
}

}  // namespace callfold::http
