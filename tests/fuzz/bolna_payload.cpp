// Bodies of Bolna's webhooks, and what becomes of the event that they say: stored facts, a fold.
#include <cstdint>

#include "base/text.h"
#include "domain/event_codec.h"
#include "domain/fold.h"
#include "providers/bolna/payload.h"
#include "tests/fuzz/require.h"

namespace {

using namespace callfold;
using fuzz::require;

constexpr Instant arrival{std::chrono::microseconds{1'767'225'600'000'000}};

void check_event(const IncomingEvent& incoming) {
    const CallEvent& event = incoming.event;
    require(!event.execution_id.empty(), "an event has an id");
    require(is_utf8(event.execution_id), "an id is UTF-8");
    require(event.provider_status.size() <= 100, "a status is at most 100 bytes");
    require(!event.retry_count || (*event.retry_count >= 0 && *event.retry_count <= 100),
            "a retry count lies in 0 to 100");
    require(decode_facts(encode_facts(event.facts)) == event.facts, "facts are read as written");
    const ArrivedEvent arrived{event, arrival, false};
    const Call once = fold(std::vector{arrived}, {});
    const Call twice = fold(std::vector{arrived, arrived}, {});
    require(once == twice, "a duplicate changes nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const WebhookContent content = bolna::understand_payload(body);
    if (const auto* unreadable = std::get_if<Unreadable>(&content)) {
        require(!unreadable->byte_offset || *unreadable->byte_offset <= size,
                "the offset of an error lies in the body");
    }
    if (const auto* understood = std::get_if<Understood>(&content)) {
        require(understood->events.size() == 1, "a webhook of Bolna is one event");
        check_event(understood->events.front());
        const WebhookContent again = bolna::understand_payload(body);
        require(
            std::get<Understood>(again).events.front().event == understood->events.front().event,
            "the same body is the same event");
    }
    return 0;
}
