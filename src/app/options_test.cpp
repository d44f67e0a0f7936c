#include "app/options.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

Result<ResolvedConfig> with(std::string_view name, std::string_view value) {
    OptionSources sources;
    sources.flags.emplace(name, value);
    return resolve_config(sources);
}

TEST(Options, HaveDefaultsThatAreValid) {
    const auto resolved = resolve_config({});
    ASSERT_TRUE(resolved) << resolved.error().message;
    EXPECT_EQ(resolved->values.size(), options().size());
    EXPECT_EQ(resolved->config.listen_port, 8080);
}

TEST(Options, RefuseNumbersOutsideOfTheirLimitsWhateverTheyAreCalled) {
    for (const char* number : {"nan", "-nan", "inf", "-0.1", "2.1", "", "1,5", "1x"}) {
        const auto resolved = with("openai_temperature", number);
        if (*number == '\0') {
            EXPECT_TRUE(resolved) << "empty: not sent";
            continue;
        }
        ASSERT_FALSE(resolved) << number;
        EXPECT_EQ(resolved.error().code, ErrorCode::invalid_argument);
    }
    EXPECT_EQ(with("openai_temperature", "2")->config.openai.temperature, 2.0);
}

}  // namespace
}  // namespace callfold
