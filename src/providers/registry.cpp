#include "providers/registry.h"

#include <array>

#include "providers/bolna/provider.h"

namespace callfold {
namespace {

// Sorted by name.
const std::array<const Provider*, 1>& providers() {
    static const BolnaProvider bolna;
    static const std::array<const Provider*, 1> all{&bolna};
    return all;
}

}  // namespace

const Provider* find_provider(std::string_view name) {
    for (const auto* provider : providers()) {
        if (provider->name() == name) return provider;
    }
    return nullptr;
}

std::vector<std::string_view> provider_names() {
    std::vector<std::string_view> names;
    for (const auto* provider : providers())
        names.push_back(provider->name());
    return names;
}

}  // namespace callfold
