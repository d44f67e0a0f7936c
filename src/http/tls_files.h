#pragma once

#include <filesystem>

namespace callfold::http {

// PEM files: the certificate with its chain, and its private key.
struct TlsFiles {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

}  // namespace callfold::http
