#include "domain/transcript_codec.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "base/error.h"
#include "base/json_string.h"

namespace callfold {

std::string encode_turns(const Transcript& transcript) {
    std::string json = "[";
    for (const Turn& turn : transcript.turns) {
        if (json.size() > 1) json += ',';
        json += R"({"speaker":")";
        json += to_string(turn.speaker);
        json += R"(","text":)";
        append_json_string(json, turn.text);
        if (turn.start) json += R"(,"start_ms":)" + std::to_string(turn.start->count());
        json += '}';
    }
    json += ']';
    return json;
}

Transcript decode_turns(std::string_view json) {
    thread_local simdjson::dom::parser parser;
    try {
        Transcript transcript;
        for (const simdjson::dom::object row : parser.parse(json.data(), json.size()).get_array()) {
            const auto speaker = parse_speaker(row["speaker"].get_string().value());
            if (!speaker) throw DamagedError("a stored transcript has an unknown speaker");
            Turn turn{*speaker, std::string{row["text"].get_string().value()}, std::nullopt};
            std::int64_t start_ms = 0;
            if (row["start_ms"].get(start_ms) == simdjson::SUCCESS) {
                turn.start = milliseconds{start_ms};
            }
            transcript.turns.push_back(std::move(turn));
        }
        return transcript;
    } catch (const simdjson::simdjson_error& error) {
        throw DamagedError(
            fmt::format("the turns of a stored transcript are damaged: {}", error.what()));
    }
}

}  // namespace callfold
