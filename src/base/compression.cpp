#include "base/compression.h"

#include <memory>

#include <zstd.h>

#include "base/error.h"

namespace callfold {
namespace {

constexpr int level = 1;

struct FreeCompression {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompression {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

std::string compress(std::string_view content) {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeCompression> context{ZSTD_createCCtx()};
    std::string compressed(ZSTD_compressBound(content.size()), '\0');
    const std::size_t size = ZSTD_compressCCtx(context.get(), compressed.data(), compressed.size(),
                                               content.data(), content.size(), level);
    if (ZSTD_isError(size)) throw InfrastructureError("zstd could not compress a body");
    compressed.resize(size);
    compressed.shrink_to_fit();
    return compressed;
}

std::string decompress(std::string_view compressed, std::size_t most_bytes) {
    const unsigned long long announced =
        ZSTD_getFrameContentSize(compressed.data(), compressed.size());
    if (announced == ZSTD_CONTENTSIZE_ERROR || announced == ZSTD_CONTENTSIZE_UNKNOWN ||
        announced > most_bytes) {
        throw DamagedError("a compressed body is damaged or too large");
    }
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeDecompression> context{ZSTD_createDCtx()};
    std::string content(static_cast<std::size_t>(announced), '\0');
    const std::size_t size = ZSTD_decompressDCtx(context.get(), content.data(), content.size(),
                                                 compressed.data(), compressed.size());
    if (ZSTD_isError(size) || size != content.size()) {
        throw DamagedError("a compressed body is damaged");
    }
    return content;
}

}  // namespace callfold
