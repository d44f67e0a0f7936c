#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace callfold {

// The first 16 bytes of a SHA-256: names a content. Stored as it is; never recomputed from rows.
class Digest {
  public:
    using Bytes = std::array<std::uint8_t, 16>;

    Digest() = default;
    explicit Digest(const Bytes& bytes) : bytes_(bytes) {}
    static Digest of(std::string_view content);
    // Takes the 16 bytes that `binary` gave; any other length is a bug.
    static Digest from_binary(std::string_view binary);
    // Reads the 32 hexadecimal digits that `hex` gave.
    static std::optional<Digest> parse(std::string_view hex);

    std::string_view binary() const {
        return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
    }
    std::string hex() const;
    auto operator<=>(const Digest&) const = default;

  private:
    Bytes bytes_{};
};

// SHA-256 of `content`: 32 bytes.
std::string sha256(std::string_view content);
// HMAC-SHA-256 of `content` under `key`: 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view content);
// Whether both are equal, in a time that does not depend on where they differ.
bool equal_in_constant_time(std::string_view left, std::string_view right);
// `count` bytes from the system's random source. Thread-safe.
std::string random_bytes(std::size_t count);
// A new secret for people to copy: `prefix` and 32 random bytes in URL-safe base64 without padding.
std::string new_secret(std::string_view prefix);

std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view hex);

}  // namespace callfold
