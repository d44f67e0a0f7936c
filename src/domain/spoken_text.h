#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace callfold {

// A text made ready to be searched for what somebody claims was said in it: quotes, names, e-mail
// addresses and telephone numbers, in writing or as recognisers write speech. Texts are UTF-8.
// Immutable.
class SpokenText {
  public:
    explicit SpokenText(std::string_view text);

    // Whether the words of `phrase` follow each other in the text, without regard to case, blanks
    // and punctuation. A phrase without words is never found.
    bool has_words(std::string_view phrase) const;
    // As `has_words`, but a long phrase is also found where the words are divided otherwise ("web
    // site").
    bool has_quote(std::string_view quote) const;
    // Whether the address was written ("nora@example.com"), said ("nora at example dot com", "nora
    // at the rate example dot com") or spelled ("n o r a at …"). A part of a longer address is not
    // found.
    bool has_email(std::string_view address) const;
    // Whether the number was written with any separators, or said ("nine eight double seven …"),
    // with or without its country code or the national 0.
    bool has_phone(std::string_view number) const;

  private:
    // Lower-case words with one blank around each: " call me back ".
    std::u32string words_;
    std::u32string letters_;  // `words_` without blanks
    // The text with spoken signs written as signs: "it is nora@example.com".
    std::string addresses_;
    // Groups of digits that stand together without a word between them.
    std::vector<std::vector<std::string>> digit_groups_;
};

}  // namespace callfold
