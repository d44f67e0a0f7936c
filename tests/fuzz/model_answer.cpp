// Answers of /v1/responses. The first byte of the input chooses the HTTP status and the kind of
// analysis, the rest is the body; it is also read as an assessment, a header and an error by
// itself.
#include <array>
#include <cstdint>

#include "analysis/answer.h"
#include "analysis/api_error.h"
#include "analysis/assessment_parser.h"
#include "base/text.h"
#include "tests/fuzz/require.h"
#include "transport/response_headers.h"

namespace {

using namespace callfold;
using fuzz::require;

constexpr Instant now{std::chrono::microseconds{1'767'225'600'000'000}};
constexpr std::array<int, 8> statuses{0, 200, 200, 200, 400, 401, 429, 500};
constexpr std::string_view secret = "sk-secret";

void check_assessment(const Assessment& assessment) {
    for (const int score :
         {assessment.total_score, assessment.intent_score, assessment.urgency_score,
          assessment.budget_score, assessment.fit_score, assessment.engagement_score}) {
        require(score >= 0 && score <= 100, "a score lies in 0 to 100");
    }
    require(assessment.summary.size() <= 2'000, "a summary is at most 2,000 bytes");
    require(is_utf8(assessment.summary), "a summary is UTF-8");
    require(assessment.key_topics.size() <= 20, "a list has at most 20 entries");
    for (const Claim& claim : assessment.key_topics)
        require(claim.text.size() <= 500, "a claim is at most 500 bytes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
    HttpResponse response;
    response.status = statuses[data[0] % statuses.size()];
    response.body = body;
    response.headers = {{"retry-after", std::string(body.substr(0, 64))}};
    const auto type = (data[0] & 0x80) != 0 ? AnalysisType::complete : AnalysisType::individual;

    const ReadAnswer read = read_answer(response, type, now, "model", secret);
    require(read.answer.dropped_fields.size() <= 50, "at most 50 dropped fields are named");
    require(is_utf8(read.answer.raw), "what is kept of an answer is UTF-8");
    require(read.answer.raw.find(secret) == std::string::npos, "the key is never kept");
    if (read.answer.assessment) check_assessment(*read.answer.assessment);

    const ParsedAssessment parsed = parse_assessment(body, type);
    if (parsed.assessment) check_assessment(*parsed.assessment);
    const auto wait = retry_after(response, now);
    require(!wait || (*wait >= milliseconds{0} && *wait <= std::chrono::hours{1}),
            "a wait is at most an hour");
    static_cast<void>(parse_reset_time(body));
    static_cast<void>(read_api_error(body));
    return 0;
}
