#pragma once

#include <map>

#include "storage/connection.h"

namespace callfold {

// When webhooks of a batch came in at an endpoint.
struct EndpointArrival {
    TenantId tenant;
    Instant first_received_at;
    Instant last_received_at;
};

using EndpointArrivals = std::map<EndpointId, EndpointArrival>;

// Remembers when the endpoints were last posted to; in order of their keys, in one go at the end of
// a transaction.
void note_arrivals(Connection& connection, const EndpointArrivals& arrivals);

}  // namespace callfold
