#include "storage/model_request_queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/model_requests.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using ::testing::IsEmpty;
using namespace callfold::test;

TEST(ModelRequestQueries, GiveWhatWasAskedForACallOfTheTenant) {
    TemporaryDatabase database;
    database->write([](Connection& connection) {
        const TenantRow tenant = insert_tenant(connection, "One");
        const TenantRow other = insert_tenant(connection, "Two");
        const CallRow call = store_call(connection, tenant.id, "exec-1", Call{}, sample_time());
        test::request_call_analysis(connection, tenant.id, call.id, Digest::of("words"), "p",
                                    sample_time());
        const auto jobs = claim_jobs(connection, tenant.id, "node", sample_time(),
                                     sample_time() + seconds{60}, 1);
        const auto answered = record_model_request(connection, jobs[0], AnalysisType::individual,
                                                   "openai", sample_time());
        ModelAnswer answer;
        answer.tenant = tenant.id;
        answer.id = answered;
        answer.outcome = "unusable";
        answer.model = "gpt-5-mini";
        answer.prompt_version = "individual-3";
        answer.duration = milliseconds{2310};
        answer.http_status = 200;
        answer.input_tokens = 1840;
        answer.cached_tokens = 1024;
        answer.output_tokens = 412;
        answer.error = "The answer is not the schema.";
        store_model_answer(connection, answer, sample_time() + seconds{3});
        record_model_request(connection, jobs[0], AnalysisType::individual, "openai",
                             sample_time() + seconds{4});

        const auto requests = model_requests_of_call(connection, tenant.id, call.id);
        ASSERT_EQ(requests.size(), 2U);
        EXPECT_EQ(requests[0].outcome, "unusable");
        EXPECT_EQ(requests[0].model, "gpt-5-mini");
        EXPECT_EQ(requests[0].prompt_version, "individual-3");
        EXPECT_EQ(requests[0].duration, milliseconds{2310});
        EXPECT_EQ(requests[0].http_status, 200);
        EXPECT_EQ(requests[0].input_tokens, 1840);
        EXPECT_EQ(requests[0].cached_tokens, 1024);
        EXPECT_EQ(requests[0].output_tokens, 412);
        EXPECT_EQ(requests[0].error, "The answer is not the schema.");
        EXPECT_EQ(requests[0].answered_at, sample_time() + seconds{3});
        EXPECT_EQ(requests[1].outcome, "sent");
        EXPECT_EQ(requests[1].model, "");
        EXPECT_EQ(requests[1].duration, std::nullopt);
        EXPECT_THAT(model_requests_of_call(connection, other.id, call.id), IsEmpty());
    });
}

}  // namespace
}  // namespace callfold
