#include "reports/call_graph.hpp"

#include <algorithm>
#include <unordered_map>

#include "models/data_services.hpp"

namespace nines {

namespace {

class Builder {
public:
    explicit Builder(const Scenario& s) : s_(s) {}

    CallGraph build() {
        for (const auto& [name, client] : s_.clients) out_.nodes.push_back({name, true});
        for (const auto& [name, service] : s_.services) {
            nodes_.emplace(name, static_cast<std::uint32_t>(out_.nodes.size()));
            out_.nodes.push_back({name, false});
        }
        std::uint32_t node = 0;
        for (const auto& [name, client] : s_.clients) {
            if (client.call) call(node, name, *client.call);
            if (client.mix)
                for (const auto& entry : *client.mix) call(node, name, entry.call);
            ++node;
        }
        for (const auto& [name, service] : s_.services) {
            for (const auto& [endpoint, content] : service.endpoints) steps(node, name + "." + endpoint, content.steps);
            ++node;
        }
        return std::move(out_);
    }

private:
    void steps(std::uint32_t from, const std::string& caller, const std::vector<Step>& all) {
        for (const auto& step : all) {
            if (step.call) call(from, caller, *step.call);
            if (step.parallel) steps(from, caller, step.parallel->branches);
            if (step.repeat) steps(from, caller, step.repeat->steps);
            if (step.cached) steps(from, caller, step.cached->steps);
            if (step.one_of) steps(from, caller, *step.one_of);
            if (step.steps) steps(from, caller, *step.steps);
        }
    }

    // `target` is "service.endpoint", or "service" when it has only one.
    void call(std::uint32_t from, const std::string& caller, const std::string& target) {
        auto to = nodes_.find(target);
        std::string callee = target;
        if (to != nodes_.end()) {
            const auto& endpoints = s_.services[to->second - s_.clients.size()].second.endpoints;
            if (!endpoints.empty()) callee += "." + endpoints.front().first;
        }
        for (auto dot = target.rfind('.'); to == nodes_.end() && dot != std::string::npos && dot > 0;
             dot = target.rfind('.', dot - 1))
            to = nodes_.find(target.substr(0, dot));
        if (to == nodes_.end()) return;
        const auto key = std::uint64_t{from} << 32 | to->second;
        const auto [arc, fresh] = arcs_.emplace(key, out_.arcs.size());
        if (fresh) out_.arcs.push_back({from, to->second, {}});
        auto& edges = out_.arcs[arc->second].edges;
        auto edge = caller + " -> " + callee;
        if (std::ranges::find(edges, edge) == edges.end()) edges.push_back(std::move(edge));
    }

    const Scenario& s_;
    CallGraph out_;
    std::unordered_map<std::string, std::uint32_t> nodes_;  // services
    std::unordered_map<std::uint64_t, std::size_t> arcs_;
};

}  // namespace

CallGraph call_graph(const Scenario& s) {
    const Scenario whole = with_data_services(s);
    return Builder{whole}.build();
}

}  // namespace nines
