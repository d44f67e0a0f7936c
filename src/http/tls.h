#pragma once

#include <memory>

#include <asio/ssl/context.hpp>

#include "base/result.h"
#include "http/tls_files.h"

namespace callfold::http {

// A server's context for TLS 1.2 and later. Fails with words for people when a file cannot be used
// or the two do not belong together.
Result<std::shared_ptr<asio::ssl::context>> load_tls(const TlsFiles& files);

}  // namespace callfold::http
