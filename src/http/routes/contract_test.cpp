#include "http/routes/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callfold::http {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::StartsWith;

Response answer_of(const char* path) {
    const Router router(contract_routes());
    const Request request;
    return router.match("GET", path).route->handle({request, {}, {}, {}}).value();
}

TEST(ContractRoutes, GiveTheDocument) {
    const Response response = answer_of("/openapi.yaml");
    EXPECT_EQ(response.content_type, "application/yaml");
    EXPECT_THAT(response.body, StartsWith("openapi: 3.1.0\n"));
    EXPECT_THAT(response.body, HasSubstr("/webhooks/{provider}/{token}:"));
}

TEST(ContractRoutes, GiveThePageUnderAPolicy) {
    const Response response = answer_of("/docs");
    EXPECT_THAT(response.body, StartsWith("<!doctype html>\n"));
    EXPECT_THAT(response.headers, Contains(Key("Content-Security-Policy")));
}

}  // namespace
}  // namespace callfold::http
