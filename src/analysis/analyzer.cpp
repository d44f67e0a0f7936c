#include "analysis/analyzer.h"

#include <cstdlib>

#include "domain/words.h"

namespace callfold {

std::string_view to_string(AnswerOutcome outcome) {
    switch (outcome) {
        case AnswerOutcome::answered:
            return "answered";
        case AnswerOutcome::unusable:
            return "unusable";
        case AnswerOutcome::refused:
            return "refused";
        case AnswerOutcome::incomplete:
            return "incomplete";
        case AnswerOutcome::rate_limited:
            return "rate-limited";
        case AnswerOutcome::unavailable:
            return "unavailable";
        case AnswerOutcome::rejected:
            return "rejected";
    }
    std::abort();
}

std::optional<AnswerOutcome> parse_answer_outcome(std::string_view word) {
    return parse_word(word, AnswerOutcome::rejected);
}

}  // namespace callfold
