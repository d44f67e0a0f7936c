#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace callfold {

enum class LogLevel { debug, info, warning, error };

std::string_view to_string(LogLevel level);

// One value of a log line. Transcripts, phone numbers, names, keys and tokens are never logged.
struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, bool> value;
};

// Lines below `least` are dropped. Lines go to standard error as one JSON object each:
// {"at":"…Z","level":"info","event":"webhook_committed","processing_id":"…"}. Call once at the
// start; before it nothing is written.
void start_log(LogLevel least);

// Waits until everything is written; at the end of the program.
void finish_log();

// Writes a line. `event` is a word that stays the same over releases. Thread-safe; does not wait
// for the disk: under a flood the oldest waiting lines are dropped.
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace callfold
