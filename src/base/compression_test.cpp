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

TEST(Compression, RefusesDamageAndBombs) {
    const std::string bomb = compress(std::string(1'000'000, 'x'));
    EXPECT_THROW(decompress(bomb, 999'999), DamagedError);
    EXPECT_THROW(decompress("no frame", 100), DamagedError);
    EXPECT_THROW(decompress(bomb.substr(0, bomb.size() / 2), 1'000'000), DamagedError);
}

}  // namespace
}  // namespace callfold
