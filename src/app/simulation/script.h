#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace callfold {

// How a simulated call goes.
enum class Script {
    answered,
    no_answer,
    busy,
    failed,
    canceled,
    voicemail,
    web_call,
    retried,  // nobody answers at first; the next attempt is answered
};

std::string_view to_string(Script script);
std::optional<Script> parse_script(std::string_view word);
std::vector<std::string_view> script_words();
// One of all scripts, as often as real campaigns see them.
Script random_script(std::mt19937_64& random);

// The agents of simulated calls, as the provider names them.
inline constexpr std::size_t simulated_agent_count = 3;
std::vector<std::string> simulated_agents();

enum class Pace {
    past,  // the call is over: its webhooks follow each other as fast as a person can watch
    live,  // it happens now, shortened: each webhook is sent when its time comes
};

// One webhook of a simulated call: when it is sent after the call's start, and its body.
struct SimulatedWebhook {
    milliseconds send_after{0};
    std::string body;
};

struct SimulatedCall {
    Script script = Script::answered;
    std::uint64_t person = 0;  // who is called: number, name and what they say
    std::uint64_t agent = 0;   // which of the agents calls
    Instant started_at;
    Pace pace = Pace::past;
};

// The webhooks of one call, in the order in which a platform sends them, in the shape that Bolna
// really sends (3–5 KB each). The same random state gives the same webhooks, but for the call's id.
std::vector<SimulatedWebhook> simulate_call(const SimulatedCall& simulated,
                                            std::mt19937_64& random);

}  // namespace callfold
