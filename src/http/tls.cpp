#include "http/tls.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

namespace callfold::http {
namespace {

tl::unexpected<Error> unusable(const std::filesystem::path& file, const asio::error_code& error) {
    return fail(ErrorCode::invalid_argument, fmt::format("The file {} cannot be used for TLS: {}.",
                                                         file.string(), error.message()));
}

}  // namespace

Result<std::shared_ptr<asio::ssl::context>> load_tls(const TlsFiles& files) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    asio::error_code error;
    context->use_certificate_chain_file(files.certificate.string(), error);
    if (error) return unusable(files.certificate, error);
    context->use_private_key_file(files.key.string(), asio::ssl::context::pem, error);
    if (error) return unusable(files.key, error);
    return context;
}

}  // namespace callfold::http
