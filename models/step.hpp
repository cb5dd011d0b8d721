// Steps: what an endpoint does with a request, one after the other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/consistency.hpp"
#include "models/consumption.hpp"
#include "models/policies.hpp"
#include "models/scalars.hpp"

namespace nines {

struct Step;

// Branches side by side.
struct Parallel {
    static constexpr const char* type_name = "Parallel";
    std::vector<Step> branches;
    std::uint32_t copies = 1;               // of each branch
    std::optional<std::uint32_t> wait_for;  // goes on once this many have succeeded; unset: all of them
    friend bool operator==(const Parallel&, const Parallel&) = default;
};
void describe(Describe& d, Parallel& p);

struct Repeat {
    static constexpr const char* type_name = "Repeat";
    std::uint32_t times = 2;
    std::vector<Step> steps;
    friend bool operator==(const Repeat&, const Repeat&) = default;
};
void describe(Describe& d, Repeat& r);

// What a cache answers, or else these steps, whose answer it then keeps.
struct Cached {
    static constexpr const char* type_name = "Cached";
    std::string in;  // a cache of the service
    std::vector<Step> steps;
    friend bool operator==(const Cached&, const Cached&) = default;
};
void describe(Describe& d, Cached& c);

// Exactly one of the optional members says what the step is.
struct Step {
    static constexpr const char* type_name = "Step";
    std::optional<Distribution> work;    // occupies a worker
    std::optional<Distribution> delay;   // does not
    std::optional<std::string> call;     // "service.endpoint", or "service" when it has only one
    std::optional<std::string> publish;  // "broker.channel", or "broker" when it has only one
    std::optional<Effect> effect;        // of the message that is worked for
    std::optional<Parallel> parallel;
    std::optional<Repeat> repeat;
    std::optional<Cached> cached;
    std::optional<std::vector<Step>> one_of;  // exactly one, by their probabilities; what is left to 100% does none
    std::optional<std::vector<Step>> steps;   // a group
    Probability probability{1.0};             // that the step is taken at all
    Policies with;                            // of a call
    bool optional = false;                    // of a call: when it fails the request goes on, degraded
    std::optional<std::uint32_t> max_depth;   // of a call: not made by a request that is already this many calls deep
    std::optional<Consistency> consistency;   // of a call to read from a database
    bool if_unchanged = false;  // of a call to write to one: only if nobody has written since this request read
    // What the step does to a database; stands in no file (data_services.hpp).
    enum class Data : std::uint8_t { none, read, write, read_row, write_row, commit };
    Data data = Data::none;
    std::uint32_t row = 0;  // of a transaction
    friend bool operator==(const Step&, const Step&) = default;
};
void describe(Describe& d, Step& s);

}  // namespace nines
