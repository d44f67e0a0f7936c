#include "pipeline/delivery_workers.h"

#include <deque>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "domain/delivery_schedule.h"
#include "domain/webhook_signature.h"
#include "pipeline/testing/tested_pipeline.h"
#include "storage/delivery_queries.h"
#include "storage/erasure.h"
#include "storage/notification_rules.h"
#include "storage/notifications.h"
#include "storage/outgoing_messages.h"

namespace callfold {
namespace {

using nlohmann::json;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;

// The receivers' side: keeps what is sent until the test answers.
class ScriptedReceiver final : public HttpTransport {
  public:
    void start(HttpRequest request) override { open.push_back(std::move(request)); }
    std::vector<HttpResponse> poll() override { return std::exchange(ready_, {}); }
    void wait(milliseconds) override {}
    void wake() override {}
    std::size_t in_flight() const override { return open.size(); }

    // Answers the oldest open request.
    void answer(int status, const std::string& error = "") {
        HttpResponse response;
        response.id = open.front().id;
        response.status = status;
        response.error = error;
        response.duration = milliseconds{20};
        open.pop_front();
        ready_.push_back(std::move(response));
    }

    std::deque<HttpRequest> open;

  private:
    std::vector<HttpResponse> ready_;
};

std::string header(const HttpRequest& request, const std::string& name) {
    for (const auto& [key, value] : request.headers) {
        if (key == name) return value;
    }
    return "";
}

class DeliveryWorkersTest : public test::PipelineTest {
  protected:
    DeliveryWorkersTest() { restart(); }

    void restart() {
        DeliveryWorkerOptions options;
        options.owner = "node-" + std::to_string(++starts_);
        options.public_url = "https://callfold.example.com";
        options.mail = {"smtp://mail.example.com", "", "", "callfold@example.com", true};
        workers_ =
            std::make_unique<DeliveryWorkers>(database_, receiver_, secrets_, metrics_, options);
        workers_->recover(now_);
    }

    SubscriptionId subscribe(const std::string& url = "https://crm.example.com/hook") {
        return stored_->write([&](Connection& connection) {
            return create_subscription(connection, tenant_.id,
                                       {url,
                                        std::nullopt,
                                        {OutgoingEvent::lead_hot, OutgoingEvent::notification},
                                        true},
                                       secrets_.seal(secret_), now_)
                .value()
                .id;
        });
    }

    void send(const std::string& key = "lead.hot/1",
              const std::string& payload = R"({"type":"lead.hot","data":{"link":"/x"}})") {
        stored_->write([&](Connection& connection) {
            send_to_subscribers(connection,
                                {tenant_.id, OutgoingEvent::lead_hot, key, std::nullopt,
                                 PhoneNumber::from_e164(test::caller_number), payload},
                                now_);
        });
    }

    std::size_t step() {
        workers_->wake();
        return workers_->step(now_);
    }

    // Steps until an attempt is on its way, answers it, and keeps the answer.
    void attempt(int status, const std::string& error = "") {
        step();
        ASSERT_EQ(receiver_.open.size(), 1U);
        receiver_.answer(status, error);
        step();
    }

    std::int64_t deliveries(const std::string& condition) {
        return test::count_rows(*stored_, "deliveries", condition);
    }
    Instant next_attempt() { return moment("SELECT not_before FROM deliveries"); }

    const std::string secret_ = new_webhook_secret();
    const SecretBox secrets_{std::string(SecretBox::key_bytes, 'k')};
    ScriptedReceiver receiver_;
    std::unique_ptr<DeliveryWorkers> workers_;
    int starts_ = 0;
};

TEST_F(DeliveryWorkersTest, SendsASignedWebhook) {
    subscribe();
    send();
    EXPECT_EQ(step(), 1U);
    ASSERT_EQ(receiver_.open.size(), 1U);
    const HttpRequest& request = receiver_.open.front();
    EXPECT_EQ(request.url, "https://crm.example.com/hook");
    EXPECT_TRUE(request.to_public_addresses);
    EXPECT_EQ(json::parse(request.body)["data"]["link"], "https://callfold.example.com/x");
    const std::string id = header(request, "webhook-id");
    EXPECT_TRUE(id.starts_with("msg_"));
    EXPECT_EQ(header(request, "webhook-timestamp"), webhook_timestamp(now_));
    EXPECT_EQ(header(request, "webhook-signature"),
              webhook_signature(secret_, id, now_, request.body));
    receiver_.answer(204);
    step();
    EXPECT_EQ(deliveries("state = 'delivered' AND last_http_status = 204 AND attempts = 1"), 1);
    EXPECT_EQ(test::count_rows(*stored_, "delivery_attempts", "http_status = 204"), 1);
}

TEST_F(DeliveryWorkersTest, TheSameKeyIsToldOnce) {
    subscribe();
    send();
    send();
    EXPECT_EQ(deliveries("TRUE"), 1);
}

TEST_F(DeliveryWorkersTest, SignsWithBothSecretsWhileARotationOverlaps) {
    subscribe();
    const std::string fresh = new_webhook_secret();
    const Uuid id = stored_->write([&](Connection& connection) {
        const Uuid public_id =
            list_subscriptions(connection, tenant_.id, {}).items.front().public_id;
        rotate_subscription(connection, tenant_.id, public_id, secrets_.seal(fresh),
                            now_ + secret_overlap, now_)
            .value();
        return public_id;
    });
    send();
    step();
    const HttpRequest request = receiver_.open.front();
    const std::string message = header(request, "webhook-id");
    EXPECT_EQ(header(request, "webhook-signature"),
              webhook_signature(fresh, message, now_, request.body) + " " +
                  webhook_signature(secret_, message, now_, request.body));
    receiver_.answer(200);
    now_ += secret_overlap + seconds{1};
    send("lead.hot/2");
    step();
    EXPECT_EQ(header(receiver_.open.front(), "webhook-signature").find(' '), std::string::npos);
    EXPECT_FALSE(id.text().empty());
}

TEST_F(DeliveryWorkersTest, TriesAgainForThreeDaysAndGivesUp) {
    subscribe();
    send();
    const Instant began = now_;
    for (int attempt_number = 1; attempt_number < delivery_attempts_max; ++attempt_number) {
        attempt(500);
        EXPECT_EQ(deliveries("state = 'waiting'"), 1) << attempt_number;
        EXPECT_EQ(step(), 0U) << "not before its time";
        now_ = next_attempt();
    }
    EXPECT_GT(now_ - began, days{3});
    attempt(0, "no complete answer within 15000 ms");
    EXPECT_EQ(deliveries("state = 'failed' AND attempts = 10"), 1);
    EXPECT_EQ(text("SELECT last_error FROM deliveries"),
              "Not delivered: no complete answer within 15000 ms.");
    EXPECT_EQ(test::count_rows(*stored_, "delivery_attempts", "TRUE"), delivery_attempts_max);
}

TEST_F(DeliveryWorkersTest, ASubscriptionThatFailsForThreeDaysIsDisabledWithANotice) {
    subscribe();
    send();
    attempt(500);
    now_ += days{3};
    attempt(503);
    EXPECT_EQ(test::count_rows(*stored_, "subscriptions", "disabled_at IS NOT NULL"), 1);
    EXPECT_THAT(text("SELECT message FROM notifications WHERE kind = 'subscription-disabled'"),
                HasSubstr("https://crm.example.com/hook was disabled"));
    EXPECT_EQ(deliveries("state = 'failed'"), 1);
    send("lead.hot/2");
    EXPECT_EQ(deliveries("TRUE"), 1);  // nothing more is kept for it
}

TEST_F(DeliveryWorkersTest, ASuccessForgetsTheFailures) {
    subscribe();
    send();
    attempt(500);
    EXPECT_EQ(test::count_rows(*stored_, "subscriptions", "failing_since IS NOT NULL"), 1);
    now_ = next_attempt();
    attempt(200);
    EXPECT_EQ(test::count_rows(*stored_, "subscriptions", "failing_since IS NULL"), 1);
}

TEST_F(DeliveryWorkersTest, AReceiverThatIsGoneIsNotAskedAgain) {
    subscribe();
    send();
    send("lead.hot/2");
    step();
    ASSERT_EQ(receiver_.open.size(), 2U);
    receiver_.answer(410);
    step();
    EXPECT_EQ(test::count_rows(*stored_, "subscriptions", "disabled_because LIKE '%410%'"), 1);
    EXPECT_EQ(deliveries("state = 'failed'"), 1);
    receiver_.answer(200);
    step();
    EXPECT_EQ(deliveries("state = 'delivered'"), 1);
}

TEST_F(DeliveryWorkersTest, WhatFailsForADisabledSubscriptionIsNotTriedAgain) {
    subscribe();
    send();
    step();
    test::set_columns(*stored_, "subscriptions", "disabled_at = created_at", "TRUE");
    receiver_.answer(500);
    step();
    EXPECT_EQ(deliveries("state = 'failed'"), 1);
}

TEST_F(DeliveryWorkersTest, ReplaysWithTheSameIdAndFreshAttempts) {
    subscribe();
    send();
    step();
    const std::string id = header(receiver_.open.front(), "webhook-id");
    receiver_.answer(200);
    step();
    now_ += hours{5};
    EXPECT_TRUE(stored_->write([&](Connection& connection) {
        return replay_delivery(connection, tenant_.id, newest_delivery(connection, tenant_.id)->id,
                               now_);
    }));
    step();
    ASSERT_EQ(receiver_.open.size(), 1U);
    EXPECT_EQ(header(receiver_.open.front(), "webhook-id"), id);
    EXPECT_EQ(header(receiver_.open.front(), "webhook-timestamp"), webhook_timestamp(now_));
    EXPECT_EQ(number("SELECT attempts FROM deliveries"), 1);
}

TEST_F(DeliveryWorkersTest, ASlowReceiverLeavesRoomForOthers) {
    subscribe("https://slow.example.com/");
    for (int i = 0; i < 20; ++i)
        send("lead.hot/" + std::to_string(i));
    subscribe("https://quick.example.com/");
    send("lead.hot/last");
    step();
    EXPECT_EQ(receiver_.open.size(), 5U);  // four of the slow one, and the quick one's
    EXPECT_EQ(receiver_.open.back().url, "https://quick.example.com/");
    step();
    EXPECT_EQ(receiver_.open.size(), 5U);
}

TEST_F(DeliveryWorkersTest, WhatWasOnItsWayAtACrashIsSentAgain) {
    subscribe();
    send();
    step();
    receiver_.open.clear();
    restart();
    step();
    ASSERT_EQ(receiver_.open.size(), 1U);
    receiver_.answer(200);
    step();
    EXPECT_EQ(deliveries("state = 'delivered'"), 1);
}

TEST_F(DeliveryWorkersTest, GivesBackAtTheEnd) {
    subscribe();
    send();
    step();
    workers_->give_back();
    EXPECT_EQ(deliveries("state = 'waiting' AND attempts = 0"), 1);
}

TEST_F(DeliveryWorkersTest, ADatabaseThatIsAwayLosesNoAnswer) {
    subscribe();
    send();
    step();
    receiver_.answer(200);
    database_.go_away(test::FaultyDatabase::Away::at_commit);
    EXPECT_THROW(workers_->step(now_), InfrastructureError);
    database_.come_back();
    workers_->step(now_);
    EXPECT_EQ(deliveries("state = 'delivered'"), 1);
    EXPECT_EQ(receiver_.open.size(), 0U);
}

TEST_F(DeliveryWorkersTest, WhatWasClaimedWithoutOurKnowingIsTakenAgain) {
    subscribe();
    send();
    // The claim was committed, and its answer lost.
    stored_->write([&](Connection& connection) {
        const LaneId lane = due_lanes(connection, now_).front();
        claim_deliveries(connection, lane, "node-1", now_, now_ + minutes{2}, 1);
    });
    EXPECT_EQ(step(), 0U);
    now_ += minutes{3};
    step();
    EXPECT_EQ(receiver_.open.size(), 1U);
}

TEST_F(DeliveryWorkersTest, AnotherKeyFileFailsInWords) {
    subscribe();
    send();
    const SecretBox other{std::string(SecretBox::key_bytes, 'x')};
    DeliveryWorkerOptions options;
    options.owner = "stranger";
    DeliveryWorkers stranger(database_, receiver_, other, metrics_, options);
    stranger.step(now_);
    stranger.step(now_);
    EXPECT_EQ(receiver_.open.size(), 0U);
    EXPECT_THAT(text("SELECT last_error FROM deliveries"),
                HasSubstr("the key file is not the one"));
    EXPECT_EQ(deliveries("state = 'waiting'"), 1);
}

class NotificationDeliveryTest : public DeliveryWorkersTest {
  protected:
    void tell(bool shown_only = false) {
        stored_->write([&](Connection& connection) {
            notify(connection,
                   {tenant_.id, NotificationKind::lead_hot, "lead-hot/1", "A lead became hot.",
                    std::nullopt, PhoneNumber::from_e164(test::caller_number), shown_only},
                   now_);
        });
    }
    void set_rule(const NotificationRule& rule) {
        stored_->write([&](Connection& connection) {
            set_notification_rule(connection, tenant_.id, NotificationKind::lead_hot, rule, now_);
        });
    }
};

TEST_F(NotificationDeliveryTest, GoesToSubscriptionsUnlessARuleSaysNo) {
    subscribe();
    tell();
    step();
    ASSERT_EQ(receiver_.open.size(), 1U);
    const json sent = json::parse(receiver_.open.front().body);
    EXPECT_EQ(sent["type"], "notification");
    EXPECT_EQ(sent["data"]["title"], "A lead became hot");
    EXPECT_EQ(sent["data"]["link"], "https://callfold.example.com/leads/%2B919876543210");
}

TEST_F(NotificationDeliveryTest, ARuleTurnsBellAndSubscriptionsOff) {
    subscribe();
    set_rule({false, false, false, {}});
    tell();
    EXPECT_EQ(step(), 0U);
    EXPECT_EQ(number("SELECT count(*) FROM notifications WHERE read_at IS NOT NULL"), 1);
}

TEST_F(NotificationDeliveryTest, GoesToEachEmailAddress) {
    set_rule({true, true, false, {"a@example.com", "b@example.com"}});
    tell();
    step();
    ASSERT_EQ(receiver_.open.size(), 2U);
    const HttpRequest& request = receiver_.open.front();
    EXPECT_EQ(request.url, "smtp://mail.example.com");
    ASSERT_TRUE(request.mail.has_value());
    EXPECT_EQ(request.mail->from, "callfold@example.com");
    EXPECT_EQ(request.mail->to, "a@example.com");
    EXPECT_THAT(request.body, HasSubstr("To: a@example.com\r\n"));
    receiver_.answer(250);
    receiver_.answer(550, "the connection broke off");  // no such mailbox: final
    step();
    EXPECT_EQ(deliveries("email = 'a@example.com' AND state = 'delivered'"), 1);
    EXPECT_EQ(deliveries("email = 'b@example.com' AND state = 'failed' AND last_http_status = 550"),
              1);
}

TEST_F(NotificationDeliveryTest, ARefusedLoginIsTriedAgain) {
    set_rule({true, true, false, {"a@example.com"}});
    tell();
    attempt(535, "the mail server refuses user name and password");
    EXPECT_EQ(deliveries("state = 'waiting'"), 1);
}

TEST_F(NotificationDeliveryTest, WhatIsShownOnlyIsNotSent) {
    subscribe();
    tell(true);
    EXPECT_EQ(step(), 0U);
    EXPECT_EQ(number("SELECT count(*) FROM notifications"), 1);
}

TEST_F(NotificationDeliveryTest, AnEraseTakesWhatWasAndWillBeSent) {
    subscribe();
    tell();
    attempt(200);
    send();
    stored_->write([&](Connection& connection) {
        erase_number(connection, tenant_.id, PhoneNumber::from_e164(test::caller_number));
    });
    EXPECT_EQ(step(), 0U);
    EXPECT_EQ(deliveries("state = 'canceled'"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM outgoing_messages WHERE payload <> '' OR phone_number "
                     "IS NOT NULL "
                     "OR key NOT LIKE 'erased/%'"),
              0);
    EXPECT_FALSE(stored_->write([&](Connection& connection) {
        return replay_delivery(connection, tenant_.id, newest_delivery(connection, tenant_.id)->id,
                               now_);
    }));
}

TEST_F(NotificationDeliveryTest, AnEraseWhileItIsSentKeepsNothing) {
    subscribe();
    send();
    step();
    stored_->write([&](Connection& connection) {
        erase_number(connection, tenant_.id, PhoneNumber::from_e164(test::caller_number));
    });
    receiver_.answer(500);
    step();
    EXPECT_EQ(deliveries("state = 'canceled' AND last_error IS NULL"), 1);
}

}  // namespace
}  // namespace callfold
