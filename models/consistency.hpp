// Consistency: how old what a read of a database finds may be.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "models/describe.hpp"

namespace nines {

enum class Consistency : std::uint8_t {
    eventual,  // whatever the node has
    session,   // at least what the same request has written before
    bounded,   // no older than the bound
    strong,    // everything that was acknowledged
};
template <>
struct Choices<Consistency> {
    static constexpr std::array<std::string_view, 4> names = {"eventual", "session", "bounded", "strong"};
};

}  // namespace nines
