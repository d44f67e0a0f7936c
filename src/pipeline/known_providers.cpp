#include "pipeline/known_providers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "providers/registry.h"

namespace callfold {

Result<void> require_known_provider(std::string_view name) {
    if (find_provider(name) != nullptr) return {};
    return fail(ErrorCode::invalid_argument,
                fmt::format("The provider is unknown. Known ones are: {}.",
                            fmt::join(provider_names(), ", ")));
}

}  // namespace callfold
