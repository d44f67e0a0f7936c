#pragma once

#include <string_view>
#include <vector>

#include "domain/analysis.h"
#include "domain/transcript.h"

namespace callfold {

// Which words of the lexicon carry feeling.
enum class WordsThatFeel {
    all,             // VADER as published
    all_but_manners  // on the telephone, "yes", "okay", "please" and "thanks" answer and greet
};

// The feeling of an English sentence or two, from -1 (bad) to 1 (good); 0 for none and for words
// that the lexicon does not know. VADER's compound score (Hutto and Gilbert 2014, as of
// vaderSentiment 3.3) without its translation of emoji.
double compound_score(std::string_view text, WordsThatFeel words = WordsThatFeel::all);

// The feeling of a conversation: the mean of `compound_score` over the customer's turns, where a
// turn counts the more the later it is said (the last one twice as much as the first). 0 where the
// customer says nothing.
double customer_compound(const Transcript& transcript);

// VADER's thresholds: positive from 0.05, negative from -0.05 downwards.
Sentiment sentiment_of(double compound);

}  // namespace callfold
