#include "analysis/assessment_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/json_text.h"
#include "base/text.h"

namespace callfold {
namespace {

using nlohmann::json;

constexpr std::size_t max_claim_bytes = 500;
constexpr std::size_t max_summary_bytes = 2'000;
constexpr std::size_t max_list_entries = 20;
constexpr std::size_t max_extra_bytes = 16'384;
constexpr std::size_t max_dropped_fields = 50;

struct ScoreField {
    const char* name;
    int Assessment::*score;
};
constexpr std::array<ScoreField, 5> part_scores{
    {{"intent_score", &Assessment::intent_score},
     {"urgency_score", &Assessment::urgency_score},
     {"budget_score", &Assessment::budget_score},
     {"fit_score", &Assessment::fit_score},
     {"engagement_score", &Assessment::engagement_score}}};

struct ListField {
    const char* name;
    std::vector<Claim> Assessment::*list;
    bool complete_only;
};
constexpr std::array<ListField, 7> list_fields{
    {{"key_topics", &Assessment::key_topics, false},
     {"objections", &Assessment::objections, false},
     {"pain_points", &Assessment::pain_points, false},
     {"interests", &Assessment::interests, false},
     {"next_steps", &Assessment::next_steps, false},
     {"key_decision_factors", &Assessment::key_decision_factors, true},
     {"recommended_actions", &Assessment::recommended_actions, true}}};

struct ContactField {
    const char* name;
    std::optional<Claim> Assessment::*claim;
};
constexpr std::array<ContactField, 3> contact_fields{
    {{"customer_name", &Assessment::customer_name},
     {"customer_email", &Assessment::customer_email},
     {"customer_phone", &Assessment::customer_phone}}};

std::optional<double> number_in(const std::string& text) {
    const auto line = one_line(text);
    double number = 0;
    const auto [end, problem] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (problem != std::errc{} || end != line.data() + line.size()) return std::nullopt;
    return number;
}

// Reads the fields of one object one by one and keeps account of what it could not take.
class FieldReader {
  public:
    FieldReader(const json& object, AnalysisType type) : object_(object), type_(type) {}

    ParsedAssessment read();

  private:
    const json* find(const std::string& name);
    void drop(std::string_view name, std::string_view reason);
    std::optional<int> score(const std::string& name);
    std::optional<std::string> text(const std::string& name, const json& value,
                                    std::size_t max_bytes);
    std::optional<Claim> claim(const std::string& name, const json& value);
    std::vector<Claim> claims(const std::string& name);
    void read_words();
    void read_claims();
    bool read_scores();
    void keep_unknown_fields();

    const json& object_;
    AnalysisType type_;
    std::set<std::string> known_;
    json extra_ = json::object();
    std::optional<Sentiment> sentiment_;
    Assessment assessment_;
    std::vector<std::string> dropped_;
};

// The field, or null when it is absent or null; from here on it counts as known.
const json* FieldReader::find(const std::string& name) {
    known_.insert(name);
    const auto found = object_.find(name);
    if (found == object_.end() || found->is_null()) return nullptr;
    return &*found;
}

void FieldReader::drop(std::string_view name, std::string_view reason) {
    if (dropped_.size() < max_dropped_fields)
        dropped_.push_back(fmt::format("{}: {}", name, reason));
}

std::optional<int> FieldReader::score(const std::string& name) {
    const auto* value = find(name);
    if (value == nullptr) {
        drop(name, "missing");
        return std::nullopt;
    }
    std::optional<double> number;
    if (value->is_number()) {
        number = value->get<double>();
    } else if (value->is_string()) {
        number = number_in(value->get_ref<const std::string&>());
        if (number) drop(name, "a number written as text; taken");
    }
    if (!number) {
        drop(name, fmt::format("a number from 0 to 100 was wanted, not {}", value->type_name()));
        return std::nullopt;
    }
    if (!(*number >= 0 && *number <= 100)) {
        drop(name, fmt::format("{} lies outside of 0 to 100", *number));
        return std::nullopt;
    }
    const double whole = std::round(*number);
    if (whole != *number) drop(name, fmt::format("{} is not whole; rounded", *number));
    return static_cast<int>(whole);
}

std::optional<std::string> FieldReader::text(const std::string& name, const json& value,
                                             std::size_t max_bytes) {
    if (!value.is_string()) {
        drop(name, fmt::format("text was wanted, not {}", value.type_name()));
        return std::nullopt;
    }
    const auto line = one_line(value.get_ref<const std::string&>());
    if (line.size() > max_bytes) drop(name, fmt::format("cut at {} bytes", max_bytes));
    const auto kept = cut_text(line, max_bytes);
    if (kept.empty()) return std::nullopt;
    return std::string{kept};
}

std::optional<Claim> FieldReader::claim(const std::string& name, const json& value) {
    Claim result;
    if (!value.is_object()) {
        auto words = text(name, value, max_claim_bytes);
        if (!words) return std::nullopt;
        result.text = std::move(*words);
        return result;
    }
    for (const auto& [key, part] : value.items()) {
        const auto path = fmt::format("{}.{}", name, key);
        if (key == "text" && !part.is_null()) {
            result.text = text(path, part, max_claim_bytes).value_or("");
        } else if (key == "quote" && !part.is_null()) {
            result.quote = text(path, part, max_claim_bytes);
        } else if (key != "text" && key != "quote") {
            extra_[path] = part;
        }
    }
    if (!result.text.empty()) return result;
    drop(name, "says nothing");
    return std::nullopt;
}

std::vector<Claim> FieldReader::claims(const std::string& name) {
    std::vector<Claim> result;
    const auto* list = find(name);
    if (list == nullptr) return result;
    if (!list->is_array()) {
        drop(name, fmt::format("a list was wanted, not {}", list->type_name()));
        return result;
    }
    for (std::size_t index = 0; index < list->size(); ++index) {
        if (result.size() == max_list_entries) {
            drop(name, fmt::format("cut at {} entries", max_list_entries));
            break;
        }
        auto entry = claim(fmt::format("{}[{}]", name, index), (*list)[index]);
        if (entry) result.push_back(std::move(*entry));
    }
    return result;
}

void FieldReader::read_words() {
    if (const auto* summary = find("summary")) {
        assessment_.summary = text("summary", *summary, max_summary_bytes).value_or("");
    } else {
        drop("summary", "missing");
    }
    if (const auto* outcome = find("outcome")) {
        assessment_.outcome = text("outcome", *outcome, max_claim_bytes);
    }
    if (const auto* sentiment = find("sentiment"); sentiment != nullptr && sentiment->is_string()) {
        auto word = one_line(sentiment->get_ref<const std::string&>());
        std::transform(word.begin(), word.end(), word.begin(), [](unsigned char each) {
            return static_cast<char>(each >= 'A' && each <= 'Z' ? each + 32 : each);
        });
        sentiment_ = parse_sentiment(word);
    }
    if (!sentiment_) drop("sentiment", "positive, neutral or negative was wanted");
    assessment_.sentiment = sentiment_.value_or(Sentiment::neutral);
}

void FieldReader::read_claims() {
    for (const auto& [name, list, complete_only] : list_fields) {
        if (complete_only && type_ != AnalysisType::complete) continue;
        assessment_.*list = claims(name);
    }
    for (const auto& [name, field] : contact_fields) {
        if (const auto* value = find(name)) assessment_.*field = claim(name, *value);
    }
}

// Whether there is anything to score by.
bool FieldReader::read_scores() {
    int sum = 0;
    int count = 0;
    for (const auto& [name, field] : part_scores) {
        const auto part = score(name);
        if (!part) continue;
        assessment_.*field = *part;
        sum += *part;
        ++count;
    }
    if (const auto total = score("total_score")) {
        assessment_.total_score = *total;
    } else if (count > 0) {
        assessment_.total_score = (sum + count / 2) / count;
        drop("total_score", "replaced by the mean of the other scores");
    } else if (sentiment_) {
        assessment_.total_score = sentiment_score(*sentiment_);
        drop("total_score", "replaced by what the sentiment stands for");
    } else {
        return false;
    }
    return true;
}

void FieldReader::keep_unknown_fields() {
    for (const auto& [name, value] : object_.items()) {
        if (!known_.contains(name)) extra_[name] = value;
    }
    auto written = extra_.dump(-1, ' ', false, json::error_handler_t::replace);
    // No database takes the null character in JSON.
    if (written.size() > max_extra_bytes || written.find("\\u0000") != std::string::npos) {
        drop("extra", fmt::format("unknown fields with null characters or of more than {} bytes",
                                  max_extra_bytes));
        return;
    }
    assessment_.extra = std::move(written);
}

ParsedAssessment FieldReader::read() {
    read_words();
    read_claims();
    const bool usable = read_scores();
    keep_unknown_fields();
    ParsedAssessment result;
    result.is_json_object = true;
    result.dropped_fields = std::move(dropped_);
    if (usable) result.assessment = std::move(assessment_);
    return result;
}

// From the first brace to the last: drops fences, and words before and after.
std::string_view outermost_object(std::string_view text) {
    const auto first = text.find('{');
    const auto last = text.rfind('}');
    if (first == std::string_view::npos || last == std::string_view::npos || last < first)
        return {};
    return text.substr(first, last - first + 1);
}

}  // namespace

ParsedAssessment parse_assessment(std::string_view text, AnalysisType type) {
    const auto object = parse_json(outermost_object(text));
    if (!object || !object->is_object()) return {};
    return FieldReader{*object, type}.read();
}

}  // namespace callfold
