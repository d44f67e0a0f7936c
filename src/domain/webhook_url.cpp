#include "domain/webhook_url.h"

#include <algorithm>

namespace callfold {

Result<void> check_webhook_url(std::string_view url) {
    const auto refuse = [](const char* words) { return fail(ErrorCode::invalid_argument, words); };
    std::string_view rest = url;
    if (rest.starts_with("https://")) {
        rest.remove_prefix(8);
    } else if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else {
        return refuse("`url` must begin with https://.");
    }
    const auto is_visible = [](char each) { return each > ' ' && each <= '~'; };
    if (url.size() > webhook_url_characters_max ||
        !std::all_of(url.begin(), url.end(), is_visible)) {
        return refuse("`url` must have at most 2000 characters of visible ASCII.");
    }
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    if (authority.empty() || authority.front() == ':') return refuse("`url` names no host.");
    if (authority.find('@') != std::string_view::npos) {
        return refuse("`url` must hold no user name or password.");
    }
    if (rest.find('#') != std::string_view::npos || rest.find('\\') != std::string_view::npos) {
        return refuse("`url` must hold no fragment and no backslash.");
    }
    return {};
}

}  // namespace callfold
