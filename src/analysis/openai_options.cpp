#include "analysis/openai_options.h"

#include <algorithm>

namespace callfold {
namespace {

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char each) { return each > 0x20 && each < 0x7F; });
}

bool is_http_url(std::string_view url) {
    return (url.starts_with("http://") || url.starts_with("https://")) && is_printable_ascii(url) &&
           url.find_first_of("?#") == std::string_view::npos;
}

}  // namespace

const std::string& OpenAiOptions::stored_prompt_id(AnalysisType type) const {
    switch (type) {
        case AnalysisType::individual:
            return individual_prompt_id;
        case AnalysisType::complete:
            return complete_prompt_id;
    }
    return individual_prompt_id;
}

std::vector<std::string> problems_of(const OpenAiOptions& options) {
    std::vector<std::string> problems;
    const auto check = [&problems](bool good, const char* problem) {
        if (!good) problems.emplace_back(problem);
    };
    check(is_http_url(options.base_url),
          "OPENAI_BASE_URL must be an http:// or https:// address without ? and #.");
    check(!options.api_key.empty() && is_printable_ascii(options.api_key),
          "OPENAI_API_KEY must be one word of visible ASCII characters.");
    check(!options.model.empty(), "OPENAI_MODEL must name a model.");
    check(options.timeout >= milliseconds{1'000} && options.timeout <= milliseconds{900'000},
          "OPENAI_TIMEOUT must lie between 1000 and 900000 milliseconds.");
    check(options.max_in_flight >= 1 && options.max_in_flight <= 2'000,
          "The number of model requests in flight must lie between 1 and 2000.");
    check(!options.max_output_tokens || *options.max_output_tokens >= 16,
          "The limit on output tokens must be 16 or more.");
    check(!options.temperature || (*options.temperature >= 0 && *options.temperature <= 2),
          "The temperature must lie between 0 and 2.");
    return problems;
}

std::string api_url(std::string_view base_url, std::string_view path) {
    while (base_url.ends_with('/'))
        base_url.remove_suffix(1);
    const auto host = base_url.find("://");
    const bool names_path =
        host != std::string_view::npos && base_url.find('/', host + 3) != std::string_view::npos;
    std::string url{base_url};
    if (!names_path) url += "/v1";
    url += '/';
    url += path;
    return url;
}

}  // namespace callfold
