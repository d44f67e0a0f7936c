#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace simdjson::dom {
class element;
class object;
}  // namespace simdjson::dom

namespace callfold {

// Reads the fields of one JSON object that a platform sent, where types wobble: numbers come as
// text and text as numbers. Absent, null and blank give nothing. What has a wrong type or an
// impossible value gives nothing either and adds a warning that names the field, never its value.
// Of a name that is there twice the first one counts. Text comes clean (base/text).
class JsonFields {
  public:
    // `warnings` outlives the reader.
    JsonFields(const simdjson::dom::object& object, std::vector<std::string>& warnings);

    // The names of all fields, in the order in which they were sent.
    std::vector<std::string_view> names() const;
    // The object called `name`; one without fields when there is none.
    JsonFields object(std::string_view name) const;
    // The objects of a list; nothing, and no warning, for every other type. What is wrong within
    // the list goes to `warnings`, which outlives the objects.
    std::optional<std::vector<JsonFields>> list(std::string_view name,
                                                std::vector<std::string>& warnings) const;
    // Text as it was sent, not cleaned; nothing, and no warning, for every other type.
    std::optional<std::string_view> verbatim(std::string_view name) const;

    // Text or a whole number. Text over `max_bytes` is cut between two characters, with a warning.
    std::optional<std::string> text(std::string_view name, std::size_t max_bytes) const;
    // Text or a whole number that means nothing when cut: over `max_bytes` it is dropped.
    std::optional<std::string> identifier(std::string_view name, std::size_t max_bytes) const;
    std::optional<std::string> web_address(std::string_view name, std::size_t max_bytes) const;
    // A number from 0 to `maximum`; zero is a value here.
    std::optional<double> number(std::string_view name, double maximum) const;
    std::optional<int> whole_number(std::string_view name, int maximum) const;
    // Seconds as whole milliseconds, above 0 and at most a day; zero gives nothing.
    std::optional<milliseconds> duration(std::string_view name) const;
    std::optional<bool> flag(std::string_view name) const;
    std::optional<Instant> timestamp(std::string_view name) const;
    // An object or list that is not empty, as compact JSON text; also one that was sent as text.
    std::optional<std::string> json(std::string_view name, std::size_t max_bytes) const;

    // Warns unless the field is absent or null: for one whose every type was tried.
    void expect_absent(std::string_view name, std::string_view why) const;
    void warn(std::string_view name, std::string_view why) const;

  private:
    std::optional<simdjson::dom::element> value(std::string_view name) const;
    std::optional<std::string> whole_text(std::string_view name) const;

    struct Fields;
    std::shared_ptr<const Fields> fields_;  // null: no fields
    std::string path_;                      // "telephony_data.": goes before names in warnings
    std::vector<std::string>* warnings_;
};

}  // namespace callfold
