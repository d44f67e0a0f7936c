#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "transport/http_transport.h"

namespace callfold::test {

// The model's side of the transport: keeps what is asked until the test answers.
class ScriptedModel final : public HttpTransport {
  public:
    using Headers = std::vector<std::pair<std::string, std::string>>;

    void start(HttpRequest request) override;
    std::vector<HttpResponse> poll() override { return std::exchange(ready_, {}); }
    void wait(milliseconds) override {}
    void wake() override {}
    std::size_t in_flight() const override { return open_.size() + ready_.size(); }

    // Requests without an answer, the oldest first.
    const std::deque<HttpRequest>& open() const { return open_; }
    // How many requests have come in all.
    std::size_t asked() const { return asked_; }

    // Each answers the oldest open request.
    void answer(int status, const std::string& body, const Headers& headers = {});
    void answer_well(int total_score = 78);
    // An answer that cannot be used: it is not in the schema.
    void answer_oddly();
    void lose_connection();

    void answer_all_well();

  private:
    void give(HttpResponse response);

    std::deque<HttpRequest> open_;
    std::vector<HttpResponse> ready_;
    std::size_t asked_ = 0;
};

// An error of the API with a code.
std::string api_error(const std::string& code);

}  // namespace callfold::test
