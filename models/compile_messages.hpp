// Compiles brokers, channels and groups of consumers into the Model.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "models/model.hpp"
#include "models/scenario.hpp"

namespace nines {

// What the compiler of the rest lends.
struct CompilerTools {
    std::function<Index(const Distribution&)> sampler;
    std::function<Index(std::string_view component, std::string_view purpose)> stream;
    // The edge of a delivery: caller's name and service, endpoint.
    std::function<Index(const std::string& caller, Index service, const std::string& endpoint)> edge;
    const std::map<std::string, Index, std::less<>>& service_of;
    const std::map<std::string, Index, std::less<>>& endpoint_of;
};

// REQUIRES: services, replicas and the indices of endpoints are there. `s` still has its brokers.
void compile_channels(const Scenario& s, Model& m, const CompilerTools& tools);
// REQUIRES: channels are there.
void compile_groups(const Scenario& s, Model& m, const CompilerTools& tools);

}  // namespace nines
