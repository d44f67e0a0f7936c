#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace callfold {

// A word as the rules compare it.
struct Word {
    std::string_view text;  // lower case; "don't" is the two words "do" and "not"
    std::size_t begin = 0;  // the bytes of the turn that it stands for
    std::size_t end = 0;
    std::size_t sentence = 0;  // counted from 0
    std::size_t clause = 0;    // likewise; a comma begins a new one
};

// A sentence as it was said, with the punctuation at its end, without blanks around it. Speech
// recognition that knows no full stop is cut every hundred words.
struct SpokenSentence {
    std::string_view text;
    std::size_t first = 0;  // its words
    std::size_t past = 0;
};

// What was said in one turn, taken apart into sentences and words. Contractions are written out,
// fillers ("um") are left out, whatever is not ASCII is a letter. Any bytes are welcome.
class Words {
  public:
    // `text` must outlive this.
    explicit Words(std::string_view text);
    Words(Words&&) noexcept = default;
    Words& operator=(Words&&) noexcept = default;

    std::string_view text() const { return text_; }
    const std::vector<Word>& all() const { return words_; }
    const std::vector<SpokenSentence>& sentences() const { return sentences_; }
    // From the first to the last of these words as they were said.
    std::string_view slice(std::size_t first_word, std::size_t last_word) const;

  private:
    void split();
    std::size_t read_word(std::size_t begin);
    void add_word(std::size_t begin, std::size_t end);
    void end_sentence(std::size_t end);

    std::string_view text_;
    std::vector<char> lower_;  // what the words point into; a vector's bytes stay when it is moved
    std::vector<Word> words_;
    std::vector<SpokenSentence> sentences_;
    std::size_t sentence_begin_ = 0;  // in bytes
    std::size_t clause_ = 0;
};

// `text` without blanks at its ends.
std::string_view without_blanks(std::string_view text);

// The longest beginning of `text` that has at most `limit` bytes and does not end inside a
// character (UTF-8), nor inside a word if that can be helped.
std::string_view cut(std::string_view text, std::size_t limit);

// A quote for what the words `first` to `last` of one sentence say: the sentence, or, where that is
// long, as much of it as fits around them. Verbatim, at most 240 bytes unless the words alone are
// more.
std::string_view quote_around(const Words& words, std::size_t first, std::size_t last);

}  // namespace callfold
