#include "domain/email.h"

#include <algorithm>

#include <date/date.h>
#include <fmt/format.h>

#include "base/base64.h"

namespace callfold {
namespace {

constexpr std::size_t address_characters_max = 254;
constexpr std::size_t local_part_characters_max = 64;
constexpr std::size_t body_line_characters = 76;
constexpr std::size_t encoded_word_bytes = 42;  // base64 of them fits a line with its frame

bool is_atom_character(char character) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte <= ' ' || byte >= 0x7f) return false;
    return std::string_view{"()<>[]:;@\\,\""}.find(character) == std::string_view::npos;
}

// Dots stand between characters only.
bool is_dotted(std::string_view text) {
    return !text.empty() && text.front() != '.' && text.back() != '.' &&
           text.find("..") == std::string_view::npos &&
           std::all_of(text.begin(), text.end(), is_atom_character);
}

bool is_domain_character(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '-' || character == '.';
}

// The longest beginning of at most `most` bytes that does not cut a character of UTF-8.
std::size_t whole_characters(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text.size();
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return end == 0 ? most : end;
}

// A header's text in encoded words (RFC 2047), folded.
std::string encoded_words(std::string_view text) {
    std::string words;
    while (!text.empty()) {
        const std::size_t length = whole_characters(text, encoded_word_bytes);
        if (!words.empty()) words += "\r\n ";
        words += fmt::format("=?UTF-8?B?{}?=", to_base64(text.substr(0, length)));
        text.remove_prefix(length);
    }
    return words;
}

std::string wrapped_base64(std::string_view bytes) {
    const std::string encoded = to_base64(bytes);
    std::string lines;
    for (std::size_t at = 0; at < encoded.size(); at += body_line_characters)
        lines += encoded.substr(at, body_line_characters) + "\r\n";
    return lines;
}

}  // namespace

bool is_email_address(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || text.size() > address_characters_max) return false;
    const std::string_view local = text.substr(0, at);
    const std::string_view domain = text.substr(at + 1);
    return local.size() <= local_part_characters_max && is_dotted(local) && is_dotted(domain) &&
           std::all_of(domain.begin(), domain.end(), is_domain_character);
}

std::string email_message(const Email& email) {
    const std::string date =
        date::format("%a, %d %b %Y %H:%M:%S +0000", std::chrono::floor<seconds>(email.sent_at));
    return fmt::format(
        "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}>\r\n"
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        date, email.from, email.to, encoded_words(email.subject), email.message_id,
        wrapped_base64(email.text));
}

}  // namespace callfold
