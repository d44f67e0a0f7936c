#include "base/log.h"

#include <atomic>
#include <cstdlib>
#include <memory>

#include <nlohmann/json.hpp>
#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/clock.h"

namespace callfold {
namespace {

constexpr std::size_t waiting_lines_max = 8192;

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    std::abort();
}

std::shared_ptr<spdlog::logger>& logger() {
    static std::shared_ptr<spdlog::logger> instance;
    return instance;
}

}  // namespace

std::string_view to_string(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    std::abort();
}

void start_log(LogLevel least) {
    spdlog::init_thread_pool(waiting_lines_max, 1);
    logger() = spdlog::create_async_nb<spdlog::sinks::stderr_sink_mt>("callfold");
    logger()->set_pattern("%v");
    logger()->set_level(spdlog_level(least));
    logger()->flush_on(spdlog::level::warn);
    spdlog::flush_every(std::chrono::seconds(1));
}

void finish_log() {
    logger().reset();
    spdlog::shutdown();
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    const auto& target = logger();
    if (!target || !target->should_log(spdlog_level(level))) return;
    nlohmann::ordered_json line;
    line["at"] = to_rfc3339(SystemClock{}.now());
    line["level"] = to_string(level);
    line["event"] = event;
    for (const LogField& field : fields) {
        std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value);
    }
    target->log(spdlog_level(level), "{}",
                line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace callfold
