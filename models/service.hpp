// Services: endpoints, the replicas that execute them, and how those fail.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/autoscaler.hpp"
#include "models/brownout.hpp"
#include "models/cache.hpp"
#include "models/consumption.hpp"
#include "models/cpu.hpp"
#include "models/disk.hpp"
#include "models/failover.hpp"
#include "models/failure.hpp"
#include "models/health_check.hpp"
#include "models/lifecycle.hpp"
#include "models/liveness.hpp"
#include "models/load_balancer.hpp"
#include "models/memory.hpp"
#include "models/overload.hpp"
#include "models/rollout.hpp"
#include "models/step.hpp"
#include "models/work_queue.hpp"

namespace nines {

enum class Spread : std::uint8_t { zones, hosts, none };
template <>
struct Choices<Spread> {
    static constexpr std::array<std::string_view, 3> names = {"zones", "hosts", "none"};
};

// What a worker does while its request waits for a call.
enum class WhileWaiting : std::uint8_t { hold, release };
template <>
struct Choices<WhileWaiting> {
    static constexpr std::array<std::string_view, 2> names = {"hold", "release"};
};

struct Replicas {
    static constexpr const char* type_name = "Replicas";
    std::uint32_t count = 1;
    std::vector<std::string> in;    // places; empty: all of them
    Spread spread = Spread::zones;  // replica i goes to the i-th zone (or host) in turn; none: all on the first host
    Limit concurrency{1};           // workers of each replica
    WhileWaiting while_waiting = WhileWaiting::hold;  // hold: a thread a request; release: asynchronous
    WorkQueue queue;
    std::vector<double> weights;  // of the replicas in turn; empty: equal
    double cost = 0.0;            // of each, an hour
    friend bool operator==(const Replicas&, const Replicas&) = default;
};
void describe(Describe& d, Replicas& r);

struct Endpoint {
    static constexpr const char* type_name = "Endpoint";
    std::vector<Step> steps;
    Size writes;  // to the disk, by each request
    Size request_size, response_size;
    bool idempotent = true;  // doing it twice does no harm
    Probability error_rate;  // of answers that say they failed although all went well below
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};
void describe(Describe& d, Endpoint& e);

struct Service {
    static constexpr const char* type_name = "Service";
    Replicas replicas;
    LoadBalancer load_balancer;
    std::optional<Failure> replica_failure;  // of each replica by itself
    std::optional<HealthCheck> health_check;
    std::optional<Liveness> liveness;
    std::optional<Overload> overload;
    std::optional<Failover> failover;
    std::optional<Cpu> cpu;
    std::optional<Memory> memory;
    std::optional<Disk> disk;
    std::optional<Autoscaler> autoscaler;
    std::optional<Rollout> rollout;
    std::optional<DisruptionBudget> disruption_budget;
    std::optional<Brownout> brownout;
    Lifecycle lifecycle;               // of replicas that come and go
    std::uint32_t required = 1;        // the service counts as up while this many replicas serve ...
    std::uint32_t required_zones = 1;  // ... in at least this many zones
    Dictionary<Cache> caches;
    Dictionary<Endpoint> endpoints;
    std::vector<Consumption> consumes;
    friend bool operator==(const Service&, const Service&) = default;
};
void describe(Describe& d, Service& s);

// The most that its callers can have at the same time.
[[nodiscard]] std::uint32_t most_replicas(const Service& s);
// Replicas that may be there at the same time, those that drain included.
// `drained`: places that it may stand in are.
[[nodiscard]] std::uint64_t places_for(const Service& s, bool drained);

}  // namespace nines
