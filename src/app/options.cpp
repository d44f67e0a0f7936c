#include "app/options.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "app/config_file.h"
#include "domain/email.h"

namespace callfold {
namespace {

tl::unexpected<Error> expected(std::string what) {
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

Result<void> read_flag(std::string_view text, bool& target) {
    if (text != "true" && text != "false") return expected("true or false");
    target = text == "true";
    return {};
}

Result<void> read_listen(Config& config, std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return expected("ADDRESS:PORT, such as 127.0.0.1:8080");
    config.listen_address = text.substr(0, colon);
    return read_number<unsigned short>(text.substr(colon + 1), 0, 65535, config.listen_port);
}

Result<void> read_log_level(Config& config, std::string_view text) {
    for (const LogLevel level :
         {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
        if (text == to_string(level)) {
            config.log_level = level;
            return {};
        }
    }
    return expected("debug, info, warning or error");
}

template <std::vector<AddressRange> Config::*target>
Result<void> read_ranges(Config& config, std::string_view text) {
    auto& ranges = config.*target;
    ranges.clear();
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        auto range = AddressRange::parse(text.substr(0, comma));
        if (!range) return expected("IP addresses or ranges, separated by commas");
        ranges.push_back(std::move(*range));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return {};
}

template <std::string Config::*target>
Result<void> read_text(Config& config, std::string_view text) {
    config.*target = text;
    return {};
}

template <std::string OpenAiOptions::*target>
Result<void> read_openai_text(Config& config, std::string_view text) {
    config.openai.*target = text;
    return {};
}

template <bool OpenAiOptions::*target>
Result<void> read_openai_flag(Config& config, std::string_view text) {
    return read_flag(text, config.openai.*target);
}

template <int Config::*target>
Result<void> read_threads(Config& config, std::string_view text) {
    return read_number(text, 1, 64, config.*target);
}

Result<void> read_body_limit(Config& config, std::string_view text) {
    return read_number<std::size_t>(text, 1024, 64 * 1024 * 1024, config.body_limit_bytes);
}

Result<void> read_retention(Config& config, std::string_view text) {
    if (text.empty()) return {};
    return read_number(text, 1, 36'500, config.retention_days.emplace());
}

Result<void> read_job_lease(Config& config, std::string_view text) {
    std::int64_t lease_seconds = 0;
    const auto read = read_number<std::int64_t>(text, 2, 3'600, lease_seconds);
    config.job_lease = seconds{lease_seconds};
    return read;
}

Result<void> read_timeout(Config& config, std::string_view text) {
    std::int64_t timeout_ms = 0;
    const auto read = read_number<std::int64_t>(text, 100, 3'600'000, timeout_ms);
    config.openai.timeout = milliseconds{timeout_ms};
    return read;
}

Result<void> read_in_flight(Config& config, std::string_view text) {
    return read_number<std::size_t>(text, 1, 2'000, config.openai.max_in_flight);
}

Result<void> read_output_tokens(Config& config, std::string_view text) {
    return read_number(text, 16, 1'000'000, config.openai.max_output_tokens.emplace());
}

Result<void> read_temperature(Config& config, std::string_view text) {
    if (text.empty()) return {};
    return read_number(text, 0.0, 2.0, config.openai.temperature.emplace());
}

template <std::string MailOptions::*target>
Result<void> read_mail_text(Config& config, std::string_view text) {
    config.mail.*target = text;
    return {};
}

Result<void> read_mail_tls(Config& config, std::string_view text) {
    return read_flag(text, config.mail.require_tls);
}

// A price in US dollars for a million tokens.
template <std::optional<std::int64_t> ModelPrices::*target>
Result<void> read_price(Config& config, std::string_view text) {
    if (text.empty()) return {};
    const auto price = Credits::parse(text);
    if (!price || *price < Credits{} || *price > Credits::from_micro(10'000'000'000)) {
        return expected("US dollars from 0 to 10000, such as 0.25");
    }
    config.model_prices.*target = price->micro();
    return {};
}

Result<void> read_endpoint_silence(Config& config, std::string_view text) {
    int hours = 0;
    const auto read = read_number(text, 1, 8'760, hours);
    config.endpoint_silence = std::chrono::hours{hours};
    return read;
}

Result<void> read_reasoning_effort(Config& config, std::string_view text) {
    if (!text.empty()) config.openai.reasoning_effort = std::string(text);
    return {};
}

const std::vector<Option> server_options{
    {"listen",
     {"CALLFOLD_LISTEN"},
     "Address and port to listen on.",
     "127.0.0.1:8080",
     false,
     read_listen},
    {"data",
     {"CALLFOLD_DATA"},
     "Directory of the embedded database and its keys.",
     "./data",
     false,
     read_text<&Config::data_directory>},
    {"database",
     {"CALLFOLD_DATABASE", "DATABASE_URL"},
     "Database URL: sqlite:PATH or postgresql://USER@HOST/NAME. Empty: callfold.db in the data "
     "directory.",
     "",
     true,
     read_text<&Config::database_url>},
    {"public_url",
     {"CALLFOLD_PUBLIC_URL"},
     "Address under which platforms reach this server, for webhook URLs and signatures. Empty: "
     "the listening address.",
     "",
     false,
     read_text<&Config::public_url>},
    {"log_level",
     {"CALLFOLD_LOG_LEVEL"},
     "Least level that is logged: debug, info, warning, error.",
     "info",
     false,
     read_log_level},
    {"body_limit_bytes",
     {"CALLFOLD_BODY_LIMIT_BYTES"},
     "Largest request body; larger ones are answered 413.",
     "2097152",
     false,
     read_body_limit},
    {"io_threads",
     {"CALLFOLD_IO_THREADS"},
     "Threads that read requests and understand webhooks.",
     "2",
     false,
     read_threads<&Config::io_threads>},
    {"api_threads",
     {"CALLFOLD_API_THREADS"},
     "Threads that answer the REST API.",
     "2",
     false,
     read_threads<&Config::api_threads>},
    {"trusted_proxies",
     {"CALLFOLD_TRUSTED_PROXIES"},
     "Proxies whose X-Forwarded-For is believed: addresses or ranges, separated by commas.",
     "",
     false,
     read_ranges<&Config::trusted_proxies>},
    {"tls_certificate",
     {"CALLFOLD_TLS_CERTIFICATE"},
     "PEM file of the certificate chain. Set with tls_key: serve HTTPS.",
     "",
     false,
     read_text<&Config::tls_certificate_file>},
    {"tls_key",
     {"CALLFOLD_TLS_KEY"},
     "PEM file of the certificate's private key.",
     "",
     false,
     read_text<&Config::tls_key_file>},
    {"retention_days",
     {"CALLFOLD_RETENTION_DAYS"},
     "Days after which raw bodies, transcripts and texts of analyses are removed, for tenants "
     "without a period of their own. Empty: never.",
     "",
     false,
     read_retention},
    {"job_lease_seconds",
     {"CALLFOLD_JOB_LEASE_SECONDS"},
     "How long jobs stay with a node that went silent before others take them; several nodes on "
     "PostgreSQL only.",
     "120",
     false,
     read_job_lease},
    {"endpoint_silent_hours",
     {"CALLFOLD_ENDPOINT_SILENT_HOURS"},
     "Hours without a webhook after which an endpoint that was used is shown as silent.",
     "24",
     false,
     read_endpoint_silence},
};

const std::vector<Option> outgoing_options{
    {"outgoing_allow",
     {"CALLFOLD_OUTGOING_ALLOW"},
     "Addresses or ranges, separated by commas, that webhooks may be sent to although they are "
     "private, or by plain http://.",
     "",
     false,
     read_ranges<&Config::outgoing_allow>},
    {"secrets_key_file",
     {"CALLFOLD_SECRETS_KEY_FILE"},
     "File with the key that encrypts the secrets of subscriptions; all servers of one database "
     "need the same. Empty: secrets.key in the data directory, made when it is missing.",
     "",
     false,
     read_text<&Config::secrets_key_file>},
    {"smtp_url",
     {"CALLFOLD_SMTP_URL"},
     "Mail server for notifications: smtp://host:587 or smtps://host:465. Empty: no e-mail.",
     "",
     false,
     read_mail_text<&MailOptions::url>},
    {"smtp_user",
     {"CALLFOLD_SMTP_USER"},
     "User name at the mail server. Empty: without a login.",
     "",
     false,
     read_mail_text<&MailOptions::user>},
    {"smtp_password",
     {"CALLFOLD_SMTP_PASSWORD"},
     "Password at the mail server.",
     "",
     true,
     read_mail_text<&MailOptions::password>},
    {"smtp_from",
     {"CALLFOLD_SMTP_FROM"},
     "Address that e-mail comes from; needed with smtp_url.",
     "",
     false,
     read_mail_text<&MailOptions::from>},
    {"smtp_require_tls",
     {"CALLFOLD_SMTP_REQUIRE_TLS"},
     "Whether smtp:// must be encrypted (STARTTLS); false sends in plain text where the server "
     "offers nothing better.",
     "true",
     false,
     read_mail_tls},
};

const std::vector<Option> model_options{
    {"openai_api_key",
     {"OPENAI_API_KEY"},
     "Key of the model's API. Empty: the built-in rules analyse.",
     "",
     true,
     read_openai_text<&OpenAiOptions::api_key>},
    {"openai_base_url",
     {"OPENAI_BASE_URL"},
     "Server that speaks /v1/responses.",
     "https://api.openai.com/v1",
     false,
     read_openai_text<&OpenAiOptions::base_url>},
    {"openai_model",
     {"OPENAI_MODEL"},
     "Name of the model.",
     "gpt-5.4-mini",
     false,
     read_openai_text<&OpenAiOptions::model>},
    {"openai_timeout",
     {"OPENAI_TIMEOUT"},
     "Milliseconds until a request is given up.",
     "30000",
     false,
     read_timeout},
    {"openai_in_flight",
     {"CALLFOLD_OPENAI_IN_FLIGHT"},
     "Requests without an answer at a time.",
     "64",
     false,
     read_in_flight},
    {"openai_individual_prompt_id",
     {"OPENAI_INDIVIDUAL_PROMPT_ID"},
     "Stored prompt for one call. Empty: callfold's own.",
     "",
     false,
     read_openai_text<&OpenAiOptions::individual_prompt_id>},
    {"openai_complete_prompt_id",
     {"OPENAI_COMPLETE_PROMPT_ID"},
     "Stored prompt for a lead. Empty: callfold's own.",
     "",
     false,
     read_openai_text<&OpenAiOptions::complete_prompt_id>},
    {"openai_prompt_variable",
     {"CALLFOLD_OPENAI_PROMPT_VARIABLE"},
     "Variable of the stored prompts that takes the conversation. Empty: it is sent as input.",
     "",
     false,
     read_openai_text<&OpenAiOptions::stored_prompt_variable>},
    {"openai_max_output_tokens",
     {"CALLFOLD_OPENAI_MAX_OUTPUT_TOKENS"},
     "Longest answer, reasoning included.",
     "16000",
     false,
     read_output_tokens},
    {"openai_temperature",
     {"CALLFOLD_OPENAI_TEMPERATURE"},
     "0 to 2. Empty: not sent; reasoning models refuse it.",
     "",
     false,
     read_temperature},
    {"openai_reasoning_effort",
     {"CALLFOLD_OPENAI_REASONING_EFFORT"},
     "Such as low or medium. Empty: not sent.",
     "",
     false,
     read_reasoning_effort},
    {"openai_store",
     {"CALLFOLD_OPENAI_STORE"},
     "Whether the API may keep requests and answers.",
     "false",
     false,
     read_openai_flag<&OpenAiOptions::store>},
    {"openai_send_store",
     {"CALLFOLD_OPENAI_SEND_STORE"},
     "Whether the parameter `store` is sent; some servers refuse it.",
     "true",
     false,
     read_openai_flag<&OpenAiOptions::send_store>},
    {"openai_send_metadata",
     {"CALLFOLD_OPENAI_SEND_METADATA"},
     "Whether `metadata` is sent.",
     "true",
     false,
     read_openai_flag<&OpenAiOptions::send_metadata>},
    {"openai_send_safety_identifier",
     {"CALLFOLD_OPENAI_SEND_SAFETY_IDENTIFIER"},
     "Whether a keyed hash of the person's number is sent.",
     "true",
     false,
     read_openai_flag<&OpenAiOptions::send_safety_identifier>},
    {"openai_send_prompt_cache_key",
     {"CALLFOLD_OPENAI_SEND_PROMPT_CACHE_KEY"},
     "Whether `prompt_cache_key` is sent.",
     "true",
     false,
     read_openai_flag<&OpenAiOptions::send_prompt_cache_key>},
    {"openai_price_input",
     {"CALLFOLD_OPENAI_PRICE_INPUT"},
     "US dollars for a million input tokens, to show what analyses cost. Empty: not shown.",
     "",
     false,
     read_price<&ModelPrices::input_micro_usd>},
    {"openai_price_cached_input",
     {"CALLFOLD_OPENAI_PRICE_CACHED_INPUT"},
     "The same for input tokens from the model's cache. Empty: like the others.",
     "",
     false,
     read_price<&ModelPrices::cached_input_micro_usd>},
    {"openai_price_output",
     {"CALLFOLD_OPENAI_PRICE_OUTPUT"},
     "The same for output tokens, reasoning included.",
     "",
     false,
     read_price<&ModelPrices::output_micro_usd>},
};

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
        std::vector<Option> list = server_options;
        list.insert(list.end(), outgoing_options.begin(), outgoing_options.end());
        list.insert(list.end(), model_options.begin(), model_options.end());
        return list;
    }();
    return all;
}

Result<ResolvedConfig> resolve_config(const OptionSources& sources) {
    const auto file = read_config_file(sources.file);
    if (!file) return tl::make_unexpected(file.error());
    for (const auto& [name, value] : *file) {
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
