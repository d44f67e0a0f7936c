#include "base/compression.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace callfold {
namespace {

TEST(Compression, GivesBackEveryByte) {
    std::string all_bytes;
    for (int byte = 0; byte < 256; ++byte)
        all_bytes += static_cast<char>(byte);
    for (const std::string& content : {std::string{}, all_bytes, std::string(100'000, 'x')}) {
        EXPECT_EQ(decompress(compress(content), 100'000), content);
    }
}

TEST(Compression, TakesTheKeysOfWebhooksForKnown) {
    const std::string body =
        R"({"id":"3f6c1c52","conversation_duration":74.2,"answered_by_voice_mail":false,)"
        R"("telephony_data":{"duration":"75","hosted_telephony":true,"provider_call_id":"c1"}})";
    EXPECT_LT(compress(body).size(), body.size() / 2);
    EXPECT_EQ(decompress(compress(body), body.size()), body);
}

TEST(Compression, ReadsFramesWithoutADictionary) {
    // What `zstd` makes of a file with {"id":"1"}.
    const std::string frame{
        "\x28\xb5\x2f\xfd\x24\x0a\x51\x00\x00\x7b\x22\x69"
        "\x64\x22\x3a\x22\x31\x22\x7d\x0f\xea\x1e\x4c",
        23};
    EXPECT_EQ(decompress(frame, 100), R"({"id":"1"})");
}

TEST(Compression, RefusesDamageAndBombs) {
    const std::string bomb = compress(std::string(1'000'000, 'x'));
    EXPECT_THROW(decompress(bomb, 999'999), DamagedError);
    EXPECT_THROW(decompress("no frame", 100), DamagedError);
    EXPECT_THROW(decompress("", 100), DamagedError);
    EXPECT_THROW(decompress("\x01", 100), DamagedError);
    EXPECT_THROW(decompress(bomb.substr(0, bomb.size() / 2), 1'000'000), DamagedError);
}

}  // namespace
}  // namespace callfold
