// Names that a scenario refers to: endpoints, components, places.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario.hpp"

namespace nines {

struct EndpointName {
    std::string service;
    std::string endpoint;
    friend auto operator<=>(const EndpointName&, const EndpointName&) = default;
};

// "service.endpoint", or "service" when it has exactly one; nothing when there is none of that name.
[[nodiscard]] std::optional<EndpointName> resolve_endpoint(const Scenario& s, std::string_view name);

[[nodiscard]] std::vector<std::string> endpoint_names(const Scenario& s);
[[nodiscard]] bool drains_anything(const Scenario& s);
[[nodiscard]] std::vector<std::string> cache_names(const Scenario& s);  // "service.cache"
[[nodiscard]] std::vector<std::string> region_names(const Scenario& s);
[[nodiscard]] std::vector<std::string> zone_names(const Scenario& s);     // "region/zone"
[[nodiscard]] bool is_host(const Scenario& s, std::string_view name);     // "region/zone/0"
[[nodiscard]] bool is_replica(const Scenario& s, std::string_view name);  // "service/0"

template <class T>
[[nodiscard]] std::vector<std::string> keys_of(const Dictionary<T>& d) {
    std::vector<std::string> out;
    out.reserve(d.size());
    for (const auto& [key, value] : d) out.push_back(key);
    return out;
}

// Every step below the given ones, depth first, with its path: `visit(step, path)`.
template <class Visit>
void for_each_step(const std::vector<Step>& steps, const std::string& path, Visit visit) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Step& step = steps[i];
        const auto here = path + "[" + std::to_string(i) + "]";
        visit(step, here);
        if (step.parallel) for_each_step(step.parallel->branches, here + ".parallel", visit);
        if (step.repeat) for_each_step(step.repeat->steps, here + ".repeat.steps", visit);
        if (step.cached) for_each_step(step.cached->steps, here + ".cached.steps", visit);
        if (step.one_of) for_each_step(*step.one_of, here + ".one_of", visit);
        if (step.steps) for_each_step(*step.steps, here + ".steps", visit);
    }
}

}  // namespace nines
