#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace callfold {

// An amount of credits in millionths: 1 credit = 1,000,000. May be negative. All arithmetic is
// checked: a sum that does not fit is a bug and throws std::overflow_error.
class Credits {
  public:
    constexpr Credits() = default;
    static constexpr Credits from_micro(std::int64_t amount_micro) {
        Credits credits;
        credits.micro_ = amount_micro;
        return credits;
    }
    // Reads "12", "-0.5", "1.000001": at most six digits after the point, no exponent, no blanks.
    static std::optional<Credits> parse(std::string_view decimal);

    constexpr std::int64_t micro() const { return micro_; }
    // The shortest decimal: "12.5", "0", "-3".
    std::string text() const;

    auto operator<=>(const Credits&) const = default;
    Credits operator+(Credits other) const;
    Credits operator-(Credits other) const;
    Credits operator-() const { return Credits{} - *this; }
    Credits& operator+=(Credits other) { return *this = *this + other; }

  private:
    std::int64_t micro_ = 0;
};

}  // namespace callfold
