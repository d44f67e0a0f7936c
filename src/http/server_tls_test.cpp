#include <cstdio>
#include <memory>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "http/server.h"
#include "http/testing/client.h"
#include "storage/testing/temporary_database.h"

namespace callfold::http {
namespace {

using testing::Client;
using testing::parse_answer;
using testing::request_text;

template <class Object, void (*release)(Object*)>
struct Release {
    void operator()(Object* object) const { release(object); }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509, X509_free>>;
using ClientContext = std::unique_ptr<SSL_CTX, Release<SSL_CTX, SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Release<SSL, SSL_free>>;

void write_pem(const std::filesystem::path& path, const auto& write) {
    std::FILE* file = std::fopen(path.c_str(), "w");
    write(file);
    std::fclose(file);
}

TlsFiles make_self_signed(const std::filesystem::path& folder) {
    const PrivateKey key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const TlsFiles files{folder / "certificate.pem", folder / "key.pem"};
    write_pem(files.certificate, [&](std::FILE* file) { PEM_write_X509(file, certificate.get()); });
    write_pem(files.key, [&](std::FILE* file) {
        PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    return files;
}

class ServerTlsTest : public ::testing::Test {
  protected:
    ServerTlsTest() {
        options.port = 0;
        options.tls = make_self_signed(directory.path());
    }
    void serve() {
        server = std::make_unique<Server>(
            options, clock, metrics, [](const Request& request, const Respond& respond) {
                respond(Response{200, "text/plain", request.path + request.body, {}});
            });
        ASSERT_TRUE(server->start());
    }

    TemporaryDirectory directory;
    ServerOptions options;
    SystemClock clock;
    Metrics metrics;
    std::unique_ptr<Server> server;
};

class TlsClient {
  public:
    explicit TlsClient(std::uint16_t port) : client_(port) {
        SSL_set_fd(session_.get(), client_.descriptor());
    }
    void set_newest_version(int version) { SSL_set_max_proto_version(session_.get(), version); }
    bool shake_hands() { return SSL_connect(session_.get()) == 1; }
    std::string ask(const std::string& request) {
        SSL_write(session_.get(), request.data(), static_cast<int>(request.size()));
        std::string answer;
        char byte = 0;
        while (SSL_read(session_.get(), &byte, 1) == 1)
            answer += byte;
        return answer;
    }

  private:
    Client client_;
    ClientContext context_{SSL_CTX_new(TLS_client_method())};
    Session session_{SSL_new(context_.get())};
};

TEST_F(ServerTlsTest, AnswersUnderTls) {
    serve();
    TlsClient client(server->port());
    ASSERT_TRUE(client.shake_hands());
    const std::string body(100'000, 'x');
    const auto answer =
        parse_answer(client.ask(request_text("POST", "/", {{"Connection", "close"}}, body)));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "/" + body);
}

TEST_F(ServerTlsTest, RefusesOldVersionsAndPlainText) {
    serve();
    TlsClient old(server->port());
    old.set_newest_version(TLS1_1_VERSION);
    EXPECT_FALSE(old.shake_hands());
    Client plain(server->port());
    plain.send(request_text("GET", "/"));
    plain.wait_until_closed();
}

TEST_F(ServerTlsTest, CutsOffWhoDoesNotShakeHands) {
    options.read_limit = milliseconds{50};
    options.connection_limit = 1;
    serve();
    Client silent(server->port());
    silent.wait_until_closed();
    while (!TlsClient(server->port()).shake_hands())
        continue;
}

TEST_F(ServerTlsTest, SaysWhichFileCannotBeUsed) {
    options.tls->key = directory.path() / "missing.pem";
    Server unusable(options, clock, metrics, [](const Request&, const Respond&) {});
    const auto started = unusable.start();
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().message.find("missing.pem"), std::string::npos);
}

}  // namespace
}  // namespace callfold::http
