#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/ids.h"
#include "base/result.h"
#include "domain/money.h"
#include "domain/phone.h"

namespace callfold::http {

// How many characters a text may have.
struct TextLimits {
    std::size_t least = 1;
    std::size_t most = 200;
};

// Reads the properties of a body into variables. A property that is not sent leaves its variable as
// it is, which holds the default of a new thing or the value of an edited one; null is read into
// optionals by the `…_or_null` readers and refused by the others. What is wrong first is kept and
// given by `finish`.
class BodyReader {
  public:
    // `object` must be a JSON object (json_object in http/page.h) and outlive this.
    explicit BodyReader(const nlohmann::json& object) : object_(object) {}

    // Refuses a body without this property, or without any.
    void require(std::string_view name);
    void require_any();

    // Texts lose the blanks at their ends; empty ones pass where `limits.least` is 0.
    void text(std::string_view name, std::string& value, TextLimits limits);
    void text_or_null(std::string_view name, std::optional<std::string>& value, TextLimits limits);
    void texts(std::string_view name, std::vector<std::string>& value);
    void boolean(std::string_view name, bool& value);
    void integer(std::string_view name, std::int64_t& value, std::int64_t least, std::int64_t most);
    void integer_or_null(std::string_view name, std::optional<std::int64_t>& value,
                         std::int64_t least, std::int64_t most);
    void credits(std::string_view name, Credits& value);
    void instant(std::string_view name, std::optional<Instant>& value);
    void id(std::string_view name, std::optional<Uuid>& value);
    void region_or_null(std::string_view name, std::optional<Region>& value);
    // A word of an enum by its parser; `words` lists them for people.
    template <class Enum>
    void word(std::string_view name, Enum& value, std::optional<Enum> (*parse)(std::string_view),
              std::string_view words) {
        const std::optional<std::string> sent = word_text(name, words);
        if (!sent) return;
        if (const auto parsed = parse(*sent)) {
            value = *parsed;
        } else {
            refuse(name, words);
        }
    }
    // An object inside the body, to be read by a reader of its own; null while it is not sent or is
    // null, which `was_sent` tells apart.
    const nlohmann::json* object_or_null(std::string_view name);
    bool was_sent(std::string_view name);

    // invalid_argument for what is wrong first, a property that nothing above has asked for
    // included.
    Result<void> finish() const;

  private:
    const nlohmann::json* find(std::string_view name);
    std::optional<std::string> word_text(std::string_view name, std::string_view words);
    void refuse(std::string_view name, std::string_view expected);

    const nlohmann::json& object_;
    std::set<std::string, std::less<>> known_;
    std::optional<Error> problem_;
};

}  // namespace callfold::http
