#include "pipeline/delivery_request.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domain/email.h"
#include "domain/outgoing_payload.h"
#include "domain/webhook_signature.h"
#include "transport/response_headers.h"

namespace callfold {
namespace {

constexpr int smtp_permanent = 500;  // replies from here on are final (RFC 5321) …
constexpr int smtp_login = 53;       // … but those about the login, which people mend
constexpr int http_gone = 410;
// Nobody reads what receivers say.
constexpr std::size_t answer_bytes_max = 16'384;

Result<std::string> signatures(const ClaimedDelivery& delivery, const SecretBox& secrets,
                               const std::string& body, Instant now) {
    const WebhookTarget& target = *delivery.webhook;
    const std::string id = webhook_id(delivery.message);
    const auto secret = secrets.open(target.secret);
    if (!secret) {
        return fail(ErrorCode::failed,
                    "the secret cannot be decrypted: the key file is not the one that it was "
                    "encrypted with; rotate the subscription");
    }
    std::string header = webhook_signature(*secret, id, now, body);
    if (target.previous_secret) {
        if (const auto previous = secrets.open(*target.previous_secret)) {
            header += ' ' + webhook_signature(*previous, id, now, body);
        }
    }
    return header;
}

Result<HttpRequest> webhook_request(const ClaimedDelivery& delivery, const SecretBox& secrets,
                                    const DeliveryWorkerOptions& options, Instant now) {
    HttpRequest request;
    request.url = delivery.webhook->url;
    request.body = with_absolute_link(delivery.payload, options.public_url);
    auto signature = signatures(delivery, secrets, request.body, now);
    if (!signature) return tl::make_unexpected(signature.error());
    request.headers = {{"content-type", "application/json"},
                       {"user-agent", "callfold-webhooks"},
                       {"webhook-id", webhook_id(delivery.message)},
                       {"webhook-timestamp", webhook_timestamp(now)},
                       {"webhook-signature", std::move(*signature)}};
    request.timeout = options.timeout;
    request.answer_bytes_max = answer_bytes_max;
    request.to_public_addresses = true;
    return request;
}

// What a person reads: the notification, what it is about, and where to look.
std::string email_text(const nlohmann::json& data) {
    std::string text = data.at("text").get<std::string>() + "\n";
    if (data.at("phone_number").is_string()) {
        text += fmt::format("\nNumber: {}\n", data.at("phone_number").get<std::string>());
    }
    return text + fmt::format("\n{}\n", data.at("link").get<std::string>());
}

Result<HttpRequest> mail_request(const ClaimedDelivery& delivery,
                                 const DeliveryWorkerOptions& options, Instant now) {
    const MailOptions& mail = options.mail;
    if (mail.url.empty()) {
        return fail(ErrorCode::failed, "no mail server is configured (`smtp_url`)");
    }
    const auto payload =
        nlohmann::json::parse(with_absolute_link(delivery.payload, options.public_url));
    const nlohmann::json& data = payload.at("data");
    const std::string domain = mail.from.substr(mail.from.find('@') + 1);
    HttpRequest request;
    request.url = mail.url;
    request.timeout = options.timeout;
    request.mail =
        MailEnvelope{mail.from, *delivery.email, mail.user, mail.password, mail.require_tls};
    request.body =
        email_message({mail.from, *delivery.email, data.at("title").get<std::string>(),
                       email_text(data), webhook_id(delivery.message) + "@" + domain, now});
    return request;
}

}  // namespace

Result<HttpRequest> delivery_request(const ClaimedDelivery& delivery, const SecretBox& secrets,
                                     const DeliveryWorkerOptions& options, Instant now) {
    if (delivery.webhook) return webhook_request(delivery, secrets, options, now);
    return mail_request(delivery, options, now);
}

DeliveryVerdict judge_answer(const ClaimedDelivery& delivery, const HttpResponse& response,
                             Instant now) {
    DeliveryVerdict verdict;
    if (response.status >= 200 && response.status < 300) {
        verdict.taken = true;
        return verdict;
    }
    const std::string receiver = delivery.webhook ? "The receiver" : "The mail server";
    if (response.status == 0) {
        verdict.error = fmt::format("Not delivered: {}.", response.error);
        return verdict;
    }
    verdict.error = fmt::format("{} answered {}.", receiver, response.status);
    verdict.gone = delivery.webhook && response.status == http_gone;
    verdict.final = !delivery.webhook && response.status >= smtp_permanent &&
                    response.status / 10 != smtp_login;
    verdict.retry_after = retry_after(response, now);
    return verdict;
}

}  // namespace callfold
