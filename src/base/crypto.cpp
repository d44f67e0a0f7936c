#include "base/crypto.h"

#include <algorithm>
#include <cassert>
#include <memory>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/error.h"

namespace callfold {
namespace {

const unsigned char* as_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* as_bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

struct FreeMethod {
    void operator()(EVP_MD* method) const { EVP_MD_free(method); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Looking the method up by its name, as EVP_sha256() does at every use, takes longer than hashing a
// kilobyte.
const EVP_MD* sha256_method() {
    static const std::unique_ptr<EVP_MD, FreeMethod> method{
        EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    return method.get();
}

std::string to_base64_url(std::string_view bytes) {
    std::string encoded(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int length =
        EVP_EncodeBlock(as_bytes(encoded), as_bytes(bytes), static_cast<int>(bytes.size()));
    encoded.resize(static_cast<std::size_t>(length));
    std::replace(encoded.begin(), encoded.end(), '+', '-');
    std::replace(encoded.begin(), encoded.end(), '/', '_');
    encoded.erase(encoded.find_last_not_of('=') + 1);
    return encoded;
}

}  // namespace

Digest Digest::of(std::string_view content) {
    return from_binary(sha256(content).substr(0, 16));
}

Digest Digest::from_binary(std::string_view binary) {
    Bytes bytes;
    assert(binary.size() == bytes.size());
    std::copy(binary.begin(), binary.end(), bytes.begin());
    return Digest{bytes};
}

std::optional<Digest> Digest::parse(std::string_view hex) {
    const auto binary = from_hex(hex);
    if (!binary || binary->size() != Bytes{}.size()) return std::nullopt;
    return from_binary(*binary);
}

std::string Digest::hex() const {
    return to_hex(binary());
}

std::string sha256(std::string_view content) {
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
    std::string hash(32, '\0');
    const bool hashed = EVP_DigestInit_ex2(context.get(), sha256_method(), nullptr) == 1 &&
                        EVP_DigestUpdate(context.get(), content.data(), content.size()) == 1 &&
                        EVP_DigestFinal_ex(context.get(), as_bytes(hash), nullptr) == 1;
    if (!hashed) throw InfrastructureError("SHA-256 is not available");
    return hash;
}

std::string hmac_sha256(std::string_view key, std::string_view content) {
    std::string code(32, '\0');
    unsigned int length = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), as_bytes(content),
             content.size(), as_bytes(code), &length) == nullptr) {
        throw InfrastructureError("HMAC-SHA-256 is not available");
    }
    return code;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (RAND_bytes(as_bytes(bytes), static_cast<int>(count)) != 1) {
        throw InfrastructureError("the system's random source does not answer");
    }
    return bytes;
}

std::string new_secret(std::string_view prefix) {
    return std::string(prefix) + to_base64_url(random_bytes(32));
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        hex += digits[static_cast<unsigned char>(byte) >> 4];
        hex += digits[static_cast<unsigned char>(byte) & 0x0f];
    }
    return hex;
}

std::optional<std::string> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = hex_value(hex[i]);
        const int low = hex_value(hex[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

}  // namespace callfold
