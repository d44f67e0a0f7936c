#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "http/codec/stream.h"
#include "http/message.h"
#include "storage/database.h"

namespace callfold::http {

struct StreamLimits {
    std::size_t listeners_max = 10'000;
    // What happens within it reaches listeners as one event.
    milliseconds gathering{150};
    // The more listeners there are, the longer it is: telling them leaves the machine to ingest.
    microseconds gathering_per_listener{100};
    // How often to look for events that nobody woke us for: those of other processes and nodes.
    milliseconds looking{1'000};
    seconds comment_interval{15};
    // After it, and up to a fifth more, a listener has to come back, and is asked again who it is.
    seconds lifetime{300};
    // Who is more events behind is let go.
    std::size_t events_kept = 32;
    // Rows that are read at a time; who missed more than that reads anew.
    int rows_max = 500;

    microseconds gathering_for(std::size_t listeners) const {
        return gathering + gathering_per_listener * static_cast<std::int64_t>(listeners);
    }
};

// Tells the listeners of the live stream what changes. The stream itself is a table, written in the
// transactions of the changes: this reads it after a wake and now and then, so that it does not
// matter which process wrote. A listener takes a few hundred bytes here and nothing waits for it:
// an event is encoded once for all, and who does not keep up is let go. Used by one thread, except
// `listen`, `is_full` and `wake`.
class StreamHub {
  public:
    // `health` gives what listeners are told of the server; called on the thread of `step`.
    StreamHub(Database& database, Metrics& metrics, const StreamLimits& limits,
              std::function<StreamHealth()> health);
    ~StreamHub();

    // Streams to `writer` what happens to the tenant from now on, or after the event `after`. False
    // when there are too many listeners.
    bool listen(TenantId tenant, std::optional<std::int64_t> after,
                std::shared_ptr<BodyWriter> writer);

    bool is_full();

    // There may be new events. From any thread, and cheap.
    void wake();

    // Reads what is new and sends what there is to send. Throws InfrastructureError when the
    // database does not answer; listeners stay.
    void step(Instant now);

    // Waits until there may be something to do.
    void wait();

    // Ends all streams and takes no more listeners. Not while another thread is in `step`.
    void stop();

  private:
    struct Listener;
    struct Channel;
    using ListenerPtr = std::shared_ptr<Listener>;
    using Text = std::shared_ptr<const std::string>;

    void welcome(Instant now);
    void greet(const Channel& channel, Listener& listener, std::optional<std::int64_t> after,
               Instant now);
    std::string missed(const Channel& channel, std::int64_t after);
    void look_for_events();
    void tell_health();
    void serve(Channel& channel, Instant now);
    bool serve(const Channel& channel, Listener& listener, Instant now);
    void send(Listener& listener, Text text, Instant now);

    Database& database_;
    const StreamLimits limits_;
    const std::function<StreamHealth()> health_;
    prometheus::Gauge& listeners_gauge_;
    prometheus::Counter& events_;
    prometheus::Counter& dropped_;

    std::map<TenantId, Channel> channels_;
    StreamHealth told_health_;
    Text comment_;
    bool has_read_ = false;  // in the last step: others may join the next event

    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    struct Newcomer;
    std::vector<Newcomer> newcomers_;
    std::size_t listener_count_ = 0;
    bool woken_ = true;
    bool stopped_ = false;
};

}  // namespace callfold::http
