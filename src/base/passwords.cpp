#include "base/passwords.h"

#include <array>
#include <mutex>

#include <sodium.h>

#include "base/crypto.h"
#include "base/error.h"

namespace callfold {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;

void prepare_sodium() {
    static const int status = sodium_init();
    if (status < 0) throw InfrastructureError("libsodium does not start");
}

std::mutex& one_at_a_time() {
    static std::mutex mutex;
    return mutex;
}

void append_letter(std::string& text, std::string_view letters) {
    text += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
}

}  // namespace

std::string hash_password(std::string_view password) {
    prepare_sodium();
    const std::lock_guard lock(one_at_a_time());
    std::array<char, crypto_pwhash_STRBYTES> hash;
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), passes, memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw InfrastructureError("no memory to hash a password");
    }
    return hash.data();
}

bool is_password(std::string_view password, const std::string& hash) {
    prepare_sodium();
    const std::lock_guard lock(one_at_a_time());
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& nobodys_password_hash() {
    static const std::string hash = hash_password(random_bytes(32));
    return hash;
}

std::string new_password() {
    prepare_sodium();
    // Letters that are not mistaken for each other, in syllables that can be said.
    constexpr std::string_view consonants = "bdfghjkmnprstvwz";
    constexpr std::string_view vowels = "aeiou";
    std::string password;
    for (int word = 0; word < 4; ++word) {
        for (int syllable = 0; syllable < 2; ++syllable) {
            append_letter(password, consonants);
            append_letter(password, vowels);
        }
        password += '-';
    }
    for (int digit = 0; digit < 4; ++digit)
        append_letter(password, "23456789");
    return password;
}

}  // namespace callfold
