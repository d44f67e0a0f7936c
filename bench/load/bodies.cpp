#include "bench/load/bodies.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace callfold::bench {

Bodies::Bodies(const std::string& folder, std::uint32_t campaign, bool only_completed,
               std::uint64_t calls_alive)
    : campaign_(campaign), calls_alive_(calls_alive) {
    for (const char* stage :
         {"initiated", "ringing", "in-progress", "call-disconnected", "completed"}) {
        if (only_completed && std::string_view{stage} != "completed") continue;
        stages_.push_back(read(folder + "/" + stage + ".json"));
    }
}

std::string Bodies::next() {
    std::uint64_t round = 0;
    std::uint64_t line = 0;
    std::uint64_t begins_in_round = 0;
    do {
        round = turn_ / calls_alive_;
        line = turn_ % calls_alive_;
        begins_in_round = line % stages_.size();
        ++turn_;
    } while (round < begins_in_round);
    const std::uint64_t step = round - begins_in_round;
    const std::uint64_t call = step / stages_.size() * calls_alive_ + line;
    const Template& stage = stages_[step % stages_.size()];
    const std::string id = fmt::format("{:08x}-0001-4000-8000-{:012x}", campaign_, call);
    const std::string number = fmt::format("+44770{:07d}", call % 10'000'000);
    std::string body = stage.pieces.front();
    for (std::size_t i = 0; i < stage.id_follows.size(); ++i) {
        body += stage.id_follows[i] ? id : number;
        body += stage.pieces[i + 1];
    }
    return body;
}

Bodies::Template Bodies::read(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    const auto json = nlohmann::ordered_json::parse(file);
    const std::string text = json.dump();
    const std::string id = json.at("id");
    const std::string number = json.at("user_number");
    Template stage;
    std::size_t at = 0;
    while (true) {
        const std::size_t id_at = text.find(id, at);
        const std::size_t number_at = text.find(number, at);
        const std::size_t next = std::min(id_at, number_at);
        stage.pieces.push_back(text.substr(at, next - at));
        if (next == std::string::npos) return stage;
        stage.id_follows.push_back(next == id_at);
        at = next + (next == id_at ? id.size() : number.size());
    }
}

}  // namespace callfold::bench
