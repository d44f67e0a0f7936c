#include "providers/bolna/provider.h"

#include "base/text.h"
#include "providers/bolna/payload.h"

namespace callfold {

Authentication BolnaProvider::authenticate(const WebhookRequest&, std::string_view) const {
    return Authentication::accepted;
}

bool BolnaProvider::reads_content_type(std::string_view content_type) const {
    const auto type = lower_case(trim(content_type.substr(0, content_type.find(';'))));
    if (type.empty() || type == "application/json" || type == "text/json") return true;
    const auto slash = type.find('/');
    return slash != std::string::npos && slash > 0 && type.size() > slash + 6 &&
           type.ends_with("+json");
}

WebhookContent BolnaProvider::understand(const WebhookRequest& request) const {
    return bolna::understand_payload(request.body);
}

}  // namespace callfold
