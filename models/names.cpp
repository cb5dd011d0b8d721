#include "models/names.hpp"

#include <algorithm>
#include <charconv>

namespace nines {

std::optional<EndpointName> resolve_endpoint(const Scenario& s, std::string_view name) {
    const auto dot = name.find('.');
    const Service* service = find(s.services, name.substr(0, dot));
    if (service == nullptr) return std::nullopt;
    if (dot == std::string_view::npos) {
        if (service->endpoints.size() != 1) return std::nullopt;
        return EndpointName{std::string{name}, service->endpoints.front().first};
    }
    const auto endpoint = name.substr(dot + 1);
    if (find(service->endpoints, endpoint) == nullptr) return std::nullopt;
    return EndpointName{std::string{name.substr(0, dot)}, std::string{endpoint}};
}

std::vector<std::string> endpoint_names(const Scenario& s) {
    std::vector<std::string> out;
    for (const auto& [service_name, service] : s.services)
        for (const auto& [name, endpoint] : service.endpoints) out.push_back(service_name + "." + name);
    return out;
}

bool drains_anything(const Scenario& s) {
    return std::ranges::any_of(s.faults, [](const Fault& f) { return f.drain.has_value(); });
}

std::vector<std::string> cache_names(const Scenario& s) {
    std::vector<std::string> out;
    for (const auto& [service_name, service] : s.services)
        for (const auto& [name, cache] : service.caches) out.push_back(service_name + "." + name);
    return out;
}

std::vector<std::string> region_names(const Scenario& s) { return keys_of(s.places); }

std::vector<std::string> zone_names(const Scenario& s) {
    std::vector<std::string> out;
    for (const auto& [name, region] : s.places)
        for (const auto& zone : region.zones) out.push_back(name + "/" + zone);
    return out;
}

namespace {

[[nodiscard]] std::optional<std::uint64_t> number_after(std::string_view name, std::size_t slash) {
    const auto digits = name.substr(slash + 1);
    std::uint64_t n = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    const bool canonical = digits.size() == 1 || !digits.starts_with('0');
    if (digits.empty() || !canonical || error != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return n;
}

}  // namespace

bool is_host(const Scenario& s, std::string_view name) {
    const auto slash = name.rfind('/');
    if (slash == std::string_view::npos) return false;
    const auto zone = name.substr(0, slash);
    const auto n = number_after(name, slash);
    for (const auto& [region_name, region] : s.places)
        for (const auto& z : region.zones)
            if (n && region_name + "/" + z == zone && *n < region.hosts_per_zone) return true;
    return false;
}

bool is_replica(const Scenario& s, std::string_view name) {
    const auto slash = name.rfind('/');
    if (slash == std::string_view::npos) return false;
    const Service* service = find(s.services, name.substr(0, slash));
    const auto n = number_after(name, slash);
    return service != nullptr && n && *n < service->replicas.count;
}

}  // namespace nines
