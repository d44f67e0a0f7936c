#include "domain/model_prices.h"

#include <algorithm>

namespace callfold {

std::optional<std::int64_t> cost_micro_usd(const ModelPrices& prices, std::int64_t input_tokens,
                                           std::int64_t cached_tokens, std::int64_t output_tokens) {
    if (!prices.input_micro_usd || !prices.output_micro_usd) return std::nullopt;
    constexpr std::int64_t million = 1'000'000;
    const std::int64_t cached = std::clamp<std::int64_t>(cached_tokens, 0, input_tokens);
    const std::int64_t cached_price =
        prices.cached_input_micro_usd.value_or(*prices.input_micro_usd);
    return ((input_tokens - cached) * *prices.input_micro_usd + cached * cached_price +
            output_tokens * *prices.output_micro_usd) /
           million;
}

}  // namespace callfold
