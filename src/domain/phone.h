#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace callfold {

// A country or region as ISO 3166-1 alpha-2, upper case: "IN", "US".
class Region {
  public:
    // Gives nothing unless `code` is a region whose numbers are known.
    static std::optional<Region> parse(std::string_view code);
    const std::string& code() const { return code_; }
    auto operator<=>(const Region&) const = default;

  private:
    explicit Region(std::string code) : code_(std::move(code)) {}
    std::string code_;
};

// A telephone number in E.164 ("+919876543210"): the identity of a lead.
class PhoneNumber {
  public:
    // Reads a number as people and platforms write it: with +, with 00, with hyphens, as a SIP or
    // tel URI, without + but with the country code, or national in `region`. Gives nothing for what
    // cannot be a number. A length that is possible in the country is enough; with + or 00, so are
    // 8 to 15 digits after a known country code. What it gives, it reads as itself, in every
    // region. Thread-safe; recent answers are remembered per thread, because a parse is dear.
    static std::optional<PhoneNumber> parse(std::string_view text,
                                            const std::optional<Region>& region);
    // Takes what `e164` gave (a row of the database).
    static PhoneNumber from_e164(std::string e164) { return PhoneNumber{std::move(e164)}; }

    const std::string& e164() const { return e164_; }
    auto operator<=>(const PhoneNumber&) const = default;

  private:
    explicit PhoneNumber(std::string e164) : e164_(std::move(e164)) {}
    std::string e164_;
};

// Whether the number stands in `text`, however it is spelled: with or without its country code,
// with blanks and signs between the digits, in JSON with its escapes.
bool mentions(std::string_view text, const PhoneNumber& number);

}  // namespace callfold
