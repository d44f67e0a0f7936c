#pragma once

#include <optional>

#include "base/result.h"
#include "base/secret_box.h"
#include "domain/delivery_schedule.h"
#include "pipeline/delivery_workers.h"

namespace callfold {

// What is sent for a delivery, without an id: the signed webhook, or the e-mail. An error, in
// words, when it cannot be made: the secret cannot be opened, or no mail server is configured.
Result<HttpRequest> delivery_request(const ClaimedDelivery& delivery, const SecretBox& secrets,
                                     const DeliveryWorkerOptions& options, Instant now);

// What an answer means for its delivery. Pure.
struct DeliveryVerdict {
    bool taken = false;
    bool gone = false;   // the receiver wants nothing any more
    bool final = false;  // trying again cannot help
    std::optional<milliseconds> retry_after;
    std::string error;  // for people; empty when it was taken
};

DeliveryVerdict judge_answer(const ClaimedDelivery& delivery, const HttpResponse& response,
                             Instant now);

}  // namespace callfold
