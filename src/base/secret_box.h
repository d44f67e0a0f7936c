#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace callfold {

// Encrypts secrets that have to be read back, so that a copy of the database alone gives nothing
// away: XSalsa20 and Poly1305 with a fresh nonce each time (libsodium's secretbox). Thread-safe.
class SecretBox {
  public:
    static constexpr std::size_t key_bytes = 32;

    // `key` has `key_bytes` bytes; any other length is a bug.
    explicit SecretBox(std::string key);

    std::string seal(std::string_view secret) const;

    // Nothing when it was sealed under another key or is damaged.
    std::optional<std::string> open(std::string_view sealed) const;

  private:
    const std::string key_;
};

}  // namespace callfold
