#include "app/options.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "app/config_file.h"
#include "app/option_tables.h"
#include "domain/email.h"

namespace callfold {
namespace {

ResolvedOption resolve(const Option& option, const OptionSources& sources,
                       const std::map<std::string, std::string, std::less<>>& file) {
    ResolvedOption resolved{&option, std::string(option.default_text), "default"};
    if (const auto found = file.find(option.name); found != file.end()) {
        resolved.text = found->second;
        resolved.source = sources.file.empty() ? "callfold.toml" : sources.file;
    }
    for (const std::string_view variable : option.environment) {
        const auto found = sources.environment.find(variable);
        if (found == sources.environment.end() || found->second.empty()) continue;
        resolved.text = found->second;
        resolved.source = "environment " + std::string(variable);
        break;
    }
    if (const auto found = sources.flags.find(option.name); found != sources.flags.end()) {
        resolved.text = found->second;
        resolved.source = "flag --" + std::string(option.name);
    }
    return resolved;
}

Result<void> check_mail(const MailOptions& mail) {
    if (mail.url.empty()) return {};
    if (!mail.url.starts_with("smtp://") && !mail.url.starts_with("smtps://")) {
        return fail(ErrorCode::invalid_argument, "smtp_url must begin with smtp:// or smtps://.");
    }
    if (!is_email_address(mail.from)) {
        return fail(ErrorCode::invalid_argument,
                    "smtp_from must be an e-mail address: mail servers refuse mail without one.");
    }
    return {};
}

Result<void> check(Config& config) {
    if (config.tls_certificate_file.empty() != config.tls_key_file.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "tls_certificate and tls_key belong together: set both or none.");
    }
    if (auto mail = check_mail(config.mail); !mail) return mail;
    if (config.database_url.empty()) {
        config.database_url =
            "sqlite:" + (std::filesystem::path(config.data_directory) / "callfold.db").string();
    }
    if (config.openai.api_key.empty()) return {};
    const std::vector<std::string> problems = problems_of(config.openai);
    if (!problems.empty()) return fail(ErrorCode::invalid_argument, problems.front());
    return {};
}

}  // namespace

const std::vector<Option>& options() {
    static const std::vector<Option> all = [] {
        std::vector<Option> list;
        for (const auto* table : {&server_options(), &outgoing_options(), &model_options()})
            list.insert(list.end(), table->begin(), table->end());
        return list;
    }();
    return all;
}

Result<ResolvedConfig> resolve_config(const OptionSources& sources) {
    const auto file = read_config_file(sources.file);
    if (!file) return tl::make_unexpected(file.error());
    for (const auto& entry : *file) {
        const std::string& name = entry.first;
        const bool known = std::any_of(options().begin(), options().end(),
                                       [&](const Option& option) { return option.name == name; });
        if (!known) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("The configuration file has an unknown key \"{}\". `callfold "
                                    "config show` lists the known ones.",
                                    name));
        }
    }
    ResolvedConfig resolved;
    for (const Option& option : options()) {
        ResolvedOption value = resolve(option, sources, *file);
        if (const auto applied = option.apply(resolved.config, value.text); !applied) {
            return fail(
                ErrorCode::invalid_argument,
                fmt::format("{} ({}): {}.", option.name, value.source, applied.error().message));
        }
        resolved.values.push_back(std::move(value));
    }
    if (const auto checked = check(resolved.config); !checked) {
        return tl::make_unexpected(checked.error());
    }
    return resolved;
}

}  // namespace callfold
