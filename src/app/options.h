#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "base/result.h"

namespace callfold {

// One thing that can be configured: its name in callfold.toml, the environment variables that set
// it (the first one wins), what it means, and how its text becomes a value.
struct Option {
    std::string_view name;
    std::vector<std::string_view> environment;
    std::string_view meaning;  // for people: meaning, unit, limits
    std::string_view default_text;
    bool is_secret = false;
    // invalid_argument with what is expected; the caller adds name and source.
    Result<void> (*apply)(Config& config, std::string_view text);
};

const std::vector<Option>& options();

// A value with where it came from, for `callfold config show`.
struct ResolvedOption {
    const Option* option;
    std::string text;
    std::string source;  // "default", "callfold.toml", "environment OPENAI_MODEL", "flag --listen"
};

// Where values come from, weakest first: defaults, file, environment, flags.
struct OptionSources {
    std::string file;  // path of the configuration file; empty: callfold.toml if it is there
    std::map<std::string, std::string, std::less<>> environment;
    std::map<std::string, std::string, std::less<>> flags;  // by option name
};

struct ResolvedConfig {
    Config config;
    std::vector<ResolvedOption> values;  // in the order of `options`
};

// Reads all sources and checks the whole. invalid_argument names the option, its source and what is
// expected; an unknown key in the file is an error.
Result<ResolvedConfig> resolve_config(const OptionSources& sources);

}  // namespace callfold
