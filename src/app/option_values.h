#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "app/config.h"
#include "base/result.h"

namespace callfold {

// How the texts of options become values; what several options have in common.

inline tl::unexpected<Error> expected(std::string what) {
    return fail(ErrorCode::invalid_argument, "expected " + std::move(what));
}

template <class Number>
Result<void> read_number(std::string_view text, Number least, Number most, Number& target) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    // Asked this way round, since "nan" is a number that is neither below nor above another.
    const bool in_range = value >= least && value <= most;
    if (error != std::errc{} || end != text.data() + text.size() || !in_range) {
        return expected(fmt::format("a number from {} to {}", least, most));
    }
    target = value;
    return {};
}

Result<void> read_flag(std::string_view text, bool& target);
// IP addresses or ranges, separated by commas.
Result<void> read_ranges(std::string_view text, std::vector<AddressRange>& target);

template <std::string Config::*target>
Result<void> read_text(Config& config, std::string_view text) {
    config.*target = text;
    return {};
}

template <std::vector<AddressRange> Config::*target>
Result<void> read_ranges(Config& config, std::string_view text) {
    return read_ranges(text, config.*target);
}

}  // namespace callfold
