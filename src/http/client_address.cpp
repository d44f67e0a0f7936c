#include "http/client_address.h"

#include <algorithm>

#include "base/text.h"

namespace callfold::http {
namespace {

// "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]:4711": the address alone.
std::string_view without_port(std::string_view entry) {
    if (entry.starts_with('[')) return entry.substr(1, entry.find(']') - 1);
    if (std::count(entry.begin(), entry.end(), ':') == 1) return entry.substr(0, entry.find(':'));
    return entry;
}

bool is_address(std::string_view text) {
    return text.find('/') == std::string_view::npos && AddressRange::parse(text).has_value();
}

}  // namespace

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<AddressRange>& trusted_proxies) {
    std::string client{peer};
    while (!forwarded_for.empty() && contains(trusted_proxies, client)) {
        const std::size_t comma = forwarded_for.rfind(',');
        const std::size_t start = comma == std::string_view::npos ? 0 : comma + 1;
        const std::string_view entry = without_port(trim(forwarded_for.substr(start)));
        if (!is_address(entry)) break;
        client = entry;
        forwarded_for = forwarded_for.substr(0, start == 0 ? 0 : comma);
    }
    return client;
}

}  // namespace callfold::http
