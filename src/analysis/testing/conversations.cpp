#include "analysis/testing/conversations.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "analysis/rules_individual.h"

namespace callfold::testing {

const std::vector<ClaimList> all_claim_lists = {
    &Assessment::key_topics,         &Assessment::objections, &Assessment::pain_points,
    &Assessment::interests,          &Assessment::next_steps, &Assessment::key_decision_factors,
    &Assessment::recommended_actions};

Transcript conversation(const std::string& name) {
    const std::string path = std::string(CALLFOLD_CONVERSATIONS) + "/" + name + ".txt";
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return parse_transcript(text).value();
}

Texts texts(const std::vector<Claim>& claims) {
    Texts all;
    for (const Claim& claim : claims)
        all.push_back(claim.text);
    return all;
}

std::string text(const std::optional<Claim>& claim) {
    return claim ? claim->text : "";
}

rc::Gen<std::string> speech() {
    static const Texts words = {"i am",    "not",       "interested", "looking for", "my name is",
                                "Nora",    "at",        "dot",        "com",         "@",
                                "plus",    "nine",      "double",     "98765",       "call me",
                                "on",      "Saturday",  "?",          ".",           ",",
                                "yes",     "budget is", "\n",         "हाँ",          "’",
                                "no",      "I'm",       "site visit", "book a",      "send me the",
                                "details", "p.m.",      "\xff",       "too",         "expensive",
                                "  ",      "...",       "à",          "want to buy", "\xe2\x80"};
    return rc::gen::map(rc::gen::container<Texts>(rc::gen::elementOf(words)),
                        [](const Texts& parts) {
                            std::string text;
                            for (const std::string& part : parts)
                                text += part + (part.size() % 3 == 0 ? "" : " ");
                            return text;
                        });
}

Transcript in_turns(const Texts& turns) {
    Transcript transcript;
    constexpr Speaker speakers[] = {Speaker::agent, Speaker::customer, Speaker::customer,
                                    Speaker::tool, Speaker::other};
    for (std::size_t i = 0; i < turns.size(); ++i)
        transcript.turns.push_back({speakers[i % std::size(speakers)], turns[i], std::nullopt});
    return transcript;
}

void assert_within_limits(const Assessment& found) {
    for (const int score : {found.total_score, found.intent_score, found.urgency_score,
                            found.budget_score, found.fit_score, found.engagement_score}) {
        RC_ASSERT(score >= 0 && score <= 100);
    }
    RC_ASSERT(found.total_score == total_score_of(found));
    RC_ASSERT(found.summary.size() <= 2'000U);
    for (const ClaimList list : all_claim_lists) {
        RC_ASSERT((found.*list).size() <= 20U);
        for (const Claim& claim : found.*list) {
            RC_ASSERT(!claim.text.empty() && claim.text.size() <= 500U);
            RC_ASSERT(claim.quote.has_value() && claim.quote->size() <= 500U);
        }
    }
}

}  // namespace callfold::testing
