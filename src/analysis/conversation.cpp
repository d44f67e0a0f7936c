#include "analysis/conversation.h"

#include <algorithm>
#include <array>

namespace callfold {
namespace {

constexpr std::array<std::string_view, 24> agreeing = {
    "yes",     "yeah",    "yep",   "yup",      "sure",    "ok",         "okay",       "correct",
    "right",   "fine",    "haan",  "han",      "ji",      "absolutely", "definitely", "certainly",
    "alright", "perfect", "great", "speaking", "exactly", "please",     "thik",       "theek"};

using Opening = std::array<std::string_view, 2>;
constexpr std::array<Opening, 7> agreeing_openings = {{{"of", "course"},
                                                       {"sounds", "good"},
                                                       {"that", "works"},
                                                       {"works", "for"},
                                                       {"go", "ahead"},
                                                       {"no", "problem"},
                                                       {"why", "not"}}};
constexpr std::array<std::string_view, 5> taking_back = {"not", "no", "never", "nahi", "but"};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

Conversation take_apart(const Transcript& transcript) {
    Conversation conversation;
    conversation.reserve(transcript.turns.size());
    for (const Turn& turn : transcript.turns)
        conversation.push_back({turn.speaker, Words(turn.text)});
    return conversation;
}

std::optional<std::size_t> reply_to(const Conversation& conversation, std::size_t turn) {
    for (std::size_t next = turn + 1; next < conversation.size(); ++next) {
        if (conversation[next].speaker == Speaker::customer) return next;
        if (conversation[next].speaker == Speaker::agent) return std::nullopt;
    }
    return std::nullopt;
}

bool agrees(const Words& words) {
    const std::vector<Word>& all = words.all();
    if (all.empty()) return false;
    std::size_t next = contains(agreeing, all[0].text) ? 1 : 0;
    if (next == 0 && all.size() > 1) {
        const Opening opening = {all[0].text, all[1].text};
        const bool opens = std::find(agreeing_openings.begin(), agreeing_openings.end(), opening) !=
                           agreeing_openings.end();
        next = opens ? 2 : 0;
    }
    if (next == 0) return false;
    for (; next < all.size() && all[next].sentence == 0; ++next) {
        if (contains(taking_back, all[next].text)) return false;
    }
    return true;
}

}  // namespace callfold
