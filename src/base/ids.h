#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace callfold {

// A row's integer key, of one kind: a CallId cannot be passed where a TenantId is wanted. Keys stay
// inside; outside, things are known by their Uuid.
template <class Tag>
struct RowId {
    std::int64_t value = 0;

    auto operator<=>(const RowId&) const = default;
};

using TenantId = RowId<struct TenantTag>;
using AgentId = RowId<struct AgentTag>;
using EndpointId = RowId<struct EndpointTag>;
using CallId = RowId<struct CallTag>;
using EventId = RowId<struct EventTag>;
using JobId = RowId<struct JobTag>;
using ContactId = RowId<struct ContactTag>;
using TransferId = RowId<struct TransferTag>;
using ModelRequestId = RowId<struct ModelRequestTag>;

// A public id: UUID version 7 (RFC 9562), so that new ones sort after old ones.
class Uuid {
  public:
    using Bytes = std::array<std::uint8_t, 16>;

    Uuid() = default;
    explicit Uuid(const Bytes& bytes) : bytes_(bytes) {}

    // Reads the 36-character form, in upper or lower case; anything else gives nothing.
    static std::optional<Uuid> parse(std::string_view text);
    // Takes the 16 bytes that `binary` gave; any other length is a bug.
    static Uuid from_binary(std::string_view binary);

    std::string text() const;
    std::string_view binary() const {
        return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
    }
    auto operator<=>(const Uuid&) const = default;

  private:
    Bytes bytes_{};
};

// A new id that sorts by `now`, with 74 random bits. Thread-safe.
Uuid new_uuid(Instant now);

}  // namespace callfold

template <class Tag>
struct std::hash<callfold::RowId<Tag>> {
    std::size_t operator()(callfold::RowId<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
