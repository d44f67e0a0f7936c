// The JSON body of a request to the API, read by every reader of properties.
#include <cstdint>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "http/body_reader.h"
#include "http/page.h"
#include "tests/fuzz/require.h"

namespace {

using namespace callfold;
using namespace callfold::http;
using fuzz::require;

void read_properties(const nlohmann::json& object) {
    BodyReader body(object);
    std::string name;
    std::optional<std::string> note;
    std::vector<std::string> ranges;
    bool flag = false;
    std::int64_t count = 1;
    std::optional<std::int64_t> most;
    Credits amount;
    std::optional<Instant> when;
    std::optional<Uuid> id;
    std::optional<Region> region;
    body.text("name", name, {1, 20});
    body.text_or_null("note", note, {0, 20});
    body.texts("ranges", ranges);
    body.boolean("flag", flag);
    body.integer("count", count, 1, 100);
    body.integer_or_null("most", most, 0, 100);
    body.credits("amount", amount);
    body.instant("when", when);
    body.id("id", id);
    body.region_or_null("region", region);
    if (const auto* inner = body.object_or_null("inner")) read_properties(*inner);
    if (!body.finish()) return;
    require(is_utf8(name) && character_count(name) <= 20, "a text keeps its limit");
    require(count >= 1 && count <= 100, "a number keeps its limits");
    require(!most || (*most >= 0 && *most <= 100), "a number keeps its limits");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Request http;
    http.headers = {{"Content-Type", "application/json"}};
    http.body.assign(reinterpret_cast<const char*>(data), size);
    const auto object = json_object(ApiRequest{http, {}, {}, {}});
    if (object) read_properties(*object);
    return 0;
}
