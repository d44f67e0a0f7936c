#include "http/stream_hub.h"

#include <algorithm>
#include <atomic>

#include "storage/tenant_scope.h"

namespace callfold::http {
namespace {

// Spreads the ends of lifetimes, so that listeners that came together do not come back together.
constexpr std::size_t lifetime_parts = 60;

}  // namespace

// One client. `state` is also written by the I/O thread that has sent what was given to it.
struct StreamHub::Listener : std::enable_shared_from_this<Listener> {
    enum class State { idle, sending, gone };

    std::shared_ptr<BodyWriter> writer;
    std::int64_t position = 0;  // of the last event that it was given
    Instant ends_at;
    Instant last_sent;
    std::atomic<State> state = State::idle;
    std::atomic<bool> is_behind = false;
    bool knows_health = true;
};

struct StreamHub::Newcomer {
    TenantId tenant;
    std::optional<std::int64_t> after;
    std::shared_ptr<BodyWriter> writer;
};

// The listeners of one tenant, with the events that some of them may still have to get.
struct StreamHub::Channel {
    struct Event {
        std::int64_t after;  // it holds everything behind this number
        std::int64_t number;
        Text text;
    };

    TenantId tenant;
    std::int64_t position = 0;  // of the last event that was read
    std::deque<Event> events;
    std::vector<ListenerPtr> listeners;
    std::size_t welcomed = 0;
};

StreamHub::StreamHub(Database& database, Metrics& metrics, const StreamLimits& limits,
                     std::function<StreamHealth()> health)
    : database_(database),
      limits_(limits),
      health_(std::move(health)),
      listeners_gauge_(
          metrics.gauge("callfold_stream_listeners", "Clients that follow the live stream")),
      events_(metrics.counter("callfold_stream_events_total", "Events sent to listeners")),
      dropped_(metrics.counter("callfold_stream_dropped_total",
                               "Listeners that were let go because they did not keep up")),
      told_health_(health_()),
      comment_(std::make_shared<const std::string>(":\n\n")) {}

StreamHub::~StreamHub() = default;

bool StreamHub::is_full() {
    const std::lock_guard lock(mutex_);
    return stopped_ || listener_count_ >= limits_.listeners_max;
}

bool StreamHub::listen(TenantId tenant, std::optional<std::int64_t> after,
                       std::shared_ptr<BodyWriter> writer) {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_ || listener_count_ >= limits_.listeners_max) return false;
        ++listener_count_;
        newcomers_.push_back({tenant, after, std::move(writer)});
        woken_ = true;
    }
    changed_.notify_one();
    return true;
}

void StreamHub::wake() {
    {
        const std::lock_guard lock(mutex_);
        if (woken_) return;
        woken_ = true;
    }
    changed_.notify_one();
}

void StreamHub::step(Instant now) {
    has_read_ = false;
    look_for_events();
    welcome(now);
    tell_health();
    std::size_t count = 0;
    for (auto channel = channels_.begin(); channel != channels_.end();) {
        serve(channel->second, now);
        count += channel->second.listeners.size();
        channel = channel->second.listeners.empty() ? channels_.erase(channel) : std::next(channel);
    }
    listeners_gauge_.Set(static_cast<double>(count));
    const std::lock_guard lock(mutex_);
    listener_count_ = count + newcomers_.size();
}

void StreamHub::wait() {
    std::unique_lock lock(mutex_);
    // Who has just been told something is told again a moment later, in one event.
    if (has_read_) {
        changed_.wait_for(lock, limits_.gathering_for(listener_count_), [] { return false; });
    }
    changed_.wait_for(lock, limits_.looking, [this] { return woken_; });
    woken_ = false;
}

void StreamHub::stop() {
    std::vector<Newcomer> newcomers;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        newcomers.swap(newcomers_);
    }
    for (const Newcomer& newcomer : newcomers)
        newcomer.writer->end();
    for (auto& [tenant, channel] : channels_) {
        for (const ListenerPtr& listener : channel.listeners)
            listener->writer->end();
    }
    channels_.clear();
}

void StreamHub::welcome(Instant now) {
    std::vector<Newcomer> newcomers;
    {
        const std::lock_guard lock(mutex_);
        newcomers.swap(newcomers_);
    }
    for (Newcomer& newcomer : newcomers) {
        const TenantScope scope(newcomer.tenant);
        const auto [place, is_new] = channels_.try_emplace(newcomer.tenant);
        Channel& channel = place->second;
        if (is_new) {
            channel.tenant = newcomer.tenant;
            const auto bounds = database_.read(
                [&](Connection& connection) { return stream_bounds(connection, channel.tenant); });
            channel.position = bounds ? bounds->last : 0;
        }
        auto listener = std::make_shared<Listener>();
        listener->writer = std::move(newcomer.writer);
        const auto part = static_cast<std::int64_t>(channel.welcomed++ % lifetime_parts);
        const microseconds spread = microseconds{limits_.lifetime} / 5;
        listener->ends_at =
            now + limits_.lifetime + spread * part / static_cast<std::int64_t>(lifetime_parts);
        greet(channel, *listener, newcomer.after, now);
        channel.listeners.push_back(std::move(listener));
    }
}

// The first words: how soon to come back, how the server is, and what was missed.
void StreamHub::greet(const Channel& channel, Listener& listener, std::optional<std::int64_t> after,
                      Instant now) {
    std::string text = "retry: 2000\n\n" + health_text(told_health_);
    text += after ? missed(channel, *after) : position_text(channel.position);
    listener.position = channel.position;
    send(listener, std::make_shared<const std::string>(std::move(text)), now);
}

std::string StreamHub::missed(const Channel& channel, std::int64_t after) {
    if (after == channel.position) return position_text(channel.position);
    return database_.read([&](Connection& connection) {
        const auto bounds = stream_bounds(connection, channel.tenant);
        // Numbers that are forgotten, or that never were here.
        if (!bounds || after < bounds->first - 1 || after > channel.position) {
            return reset_text(channel.position);
        }
        const auto rows = stream_events_after(connection, channel.tenant, after, limits_.rows_max);
        if (rows.size() == static_cast<std::size_t>(limits_.rows_max)) {
            return reset_text(channel.position);
        }
        StreamChanges changes;
        for (const StreamEvent& row : rows) {
            if (row.number <= channel.position) changes.add(row.changes);
        }
        return changes_text(changes, channel.position);
    });
}

void StreamHub::look_for_events() {
    if (channels_.empty()) return;
    std::vector<TenantId> tenants;
    for (const auto& [tenant, channel] : channels_)
        tenants.push_back(tenant);
    const TenantScope scope(tenants);
    database_.read([&](Connection& connection) {
        for (auto& [tenant, channel] : channels_) {
            const auto rows =
                stream_events_after(connection, tenant, channel.position, limits_.rows_max);
            if (rows.empty()) continue;
            StreamChanges changes;
            for (const StreamEvent& row : rows)
                changes.add(row.changes);
            const std::int64_t number = rows.back().number;
            channel.events.push_back(
                {channel.position, number,
                 std::make_shared<const std::string>(changes_text(changes, number))});
            channel.position = number;
            if (channel.events.size() > limits_.events_kept) channel.events.pop_front();
            events_.Increment();
            has_read_ = true;
        }
    });
}

void StreamHub::tell_health() {
    const StreamHealth health = health_();
    if (health == told_health_) return;
    told_health_ = health;
    for (auto& [tenant, channel] : channels_) {
        for (const ListenerPtr& listener : channel.listeners)
            listener->knows_health = false;
    }
}

void StreamHub::serve(Channel& channel, Instant now) {
    const auto gone = std::remove_if(
        channel.listeners.begin(), channel.listeners.end(),
        [&](const ListenerPtr& listener) { return !serve(channel, *listener, now); });
    channel.listeners.erase(gone, channel.listeners.end());
}

// Gives a listener the next thing that it is to get; false when it is no listener any more.
bool StreamHub::serve(const Channel& channel, Listener& listener, Instant now) {
    const auto state = listener.state.load();
    if (state == Listener::State::gone) return false;
    const auto next =
        std::find_if(channel.events.begin(), channel.events.end(),
                     [&](const Channel::Event& event) { return event.number > listener.position; });
    if (next != channel.events.end() && next->after > listener.position) {
        dropped_.Increment();
        return false;
    }
    const bool has_more = next != channel.events.end() || !listener.knows_health;
    if (state == Listener::State::sending) {
        listener.is_behind = has_more;
        // It may have been sent just now, and then nobody has seen the mark.
        if (has_more && listener.state != Listener::State::sending) wake();
        return true;
    }
    if (now >= listener.ends_at) {
        listener.writer->end();
        return false;
    }
    if (next != channel.events.end()) {
        listener.position = next->number;
        send(listener, next->text, now);
    } else if (!listener.knows_health) {
        listener.knows_health = true;
        send(listener, std::make_shared<const std::string>(health_text(told_health_)), now);
    } else if (now - listener.last_sent >= limits_.comment_interval) {
        send(listener, comment_, now);
    }
    return true;
}

void StreamHub::send(Listener& listener, Text text, Instant now) {
    listener.last_sent = now;
    listener.state = Listener::State::sending;
    listener.writer->write(std::move(text), [this, self = listener.weak_from_this()](bool sent) {
        const auto told = self.lock();
        if (!told) return;
        told->state = sent ? Listener::State::idle : Listener::State::gone;
        if (told->is_behind.exchange(false)) wake();
    });
}

}  // namespace callfold::http
