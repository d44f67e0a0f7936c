#include "tests/simulation/platform.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/simulation/breaking_database.h"

namespace callfold::simulation {
namespace {

using Record = nlohmann::ordered_json;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

// How a number is written: as a lead is known, or as people write it in India.
std::string spelled(const std::string& e164, Random& random) {
    const std::string national = e164.substr(3);
    switch (random.below(4)) {
        case 0:
            return "0" + national;
        case 1:
            return fmt::format("+91 {} {}", national.substr(0, 5), national.substr(5));
        case 2:
            return "91" + national;
        case 3:
            break;
    }
    return e164;
}

// How long a webhook is on its way.
milliseconds delay(Random& random) {
    if (random.percent(4)) return days{random.between(1, 6)} + hours{random.between(0, 23)};
    if (random.percent(15)) return minutes{random.between(1, 120)};
    return milliseconds{random.between(0, 5'000)};
}

class CallWriter {
  public:
    CallWriter(std::size_t tenant, std::size_t call, Instant start, Random& random)
        : tenant_(tenant), call_(call), time_(start), random_(random) {
        execution_id_ = fmt::format("execution-{}", call);
        // Two tenants may know one execution id: they are two calls.
        if (random.percent(15)) execution_id_ = fmt::format("execution-shared-{}", call / 2 % 4);
        person_ = random.pick(people_of(tenant));
        hides_direction_ = random_.percent(15);
        hides_talk_ = random_.percent(15);
        marker_ = marker_of(tenant, call);
        if (random.percent(3)) marker_ += fmt::format(" {}", poison_word);
    }

    void write() {
        const std::uint64_t script = random_.below(100);
        maybe_stage("queued", seconds{1});
        maybe_stage("initiated", seconds{2});
        maybe_stage("ringing", seconds{3});
        if (script < 52) {
            converse();
        } else if (script < 60) {
            fail_then_try_again();
        } else if (script < 66) {
            leave_voicemail();
        } else if (script < 72) {
            is_web_call_ = true;
            converse();
        } else if (script < 76) {
            stage("on-hold", seconds{5});  // a word that nobody knows
        } else {
            static const std::vector<std::string> ends{"no-answer", "busy", "failed", "canceled",
                                                       "balance-low"};
            stage(random_.pick(ends), seconds{40});
        }
    }

    std::vector<Message> take() { return std::move(messages_); }

  private:
    void maybe_stage(const std::string& status, seconds later) {
        if (random_.percent(80)) stage(status, later);
    }

    void converse() {
        maybe_stage("in-progress", seconds{4});
        if (random_.percent(10)) stage("in-progress", seconds{0}, true);
        talk_ = milliseconds{random_.between(1, 240'000)};
        transcript_ = words("hello");
        if (random_.percent(70)) stage("call-disconnected", seconds{talk_.count() / 1000 + 1});
        if (random_.percent(30)) transcript_ = words("hello and a visit on Saturday");
        if (random_.percent(92)) stage("completed", seconds{20});
        if (random_.percent(12)) correct();
    }

    // Another completed, hours or days later, that says it differently.
    void correct() {
        time_ += hours{random_.between(1, 90)};
        if (random_.percent(50)) talk_ = milliseconds{random_.between(1, 240'000)};
        if (random_.percent(50)) transcript_ = words("a corrected text");
        if (random_.percent(15)) person_ = random_.pick(people_of(tenant_));
        stage("completed", seconds{0});
    }

    void fail_then_try_again() {
        stage(random_.percent(50) ? "no-answer" : "busy", seconds{30});
        retry_count_ = 1;
        stage("rescheduled", hours{1});
        maybe_stage("ringing", seconds{9});
        converse();
    }

    void leave_voicemail() {
        maybe_stage("in-progress", seconds{10});
        voicemail_ = true;
        talk_ = milliseconds{9'800};
        transcript_ = words("please leave a message");
        stage("completed", seconds{12});
    }

    std::string words(const std::string& said) const {
        return fmt::format("assistant: Hello, who is there?\nuser: This is {}, {}.\n", marker_,
                           said);
    }

    void stage(const std::string& status, seconds later, bool weak = false) {
        if (!random_.percent(10)) time_ += later;
        Record told = record_at(status);
        if (weak) told["tool"] = "calendar";
        Message message;
        message.tenant = tenant_;
        message.call = call_;
        message.execution_id = execution_id_;
        message.due = time_ + delay(random_);
        message.body = told.dump();
        messages_.push_back(std::move(message));
    }

    Record record_at(const std::string& status) {
        Record told{{"id", execution_id_}, {"status", status}};
        const auto say = [&](const char* name, Record value) {
            if (!random_.percent(12)) told[name] = std::move(value);
        };
        if (!random_.percent(6)) told["updated_at"] = to_rfc3339(time_);
        say("agent_id", fmt::format("agent-{}", call_ % 3));
        if (!is_web_call_) say("user_number", spelled(person_, random_));
        if (retry_count_ > 0 || random_.percent(50)) told["retry_count"] = retry_count_;
        if (is_web_call_) told["provider"] = "web-call";
        if (voicemail_) told["answered_by_voice_mail"] = true;
        Record telephony{{"duration", std::to_string(talk_.count() / 1000)},
                         {"hangup_by", "Callee"},
                         {"hangup_reason", "Normal hangup"}};
        if (!hides_direction_) telephony["call_type"] = "outbound";
        say("telephony_data", std::move(telephony));
        say("context_details", {{"recipient_data", {{"customer_name", marker_ + " Rao"}}}});
        if (talk_.count() > 0) say_about_talk(told);
        return told;
    }

    void say_about_talk(Record& told) {
        const double talk_s = static_cast<double>(talk_.count()) / 1000;
        told["usage_breakdown"] = {{"transcriber_duration", talk_s}};
        if (!hides_talk_ && !random_.percent(10))
            told["conversation_duration"] = is_web_call_ ? 0.0 : talk_s;
        if (!random_.percent(10)) told["transcript"] = transcript_;
        if (random_.percent(40)) told["summary"] = "The customer is " + marker_;
        if (random_.percent(40)) told["extracted_data"] = {{"name", marker_}};
    }

    const std::size_t tenant_;
    const std::size_t call_;
    Instant time_;
    Random& random_;
    std::string execution_id_;
    std::string person_;
    std::string marker_;
    std::string transcript_;
    milliseconds talk_{0};
    int retry_count_ = 0;
    bool hides_direction_ = false;
    bool hides_talk_ = false;
    bool is_web_call_ = false;
    bool voicemail_ = false;
    std::vector<Message> messages_;
};

}  // namespace

std::string marker_of(std::size_t tenant, std::size_t call) {
    return fmt::format("mk{}x{}q", tenant, call);
}

std::vector<std::string> people_of(std::size_t tenant) {
    std::vector<std::string> people;
    for (int person = 0; person < 4; ++person)
        people.push_back(fmt::format("+9198{}0000{:02}", tenant, 40 + person) + "0");
    return people;
}

std::vector<Message> invent_call(std::size_t tenant, std::size_t call, Instant start,
                                 Random& random) {
    CallWriter writer(tenant, call, start, random);
    writer.write();
    return writer.take();
}

Message invent_oddity(std::size_t tenant, Instant due, Random& random) {
    Message message;
    message.tenant = tenant;
    message.call = no_call;
    message.due = due;
    message.is_readable = random.percent(60);
    message.body = message.is_readable
                       ? fmt::format(R"({{"status":"completed","n":{}}})", random.below(1'000'000))
                       : R"({"id":"execution-1","status":)";
    return message;
}

}  // namespace callfold::simulation
