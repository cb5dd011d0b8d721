// Brokers as services: what makes placement, failures, faults and calls apply to them without being told.
//
// Each broker becomes a service of its name behind the others, each channel an endpoint of it, and a publish step a
// call of that. For whoever asks what leads where, every channel calls those who consume it, and the channel of its
// dead letters; a run delivers by itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/names.hpp"
#include "models/scenario.hpp"

namespace nines {

enum class Deliveries : std::uint8_t { left_out, to_consumers, with_dead_letters };
// What has no brokers is returned as it is.
[[nodiscard]] Scenario with_brokers_as_services(const Scenario& s, Deliveries deliveries);

struct ChannelName {
    std::string broker;
    std::string channel;
    friend auto operator<=>(const ChannelName&, const ChannelName&) = default;
};
// "broker.channel", or "broker" when it has exactly one; nothing when there is none of that name.
[[nodiscard]] std::optional<ChannelName> resolve_channel(const Scenario& s, std::string_view name);
[[nodiscard]] std::vector<std::string> channel_names(const Scenario& s);
// Where dead letters of a channel go; empty: they are dropped. REQUIRES: `c` is one of the channels of `b`.
[[nodiscard]] std::string dead_letter_of(const Broker& b, const Channel& c);
// The endpoint that a service runs for a message.
[[nodiscard]] std::optional<EndpointName> consumer_endpoint(const Scenario& s, const std::string& service,
                                                            const Consumption& c);
// A path of the expanded scenario as its author knows it: services.orders.replicas is brokers.orders.nodes.
[[nodiscard]] std::string path_of_author(const Scenario& s, std::string path);

}  // namespace nines
