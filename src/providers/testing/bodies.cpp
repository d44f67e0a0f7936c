#include "providers/testing/bodies.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "providers/registry.h"

namespace callfold::testing {

std::filesystem::path body_folder() {
    return CALLFOLD_BODY_FOLDER;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>{file}, {}};
}

WebhookContent understand(std::string_view body) {
    WebhookRequest request;
    request.method = "POST";
    request.content_type = "application/json";
    request.body = body;
    return find_provider("bolna")->understand(request);
}

IncomingEvent understand_event(std::string_view body) {
    auto content = understand(body);
    auto* understood = std::get_if<Understood>(&content);
    if (understood == nullptr || understood->events.size() != 1) {
        throw std::runtime_error("not one event: " + std::string{body.substr(0, 200)});
    }
    return std::move(understood->events.front());
}

IncomingEvent understand_stored(std::string_view name) {
    return understand_event(read_file(body_folder() / (std::string{name} + ".json")));
}

}  // namespace callfold::testing
