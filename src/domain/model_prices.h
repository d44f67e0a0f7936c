#pragma once

#include <cstdint>
#include <optional>

#include "domain/money.h"

namespace callfold {

// What a million tokens of the model cost, in millionths of a US dollar. Null: not known.
struct ModelPrices {
    std::optional<std::int64_t> input_micro_usd;
    std::optional<std::int64_t> cached_input_micro_usd;  // null: like the other input
    std::optional<std::int64_t> output_micro_usd;
};

// What a request cost in millionths of a US dollar, rounded down; null where a price is not known.
// `input_tokens` includes the cached ones. Pure.
std::optional<std::int64_t> cost_micro_usd(const ModelPrices& prices, std::int64_t input_tokens,
                                           std::int64_t cached_tokens, std::int64_t output_tokens);

}  // namespace callfold
