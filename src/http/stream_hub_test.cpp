#include "http/stream_hub.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold::http {
namespace {

using test::sample_tenant;
using test::sample_time;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

// What a client gets. It reads at once, or only when it is told to.
class Client final : public BodyWriter {
  public:
    void write(std::string piece, std::function<void(bool)> done) override {
        write(std::make_shared<const std::string>(std::move(piece)), std::move(done));
    }
    void write(std::shared_ptr<const std::string> piece, std::function<void(bool)> done) override {
        pieces.push_back(std::move(piece));
        EXPECT_FALSE(unread) << "a second piece before the first one is sent";
        unread = std::move(done);
        if (reads) read();
    }
    void end() override { ended = true; }

    void read(bool is_there = true) {
        if (unread) std::exchange(unread, {})(is_there);
    }
    // All that came since it was last asked for.
    std::string got() {
        std::string text;
        for (const auto& piece : std::exchange(pieces, {}))
            text += *piece;
        return text;
    }

    bool reads = true;
    bool ended = false;
    std::vector<std::shared_ptr<const std::string>> pieces;
    std::function<void(bool)> unread;
};

class StreamHubTest : public ::testing::Test {
  protected:
    std::shared_ptr<Client> listen(const Tenant& tenant, std::optional<std::int64_t> after = {}) {
        auto client = std::make_shared<Client>();
        EXPECT_TRUE(hub_.listen(tenant.id, after, client));
        return client;
    }
    // A change in a transaction of its own.
    Uuid change(const Tenant& tenant, LifecycleStatus status = LifecycleStatus::ringing) {
        const StreamedCall call{new_uuid(now_), status, std::nullopt, AnalysisStatus::none};
        write(tenant, call);
        return call.id;
    }
    template <class Change>
    void write(const Tenant& tenant, const Change& change) {
        database_->write([&](Connection& connection) {
            StreamChanges changes;
            changes.add(change);
            append_to_stream(connection, {{tenant.id, changes}}, now_);
        });
    }
    void step(microseconds later = microseconds{0}) {
        now_ += later;
        hub_.step(now_);
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
    Instant now_ = sample_time();
    Metrics metrics_;
    StreamLimits limits_ = [] {
        StreamLimits limits;
        limits.listeners_max = 3;
        limits.events_kept = 4;
        limits.rows_max = 10;
        return limits;
    }();
    StreamHealth health_;
    StreamHub hub_{*database_, metrics_, limits_, [this] { return health_; }};
};

TEST_F(StreamHubTest, GreetsWithTheHealthAndTheNumberToComeBackWith) {
    change(tenant_);
    const auto client = listen(tenant_);
    step();
    EXPECT_EQ(client->got(),
              "retry: 2000\n\n"
              "event: health\ndata: {\"ingest\":\"ok\",\"analysis\":\"ok\"}\n\n"
              "id: 1\n\n");
}

TEST_F(StreamHubTest, TellsTheListenersOfATenantWhatChanges) {
    const auto client = listen(tenant_);
    const auto stranger = listen(other_);
    step();
    client->got();
    stranger->got();
    const Uuid call = change(tenant_);
    step();
    EXPECT_EQ(client->got(),
              "id: 1\nevent: call\ndata: {\"calls\":[{\"analysis_status\":\"none\","
              "\"call_lifecycle_status\":\"ringing\",\"id\":\"" +
                  call.text() + "\",\"outcome\":null}],\"more\":false}\n\n");
    step();
    EXPECT_EQ(client->got(), "");
    EXPECT_EQ(stranger->got(), "");
}

TEST_F(StreamHubTest, GathersWhatHappenedInBetween) {
    const auto client = listen(tenant_);
    step();
    client->got();
    const Uuid call = change(tenant_);
    write(tenant_, StreamedCall{call, LifecycleStatus::completed, Outcome::answered,
                                AnalysisStatus::pending});
    write(tenant_, StreamedNotification{call, NotificationKind::lead_hot});
    write(tenant_, StreamedAnalysis{AnalysisType::individual, call, true});
    write(tenant_, StreamedQuarantine{call});
    step();
    ASSERT_EQ(client->pieces.size(), 1U);
    const std::string text = client->got();
    EXPECT_EQ(text.find("event: call"), 0U);
    EXPECT_THAT(text, AllOf(HasSubstr("completed"), Not(HasSubstr("ringing")),
                            HasSubstr("event: analysis"), HasSubstr("event: notification"),
                            HasSubstr("id: 5\nevent: quarantine\ndata: {\"more\":false,"
                                      "\"quarantined\":[{\"id\":\"" +
                                      call.text() + "\",\"waiting\":true}]}\n\n")));
}

TEST_F(StreamHubTest, GathersLongerForMoreListeners) {
    StreamLimits limits;
    limits.gathering = milliseconds{150};
    limits.gathering_per_listener = microseconds{100};
    EXPECT_EQ(limits.gathering_for(0), milliseconds{150});
    EXPECT_EQ(limits.gathering_for(2'000), milliseconds{350});
}

TEST_F(StreamHubTest, EncodesAnEventOnceForAllListeners) {
    const auto one = listen(tenant_);
    const auto two = listen(tenant_);
    step();
    change(tenant_);
    step();
    EXPECT_EQ(one->pieces.back(), two->pieces.back());
}

TEST_F(StreamHubTest, SaysThatThereIsMoreThanItLists) {
    const auto client = listen(tenant_);
    step();
    client->got();
    StreamChanges changes;
    for (int i = 0; i < 25; ++i)
        changes.add(StreamedCall{new_uuid(now_), LifecycleStatus::queued, std::nullopt,
                                 AnalysisStatus::none});
    database_->write([&](Connection& connection) {
        append_to_stream(connection, {{tenant_.id, changes}}, now_);
    });
    step();
    const std::string text = client->got();
    EXPECT_THAT(text, HasSubstr("\"more\":true"));
    std::size_t listed = 0;
    for (std::size_t at = text.find("queued"); at != std::string::npos;
         at = text.find("queued", at + 1))
        ++listed;
    EXPECT_EQ(listed, 20U);
}

TEST_F(StreamHubTest, ResumesAfterTheEventThatWasSeenLast) {
    change(tenant_);
    const Uuid second = change(tenant_, LifecycleStatus::busy);
    const Uuid third = change(tenant_, LifecycleStatus::failed);
    const auto client = listen(tenant_, 1);
    step();
    EXPECT_THAT(client->got(), AllOf(HasSubstr(second.text()), HasSubstr(third.text()),
                                     HasSubstr("id: 3\n"), Not(HasSubstr("ringing"))));
    change(tenant_);
    step();
    EXPECT_THAT(client->got(), HasSubstr("id: 4\n"));
}

TEST_F(StreamHubTest, SomebodyWhoMissedNothingIsToldNothing) {
    change(tenant_);
    const auto client = listen(tenant_, 1);
    step();
    EXPECT_THAT(client->got(), AllOf(EndsWith("\n\nid: 1\n\n"), Not(HasSubstr("event: call"))));
}

TEST_F(StreamHubTest, ResetsWhoMissedWhatIsForgotten) {
    for (int i = 0; i < 3; ++i)
        change(tenant_);
    database_->write([&](Connection& connection) {
        EXPECT_EQ(forget_stream_events(connection, now_ + seconds{1}, 100), 2);
    });
    const auto late = listen(tenant_, 1);
    const auto just_in_time = listen(tenant_, 2);
    step();
    EXPECT_THAT(late->got(), EndsWith("id: 3\nevent: reset\ndata: {}\n\n"));
    EXPECT_THAT(just_in_time->got(), HasSubstr("id: 3\nevent: call\n"));
}

TEST_F(StreamHubTest, ResetsWhoMissedTooMuchOrComesFromElsewhere) {
    for (int i = 0; i < 11; ++i)
        change(tenant_);
    const auto far_behind = listen(tenant_, 1);
    const auto from_the_future = listen(tenant_, 77);
    const auto where_nothing_was = listen(other_, 5);
    step();
    EXPECT_THAT(far_behind->got(), EndsWith("id: 11\nevent: reset\ndata: {}\n\n"));
    EXPECT_THAT(from_the_future->got(), EndsWith("id: 11\nevent: reset\ndata: {}\n\n"));
    EXPECT_THAT(where_nothing_was->got(), EndsWith("id: 0\nevent: reset\ndata: {}\n\n"));
}

TEST_F(StreamHubTest, SendsACommentToWhoIsToldNothingElse) {
    const auto client = listen(tenant_);
    step();
    client->got();
    step(seconds{14});
    EXPECT_EQ(client->got(), "");
    step(seconds{1});
    EXPECT_EQ(client->got(), ":\n\n");
    step(seconds{14});
    EXPECT_EQ(client->got(), "");
}

TEST_F(StreamHubTest, TellsWhenTheHealthChanges) {
    const auto client = listen(tenant_);
    step();
    client->got();
    health_.analysis_pauses = true;
    step();
    EXPECT_EQ(client->got(),
              "event: health\ndata: {\"ingest\":\"ok\",\"analysis\":\"paused\"}\n\n");
    step();
    EXPECT_EQ(client->got(), "");
}

TEST_F(StreamHubTest, WaitsForWhoIsSlowAndHoldsUpNobody) {
    const auto slow = listen(tenant_);
    const auto quick = listen(tenant_);
    step();
    slow->reads = false;
    for (int i = 0; i < 3; ++i) {
        change(tenant_);
        step();
    }
    EXPECT_THAT(quick->got(), HasSubstr("id: 3\n"));
    EXPECT_THAT(slow->got(), AllOf(HasSubstr("id: 1\n"), Not(HasSubstr("id: 2\n"))));
    slow->reads = true;
    slow->read();
    step();
    step();
    EXPECT_THAT(slow->got(), AllOf(HasSubstr("id: 2\n"), HasSubstr("id: 3\n")));
}

TEST_F(StreamHubTest, LetsGoWhoDoesNotKeepUp) {
    const std::weak_ptr<Client> slow = listen(tenant_);
    const auto quick = listen(tenant_);
    step();
    slow.lock()->reads = false;
    for (int i = 0; i < 5; ++i) {
        change(tenant_);
        step();
    }
    EXPECT_FALSE(slow.expired());
    change(tenant_);
    step();
    EXPECT_TRUE(slow.expired());
    EXPECT_THAT(quick->got(), HasSubstr("id: 6\n"));
    EXPECT_THAT(metrics_.text(), HasSubstr("callfold_stream_dropped_total 1"));
}

TEST_F(StreamHubTest, ForgetsWhoIsGone) {
    const std::weak_ptr<Client> client = listen(tenant_);
    client.lock()->reads = false;
    step();
    client.lock()->read(false);
    step();
    EXPECT_TRUE(client.expired());
    EXPECT_THAT(metrics_.text(), HasSubstr("callfold_stream_listeners 0"));
}

TEST_F(StreamHubTest, EndsAStreamWhenItsTimeIsOver) {
    const auto client = listen(tenant_);
    step();
    step(seconds{299});
    EXPECT_FALSE(client->ended);
    step(seconds{61});
    EXPECT_TRUE(client->ended);
}

TEST_F(StreamHubTest, TakesNoMoreListenersThanItMay) {
    std::vector<std::shared_ptr<Client>> clients;
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(hub_.is_full());
        clients.push_back(listen(tenant_));
    }
    EXPECT_TRUE(hub_.is_full());
    EXPECT_FALSE(hub_.listen(tenant_.id, std::nullopt, std::make_shared<Client>()));
    step();
    clients.front()->reads = false;
    change(tenant_);
    step();
    clients.front()->read(false);
    step();
    EXPECT_FALSE(hub_.is_full());
}

TEST_F(StreamHubTest, EndsAllStreamsWhenItStops) {
    const auto served = listen(tenant_);
    step();
    const auto waiting = listen(tenant_);
    hub_.stop();
    EXPECT_TRUE(served->ended);
    EXPECT_TRUE(waiting->ended);
    EXPECT_TRUE(hub_.is_full());
}

}  // namespace
}  // namespace callfold::http
