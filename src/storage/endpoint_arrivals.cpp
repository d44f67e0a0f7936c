#include "storage/endpoint_arrivals.h"

#include <vector>

#include "storage/statements/endpoint_arrivals.h"

namespace callfold {

void note_arrivals(Connection& connection, const EndpointArrivals& arrivals) {
    constexpr std::size_t width = 4;
    std::vector<Parameter> parameters;
    parameters.reserve(arrivals.size() * width);
    for (const auto& [endpoint, arrival] : arrivals) {
        parameters.insert(parameters.end(), {parameter(endpoint), parameter(arrival.tenant),
                                             parameter(arrival.first_received_at),
                                             parameter(arrival.last_received_at)});
    }
    connection.run_for_each(sql::note_arrival, width, parameters, [](const Row&) {});
}

}  // namespace callfold
