// What the compiler of a scenario lends to those that compile a part of it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "models/model.hpp"

namespace nines {

struct CompilerTools {
    std::function<Index(const Distribution&)> sampler;
    std::function<Index(std::string_view component, std::string_view purpose)> stream;
    // The edge of a delivery: caller's name and service, endpoint.
    std::function<Index(const std::string& caller, Index service, const std::string& endpoint)> edge;
    // Between zones: 0 the same, 1 of the same region, 2 farther.
    std::function<std::uint8_t(Index, Index)> distance;
    const std::map<std::string, Index, std::less<>>& service_of;
    const std::map<std::string, Index, std::less<>>& endpoint_of;
};

}  // namespace nines
