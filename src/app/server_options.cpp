#include "app/option_tables.h"
#include "app/option_values.h"

namespace callfold {
namespace {

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

Result<void> read_endpoint_silence(Config& config, std::string_view text) {
    int hours = 0;
    const auto read = read_number(text, 1, 8'760, hours);
    config.endpoint_silence = std::chrono::hours{hours};
    return read;
}

const std::vector<Option> all{
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
     "How long jobs stay with a node that went silent before others take them; several nodes "
     "on "
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

}  // namespace

const std::vector<Option>& server_options() {
    return all;
}

}  // namespace callfold
