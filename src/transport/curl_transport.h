#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/address_range.h"
#include "transport/http_transport.h"

namespace callfold {

struct CurlOptions {
    // Connections open at a time, to one server or to all; more requests wait for one, and their
    // time runs.
    std::size_t max_connections = 1'000;
    // PEM file of the certificates to trust instead of the system's; empty: the system's.
    std::string certificate_file;
    // What requests `to_public_addresses` may reach besides. It is the address that a connection
    // is opened to that counts, whatever a name resolves to.
    std::vector<AddressRange> allowed_addresses = {};
};

// HTTP over libcurl: any number of requests on one thread. HTTP/2 where the server offers it (many
// requests on one connection), else kept-alive connections; proxies from the environment;
// certificates verified; no redirects; gzip. 5 s to connect. A kept-alive connection that the
// server closed before it answered anything is replaced once by a new one, and the request is sent
// again on it: libcurl's doing.
class CurlTransport final : public HttpTransport {
  public:
    explicit CurlTransport(const CurlOptions& options = {});
    ~CurlTransport() override;
    CurlTransport(const CurlTransport&) = delete;
    CurlTransport& operator=(const CurlTransport&) = delete;

    void start(HttpRequest request) override;
    std::vector<HttpResponse> poll() override;
    void wait(milliseconds longest) override;
    void wake() override;
    std::size_t in_flight() const override;

  private:
    struct Exchange;
    class Connections;

    std::unique_ptr<Connections> connections_;
};

}  // namespace callfold
