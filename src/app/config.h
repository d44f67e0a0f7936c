#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/openai_options.h"
#include "base/address_range.h"
#include "base/clock.h"
#include "base/log.h"
#include "domain/model_prices.h"
#include "pipeline/mail_options.h"

namespace callfold {

// Every value that can be configured. Meaning, default and limits of each stand once, in
// app/server_options.cpp, outgoing_options.cpp and model_options.cpp.
struct Config {
    std::string listen_address;
    unsigned short listen_port = 0;
    std::string database_url;
    std::string data_directory;
    std::string public_url;
    LogLevel log_level = LogLevel::info;
    std::size_t body_limit_bytes = 0;
    int io_threads = 0;
    int api_threads = 0;
    std::vector<AddressRange> trusted_proxies;
    std::string tls_certificate_file;
    std::string tls_key_file;
    std::optional<int> retention_days;
    seconds job_lease{0};
    OpenAiOptions openai;
    ModelPrices model_prices;
    MailOptions mail;
    std::vector<AddressRange> outgoing_allow;
    std::string secrets_key_file;
    std::chrono::hours endpoint_silence{0};
};

}  // namespace callfold
