// Address ranges and X-Forwarded-For. The first line of the input is a trusted proxy, the second
// the peer, the rest the header.
#include <algorithm>
#include <cstdint>

#include "base/address_range.h"
#include "http/client_address.h"
#include "tests/fuzz/require.h"

namespace {

using namespace callfold;
using fuzz::require;

std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto range = AddressRange::parse(take_line(text));
    const std::string_view peer = take_line(text);
    if (!range) return 0;
    require(range->text().find_first_not_of("0123456789abcdefABCDEF.:/") == std::string::npos,
            "a range is written in digits, dots and colons");
    const std::string client = http::client_address(peer, text, {*range});
    if (client != peer) {
        require(range->contains(peer), "only a trusted proxy is believed");
        require(client.find('/') == std::string::npos && AddressRange::parse(client).has_value(),
                "who is believed is an address");
    }
    return 0;
}
