#include "base/compression.h"

#include <memory>

#include <zstd.h>

#include "base/error.h"

namespace callfold {

namespace embedded {
extern const std::string_view webhook_keys_1;
}

namespace {

// The fastest that still finds the keys.
constexpr int level = 1;
// Stands before a frame that refers to the first dictionary. A frame of its own begins with 0x28.
constexpr char first_dictionary = '\x01';

struct FreeCompression {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
};
struct FreeDecompression {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    void operator()(ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
};

const ZSTD_CDict* keys_to_compress_with() {
    static const std::unique_ptr<ZSTD_CDict, FreeCompression> dictionary{
        ZSTD_createCDict(embedded::webhook_keys_1.data(), embedded::webhook_keys_1.size(), level)};
    return dictionary.get();
}

const ZSTD_DDict* keys_to_decompress_with() {
    static const std::unique_ptr<ZSTD_DDict, FreeDecompression> dictionary{
        ZSTD_createDDict(embedded::webhook_keys_1.data(), embedded::webhook_keys_1.size())};
    return dictionary.get();
}

}  // namespace

std::string compress(std::string_view content) {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeCompression> context{ZSTD_createCCtx()};
    std::string compressed(1 + ZSTD_compressBound(content.size()), first_dictionary);
    const std::size_t size =
        ZSTD_compress_usingCDict(context.get(), compressed.data() + 1, compressed.size() - 1,
                                 content.data(), content.size(), keys_to_compress_with());
    if (ZSTD_isError(size)) throw InfrastructureError("zstd could not compress a body");
    compressed.resize(1 + size);
    compressed.shrink_to_fit();
    return compressed;
}

std::string decompress(std::string_view compressed, std::size_t most_bytes) {
    const ZSTD_DDict* dictionary = nullptr;
    if (compressed.starts_with(first_dictionary)) {
        dictionary = keys_to_decompress_with();
        compressed.remove_prefix(1);
    }
    const unsigned long long announced =
        ZSTD_getFrameContentSize(compressed.data(), compressed.size());
    if (announced == ZSTD_CONTENTSIZE_ERROR || announced == ZSTD_CONTENTSIZE_UNKNOWN ||
        announced > most_bytes) {
        throw DamagedError("a compressed body is damaged or too large");
    }
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeDecompression> context{ZSTD_createDCtx()};
    std::string content(static_cast<std::size_t>(announced), '\0');
    const std::size_t size =
        ZSTD_decompress_usingDDict(context.get(), content.data(), content.size(), compressed.data(),
                                   compressed.size(), dictionary);
    if (ZSTD_isError(size) || size != content.size()) {
        throw DamagedError("a compressed body is damaged");
    }
    return content;
}

}  // namespace callfold
