#include "domain/event_codec.h"

#include <cstdint>

#include <simdjson.h>

#include "base/error.h"
#include "base/json_string.h"

namespace callfold {
namespace {

// The fields of each object, in the order in which they are written. The writer and the reader
// below both walk these lists, so that a key stands here and nowhere else. Do not reorder or
// rename: digests of events are taken over these bytes.
template <class Facts, class Visitor>
void visit_facts(Facts& facts, Visitor& visit) {
    visit.field("agent_id", facts.agent_id);
    visit.field("batch_id", facts.batch_id);
    visit.field("customer_number", facts.customer_number);
    visit.field("agent_number", facts.agent_number);
    visit.field("direction", facts.direction);
    visit.field("customer_name", facts.customer_name);
    visit.field("conversation_duration_ms", facts.conversation_duration);
    visit.field("telephony_duration_ms", facts.telephony_duration);
    visit.field("transcriber_duration_ms", facts.transcriber_duration);
    visit.field("voicemail", facts.voicemail);
    visit.field("recording_url", facts.recording_url);
    visit.field("error_message", facts.error_message);
    visit.field("hangup", facts.hangup);
    visit.field("cost", facts.cost);
    visit.field("summary", facts.summary);
    visit.field("extracted_data", facts.extracted_data);
    visit.field("transcript", facts.transcript);
}

template <class Object, class Visitor>
void visit_hangup(Object& hangup, Visitor& visit) {
    visit.field("by", hangup.by);
    visit.field("party", hangup.party);
    visit.field("reason", hangup.reason);
    visit.field("provider_code", hangup.provider_code);
}

template <class Object, class Visitor>
void visit_cost(Object& cost, Visitor& visit) {
    visit.required("amount_micro", cost.amount_micro);
    visit.required("currency", cost.currency);
}

template <class Object, class Visitor>
void visit_transcript(Object& transcript, Visitor& visit) {
    visit.required("digest", transcript.digest);
    visit.required("customer_spoke", transcript.customer_spoke);
}

// Writes fields into `json`, which ends with the open brace of their object.
class FieldWriter {
  public:
    explicit FieldWriter(std::string& json) : json_(json) {}

    template <class Value>
    void field(std::string_view name, const std::optional<Value>& value) {
        if (value) required(name, *value);
    }

    template <class Value>
    void required(std::string_view name, const Value& value) {
        if (json_.back() != '{') json_ += ',';
        json_ += '"';
        json_ += name;
        json_ += "\":";
        write(value);
    }

  private:
    void write(const std::string& value) { write(std::string_view{value}); }
    void write(std::string_view value) { append_json_string(json_, value); }
    void write(bool value) { json_ += value ? "true" : "false"; }
    void write(std::int64_t value) { json_ += std::to_string(value); }
    void write(milliseconds value) { write(std::int64_t{value.count()}); }
    void write(Direction value) { write(to_string(value)); }
    void write(HangupParty value) { write(to_string(value)); }
    void write(const Digest& value) { write(value.hex()); }
    void write(const Hangup& value) {
        write_object([&] { visit_hangup(value, *this); });
    }
    void write(const ProviderCost& value) {
        write_object([&] { visit_cost(value, *this); });
    }
    void write(const TranscriptFact& value) {
        write_object([&] { visit_transcript(value, *this); });
    }
    template <class WriteFields>
    void write_object(WriteFields write_fields) {
        json_ += '{';
        write_fields();
        json_ += '}';
    }

    std::string& json_;
};

[[noreturn]] void damaged(std::string_view what) {
    throw DamagedError("the stored facts of an event are damaged: " + std::string{what});
}

// Reads the fields of one object. Their order does not matter; a key that nobody asked for, or one
// that stands twice, is damage.
class FieldReader {
  public:
    explicit FieldReader(simdjson::dom::element element) {
        if (element.get(object_) != simdjson::SUCCESS) damaged("not an object");
    }

    template <class Value>
    void field(std::string_view name, std::optional<Value>& value) {
        simdjson::dom::element element;
        if (object_.at_key(name).get(element) != simdjson::SUCCESS) return;
        ++fields_read_;
        read(name, element, value.emplace());
    }

    template <class Value>
    void required(std::string_view name, Value& value) {
        simdjson::dom::element element;
        if (object_.at_key(name).get(element) != simdjson::SUCCESS) damaged(name);
        ++fields_read_;
        read(name, element, value);
    }

    void expect_end() const {
        if (fields_read_ != object_.size()) damaged("unknown or repeated keys");
    }

  private:
    template <class Value>
    static Value take(std::string_view name, simdjson::dom::element element) {
        Value value{};
        if (element.get(value) != simdjson::SUCCESS) damaged(name);
        return value;
    }
    template <class Value>
    static Value known(std::string_view name, std::optional<Value> value) {
        if (!value) damaged(name);
        return *value;
    }

    static void read(std::string_view name, simdjson::dom::element element, std::string& value) {
        value = take<std::string_view>(name, element);
    }
    static void read(std::string_view name, simdjson::dom::element element, bool& value) {
        value = take<bool>(name, element);
    }
    static void read(std::string_view name, simdjson::dom::element element, std::int64_t& value) {
        value = take<std::int64_t>(name, element);
    }
    static void read(std::string_view name, simdjson::dom::element element, milliseconds& value) {
        value = milliseconds{take<std::int64_t>(name, element)};
    }
    static void read(std::string_view name, simdjson::dom::element element, Direction& value) {
        value = known(name, parse_direction(take<std::string_view>(name, element)));
    }
    static void read(std::string_view name, simdjson::dom::element element, HangupParty& value) {
        value = known(name, parse_hangup_party(take<std::string_view>(name, element)));
    }
    static void read(std::string_view name, simdjson::dom::element element, Digest& value) {
        value = known(name, Digest::parse(take<std::string_view>(name, element)));
    }
    static void read(std::string_view, simdjson::dom::element element, Hangup& value) {
        FieldReader reader{element};
        visit_hangup(value, reader);
        reader.expect_end();
    }
    static void read(std::string_view, simdjson::dom::element element, ProviderCost& value) {
        FieldReader reader{element};
        visit_cost(value, reader);
        reader.expect_end();
    }
    static void read(std::string_view, simdjson::dom::element element, TranscriptFact& value) {
        FieldReader reader{element};
        visit_transcript(value, reader);
        reader.expect_end();
    }

    simdjson::dom::object object_;
    std::size_t fields_read_ = 0;
};

}  // namespace

std::string encode_facts(const EventFacts& facts) {
    std::string json;
    json.reserve(512);
    json += '{';
    FieldWriter writer{json};
    visit_facts(facts, writer);
    json += '}';
    return json;
}

EventFacts decode_facts(std::string_view json) {
    thread_local simdjson::dom::parser parser;
    thread_local std::string padded;  // simdjson reads past the end
    padded.assign(json);
    padded.append(simdjson::SIMDJSON_PADDING, '\0');

    simdjson::dom::element document;
    const auto error = parser.parse(padded.data(), json.size(), false).get(document);
    if (error != simdjson::SUCCESS) damaged(simdjson::error_message(error));
    EventFacts facts;
    FieldReader reader{document};
    visit_facts(facts, reader);
    reader.expect_end();
    return facts;
}

}  // namespace callfold
