#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace callfold {

// `content` as a zstd frame that refers to the keys of webhooks (dictionaries/README.md), at the
// level that keeps up with ingest. Thread-safe: one context a thread.
std::string compress(std::string_view content);

// What `compress` was given; plain zstd frames, as it made them before there was a dictionary, are
// read too. Throws DamagedError for a damaged frame, and for one that would
// grow beyond `most_bytes`.
std::string decompress(std::string_view compressed, std::size_t most_bytes);

}  // namespace callfold
