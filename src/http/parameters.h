#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "domain/phone.h"
#include "http/router.h"

namespace callfold::http {

// More readers of query parameters, like those of http/page.h: an absent one gives nullopt, one
// that cannot be read invalid_argument with its name and what is expected.

// A text of at most `most_characters`, not blank.
Result<std::optional<std::string>> query_text(const ApiRequest& request, std::string_view name,
                                              std::size_t most_characters);
Result<std::optional<bool>> query_boolean(const ApiRequest& request, std::string_view name);
// A number as people write it; a national one is read in `region`.
Result<std::optional<PhoneNumber>> query_phone(const ApiRequest& request, std::string_view name,
                                               const std::optional<Region>& region);

// A word of an enum, by its reader.
template <class Enum>
Result<std::optional<Enum>> query_word(const ApiRequest& request, std::string_view name,
                                       std::optional<Enum> (*parse)(std::string_view)) {
    const auto text = request.query(name);
    if (!text) return std::nullopt;
    const auto value = parse(*text);
    if (!value) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`{}` is not a word that is known here.", name));
    }
    return value;
}

// Keeps the value of a reader in `target` and its error, when it is the first one, in `error`: for
// routes that read many parameters.
class ParameterErrors {
  public:
    template <class Value>
    void read(Result<Value> result, Value& target) {
        if (result) {
            target = std::move(*result);
        } else if (!first_) {
            first_ = std::move(result.error());
        }
    }
    const std::optional<Error>& first() const { return first_; }

  private:
    std::optional<Error> first_;
};

}  // namespace callfold::http
