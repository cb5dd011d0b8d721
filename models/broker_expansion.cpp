#include "models/broker_expansion.hpp"

#include <algorithm>

namespace nines {

namespace {

// Shares for whoever asks how much goes where: dead letters are few.
constexpr double few = 1e-3;

void publish_by_call(std::vector<Step>& steps, const Scenario& s) {
    for (auto& step : steps) {
        if (step.publish) {
            const auto channel = resolve_channel(s, *step.publish);
            if (channel)
                step.call = channel->broker + "." + channel->channel;
            else
                step.steps.emplace();
            step.publish.reset();
        }
        if (step.parallel) publish_by_call(step.parallel->branches, s);
        if (step.repeat) publish_by_call(step.repeat->steps, s);
        if (step.one_of) publish_by_call(*step.one_of, s);
        if (step.steps) publish_by_call(*step.steps, s);
    }
}

void add_call(std::vector<Step>& steps, const std::string& endpoint, double probability) {
    Step& step = steps.emplace_back();
    step.call = endpoint;
    step.optional = true;
    step.probability = Probability{probability};
}

void add_deliveries(const Scenario& s, const std::string& broker, const std::string& channel,
                    std::vector<Step>& steps) {
    for (const auto& [service_name, service] : s.services)
        for (const auto& consumption : service.consumes) {
            const auto from = resolve_channel(s, consumption.from);
            if (!from || from->broker != broker || from->channel != channel) continue;
            if (const auto e = consumer_endpoint(s, service_name, consumption))
                add_call(steps, e->service + "." + e->endpoint, 1.0);
        }
}

void add_dead_letters(const Scenario& s, const std::string& broker, const Broker& b, const Channel& c,
                      std::vector<Step>& steps) {
    const auto dead = resolve_channel(s, dead_letter_of(b, c));
    if (dead && dead->broker == broker && find(b.channels, dead->channel) != &c)
        add_call(steps, dead->broker + "." + dead->channel, std::max(few, c.poison.value));
}

}  // namespace

Scenario with_brokers_as_services(const Scenario& s, Deliveries deliveries) {
    Scenario out = s;
    if (s.brokers.empty()) return out;
    for (auto& [name, service] : out.services)
        for (auto& [endpoint_name, endpoint] : service.endpoints) publish_by_call(endpoint.steps, s);
    for (const auto& [name, broker] : s.brokers) {
        Service service;
        service.replicas = broker.nodes;
        service.replica_failure = broker.node_failure;
        service.required =
            std::min(broker.nodes.count, broker.storage.commit == Commit::majority ? broker.storage.copies / 2 + 1
                                                                                   : broker.storage.min_in_sync);
        for (const auto& [channel_name, channel] : broker.channels) {
            Endpoint endpoint;
            endpoint.steps.emplace_back().work = broker.work;
            if (deliveries != Deliveries::left_out) add_deliveries(s, name, channel_name, endpoint.steps);
            if (deliveries == Deliveries::with_dead_letters) add_dead_letters(s, name, broker, channel, endpoint.steps);
            service.endpoints.emplace_back(channel_name, std::move(endpoint));
        }
        out.services.emplace_back(name, std::move(service));
    }
    out.brokers.clear();
    return out;
}

std::optional<ChannelName> resolve_channel(const Scenario& s, std::string_view name) {
    const auto dot = name.find('.');
    const Broker* broker = find(s.brokers, name.substr(0, dot));
    if (broker == nullptr) return std::nullopt;
    if (dot == std::string_view::npos) {
        if (broker->channels.size() != 1) return std::nullopt;
        return ChannelName{std::string{name}, broker->channels.front().first};
    }
    const auto channel = name.substr(dot + 1);
    if (find(broker->channels, channel) == nullptr) return std::nullopt;
    return ChannelName{std::string{name.substr(0, dot)}, std::string{channel}};
}

std::vector<std::string> channel_names(const Scenario& s) {
    std::vector<std::string> out;
    for (const auto& [name, broker] : s.brokers)
        for (const auto& [channel, content] : broker.channels) out.push_back(name + "." + channel);
    return out;
}

std::string dead_letter_of(const Broker& b, const Channel& c) {
    if (!c.dead_letter.empty()) return c.dead_letter;
    // What is said of all channels does not hold for the one that it names.
    const auto& common = b.delivery.dead_letter;
    const auto dot = common.find('.');
    const Channel* named = dot != std::string::npos ? find(b.channels, common.substr(dot + 1))
                           : b.channels.size() == 1 ? &b.channels.front().second
                                                    : nullptr;
    return named == &c ? std::string{} : common;
}

std::optional<EndpointName> consumer_endpoint(const Scenario& s, const std::string& service, const Consumption& c) {
    return resolve_endpoint(s, c.run.empty() ? service : service + "." + c.run);
}

std::string path_of_author(const Scenario& s, std::string path) {
    constexpr std::string_view services = "services.", replicas = ".replicas", failure = ".replica_failure",
                               endpoints = ".endpoints.";
    for (const auto& [name, broker] : s.brokers) {
        const auto prefix = std::string{services} + name;
        if (!path.starts_with(prefix) || (path.size() > prefix.size() && path[prefix.size()] != '.')) continue;
        auto rest = path.substr(prefix.size());
        if (rest.starts_with(failure))
            rest = ".node_failure" + rest.substr(failure.size());
        else if (rest.starts_with(replicas))
            rest = ".nodes" + rest.substr(replicas.size());
        else if (rest.starts_with(endpoints))
            rest = ".channels." + rest.substr(endpoints.size());
        else if (rest.starts_with(".required"))
            rest = ".nodes";
        return "brokers." + name + rest;
    }
    return path;
}

}  // namespace nines
