#include "base/secret_box.h"

#include <cassert>
#include <utility>

#include <sodium.h>

#include "base/crypto.h"

namespace callfold {
namespace {

static_assert(SecretBox::key_bytes == crypto_secretbox_KEYBYTES);

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SecretBox::SecretBox(std::string key) : key_(std::move(key)) {
    assert(key_.size() == key_bytes);
}

std::string SecretBox::seal(std::string_view secret) const {
    const std::string nonce = random_bytes(crypto_secretbox_NONCEBYTES);
    std::string box(crypto_secretbox_MACBYTES + secret.size(), '\0');
    crypto_secretbox_easy(reinterpret_cast<unsigned char*>(box.data()), bytes_of(secret),
                          secret.size(), bytes_of(nonce), bytes_of(key_));
    return nonce + box;
}

std::optional<std::string> SecretBox::open(std::string_view sealed) const {
    constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.size() < overhead) return std::nullopt;
    const std::string_view box = sealed.substr(crypto_secretbox_NONCEBYTES);
    std::string secret(sealed.size() - overhead, '\0');
    const int failed =
        crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(secret.data()), bytes_of(box),
                                   box.size(), bytes_of(sealed), bytes_of(key_));
    if (failed != 0) return std::nullopt;
    return secret;
}

}  // namespace callfold
