#include "analysis/model_input.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace callfold {
namespace {

using nlohmann::ordered_json;

// Words of others, made unable to end a line or the material.
std::string foreign_text(std::string_view text) {
    auto line = one_line(text);
    for (std::size_t at = 0; (at = line.find("material>", at)) != std::string::npos; ++at) {
        line.insert(at + 8, " ");
    }
    return line;
}

void add_line(std::string& out, std::string_view name, std::string_view value) {
    if (!value.empty()) out += fmt::format("{}: {}\n", name, value);
}

void add_context(std::string& out, const CallContext& context) {
    if (context.direction) add_line(out, "direction", to_string(*context.direction));
    if (context.ended_at) add_line(out, "ended", to_rfc3339(*context.ended_at));
    if (context.talk) {
        add_line(out, "talk time", fmt::format("{} s", context.talk->count() / 1'000));
    }
    add_line(out, "name of the agent", foreign_text(context.agent_name.value_or("")));
    add_line(out, "name of the customer in the campaign's list",
             foreign_text(context.customer_name.value_or("")));
    add_line(out, "data that the voice platform extracted",
             foreign_text(context.extracted_data.value_or("")));
}

void add_call(std::string& out, const IndividualInput& call) {
    add_context(out, call.context);
    out += "\nTranscript:\n";
    for (const auto& turn : call.transcript.turns) {
        add_line(out, to_string(turn.speaker), foreign_text(turn.text));
    }
}

void add_statistics(std::string& out, const LeadStatistics& statistics) {
    out += "Statistics of all calls:\n";
    add_line(out, "calls", std::to_string(statistics.calls));
    add_line(out, "answered calls", std::to_string(statistics.answered_calls));
    add_line(out, "talk time", fmt::format("{} s", statistics.talk.count() / 1'000));
    if (statistics.average_score) {
        add_line(out, "average score", std::to_string(*statistics.average_score));
    }
    if (statistics.first_call_at)
        add_line(out, "first call", to_rfc3339(*statistics.first_call_at));
    if (statistics.last_call_at) add_line(out, "last call", to_rfc3339(*statistics.last_call_at));
    add_line(out, "trend of the score", to_string(statistics.score_trend));
    add_line(out, "trend of the sentiment", to_string(statistics.sentiment_trend));
    add_line(out, "trend of the talk time", to_string(statistics.engagement_trend));
}

ordered_json texts_of(const std::vector<Claim>& claims) {
    auto texts = ordered_json::array();
    for (const auto& claim : claims)
        texts.push_back(claim.text);
    return texts;
}

std::string assessment_line(const CoveredAnalysis& analysis) {
    const auto& assessment = analysis.assessment;
    ordered_json line;
    if (analysis.ended_at) line["ended"] = to_rfc3339(*analysis.ended_at);
    line["total_score"] = assessment.total_score;
    line["sentiment"] = to_string(assessment.sentiment);
    line["summary"] = assessment.summary;
    if (assessment.outcome) line["outcome"] = *assessment.outcome;
    line["key_topics"] = texts_of(assessment.key_topics);
    line["objections"] = texts_of(assessment.objections);
    line["pain_points"] = texts_of(assessment.pain_points);
    line["interests"] = texts_of(assessment.interests);
    line["next_steps"] = texts_of(assessment.next_steps);
    if (assessment.customer_name) line["customer_name"] = assessment.customer_name->text;
    if (assessment.customer_email) line["customer_email"] = assessment.customer_email->text;
    if (assessment.customer_phone) line["customer_phone"] = assessment.customer_phone->text;
    return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

void add_lead(std::string& out, const CompleteInput& lead) {
    add_statistics(out, lead.statistics);
    if (lead.previous_summary) {
        out += "\nSummary of older calls:\n" + foreign_text(*lead.previous_summary) + "\n";
    }
    if (!lead.analyses.empty()) out += "\nAssessments of earlier calls, newest first:\n";
    for (const auto& analysis : lead.analyses)
        out += foreign_text(assessment_line(analysis)) + "\n";
    for (std::size_t index = 0; index < lead.transcripts.size(); ++index) {
        out +=
            fmt::format("\nNew call {} of {}, newest first\n", index + 1, lead.transcripts.size());
        add_call(out, lead.transcripts[index]);
    }
}

}  // namespace

std::string model_input(const AnalysisRequest& request) {
    std::string out = "<material>\n";
    if (const auto* call = std::get_if<IndividualInput>(&request.input)) add_call(out, *call);
    if (const auto* lead = std::get_if<CompleteInput>(&request.input)) add_lead(out, *lead);
    return out + "</material>\n";
}

}  // namespace callfold
