// Consumption: how a service takes messages from a channel, and when it says that it is done with one.
#pragma once

#include <optional>
#include <string>

#include "models/scalars.hpp"

namespace nines {

// When a consumer says that it is done with a message: as soon as it has it, or after its work.
enum class Acknowledge : std::uint8_t { before, after };
template <>
struct Choices<Acknowledge> {
    static constexpr std::array<std::string_view, 2> names = {"before", "after"};
};

// How often a side effect takes place when its message is processed again.
enum class Effect : std::uint8_t { every_time, once };
template <>
struct Choices<Effect> {
    static constexpr std::array<std::string_view, 2> names = {"every_time", "once"};
};

struct Consumption {
    static constexpr const char* type_name = "Consumption";
    std::string from;   // "broker.channel", or "broker" when it has only one
    std::string run;    // an endpoint of the service; empty: its only one
    std::string group;  // those of one name share the messages of a channel; empty: the service's name
    Acknowledge acknowledge = Acknowledge::after;
    Effect effect = Effect::every_time;
    std::optional<Limit> prefetch;
    Duration commit_interval{};
    bool transactional = false;
    friend bool operator==(const Consumption&, const Consumption&) = default;
};
void describe(Describe& d, Consumption& c);

}  // namespace nines
