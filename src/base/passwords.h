#pragma once

#include <string>
#include <string_view>

namespace callfold {

// Passwords are kept as Argon2id (libsodium, 19 MiB and two passes: what OWASP asks for at least).
// Hashing takes tens of milliseconds on purpose and is no work for an I/O thread; one hash is made
// at a time, so that many attempts at once take neither the memory nor all processors. Thread-safe.

// The hash to keep, with its salt and its cost inside.
std::string hash_password(std::string_view password);

// Whether `hash` was made of `password`. Takes as long either way.
bool is_password(std::string_view password, const std::string& hash);

// A hash that no password has: to be asked where there is none, so that it takes as long.
const std::string& nobodys_password_hash();

// A new password for people to type once: four spoken words and four digits, 62 bits of chance.
std::string new_password();

}  // namespace callfold
