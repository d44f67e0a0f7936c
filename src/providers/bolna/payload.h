#pragma once

#include <string_view>

#include "providers/provider.h"

namespace callfold::bolna {

// Understands the body of one Bolna webhook: one event. Two shapes are told apart by their content:
// - the execution record that Bolna posts (`id`, `status`, `telephony_data`, …): Bolna docs,
//   api-reference/executions/get_execution.md, and recorded webhooks where they differ from it;
// - the webhook of the source documents (`execution_id`, `event` or `status`, `timestamp`,
//   `phone_number`, …); fields of the execution record are read from it too, where it has them.
// Pure and thread-safe.
WebhookContent understand_payload(std::string_view body);

}  // namespace callfold::bolna
