#include <algorithm>

#include "domain/analysis.h"
#include "domain/spoken_text.h"

namespace callfold {
namespace {

using SpokenTexts = std::vector<SpokenText>;
using Search = bool (SpokenText::*)(std::string_view) const;

bool is_found(const SpokenTexts& texts, Search search, std::string_view wanted) {
    return std::any_of(texts.begin(), texts.end(),
                       [&](const SpokenText& text) { return (text.*search)(wanted); });
}

void verify_value(std::optional<Claim>& claim, const SpokenTexts& texts, Search search) {
    if (claim) claim->verified = is_found(texts, search, claim->text);
}

}  // namespace

void verify_claims(Assessment& assessment, const std::vector<std::string>& texts) {
    const SpokenTexts spoken(texts.begin(), texts.end());
    for (auto* claims : {&assessment.key_topics, &assessment.objections, &assessment.pain_points,
                         &assessment.interests, &assessment.next_steps,
                         &assessment.key_decision_factors, &assessment.recommended_actions}) {
        for (Claim& claim : *claims) {
            claim.verified = claim.quote && is_found(spoken, &SpokenText::has_quote, *claim.quote);
        }
    }
    verify_value(assessment.customer_name, spoken, &SpokenText::has_words);
    verify_value(assessment.customer_email, spoken, &SpokenText::has_email);
    verify_value(assessment.customer_phone, spoken, &SpokenText::has_phone);
}

}  // namespace callfold
