// Model: a scenario compiled for running. Flat arrays indexed by small integers; names only in the catalogue.
//
// Always: immutable once compiled, shared by all threads. An index names an element of the array of its kind; `none`
// stands for "there is none".
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "models/arrivals.hpp"
#include "models/autoscaler.hpp"
#include "models/backoff.hpp"
#include "models/brownout.hpp"
#include "models/bulkhead.hpp"
#include "models/cache.hpp"
#include "models/circuit_breaker.hpp"
#include "models/cpu.hpp"
#include "models/database_model.hpp"
#include "models/disk.hpp"
#include "models/failover.hpp"
#include "models/failure.hpp"
#include "models/health_check.hpp"
#include "models/lifecycle.hpp"
#include "models/liveness.hpp"
#include "models/load_balancer.hpp"
#include "models/measures.hpp"
#include "models/memory.hpp"
#include "models/message_model.hpp"
#include "models/outcome.hpp"
#include "models/overload.hpp"
#include "models/popularity.hpp"
#include "models/rate_limit.hpp"
#include "models/retry.hpp"
#include "models/rollout.hpp"
#include "models/throttle.hpp"
#include "models/work_queue.hpp"
#include "sim/sampler.hpp"
#include "sim/time.hpp"

namespace nines {

using Index = std::uint32_t;
inline constexpr Index none = ~Index{0};

// One operation of an endpoint's program.
struct Op {
    enum class Kind : std::uint8_t {
        work,        // a: sampler, stream
        delay,       // a: sampler, stream
        call,        // a: edge
        parallel,    // a: first branch, b: their number, c: copies of each
        dim,         // optional: to b when it is left out in a brownout
        lookup,      // a: cache; to b after a hit
        fill,        // a: cache
        skip,        // to b with probability 1 - p; stream
        choose,      // one of b alternatives from a; stream
        jump,        // to b
        loop_begin,  // b times what stands up to loop_end
        loop_end,    // back to b
        effect,      // of the message it works for; a: 1 when once
        store,       // of a broker: the message that is published; a: channel
        data,        // a: what it does to its database, as of a Step; b: which row of a transaction
        end,
    };
    Kind kind = Kind::end;
    bool optional = false;           // of a call: its failure only degrades
    bool frees_worker = false;       // of a parallel: its branches need workers of their own
    std::uint32_t max_depth = none;  // of a call
    Index a = none, b = none, c = none;
    std::uint32_t wait_for = 0;  // of a parallel: successes needed
    Index stream = none;
    double p = 1.0;
};

// A branch of a parallel step: a call alone, or a program of its own.
struct Branch {
    Index edge = none;
    Index first_op = none;  // when it is no call
    bool optional = false;
    std::uint32_t max_depth = none;
};

struct Alternative {
    double cumulative = 1.0;
    Index first_op = none;
};

struct EndpointModel {
    Index service = none;
    Index first_op = none;
    double error_rate = 0.0;
    Index stream = none;
    double writes = 0.0;  // bytes
    double request_bytes = 0.0, response_bytes = 0.0;
    Index database = none;     // that it reads from or writes to
    Index transaction = none;  // of that database
    bool writes_data = false;
};

struct ServiceModel {
    Index first_replica = 0;
    std::uint32_t replicas = 1;  // places for them, when they come and go
    std::uint32_t initial = 1;   // there at the start
    std::uint32_t workers = 1;   // of each replica; none: unlimited
    std::uint64_t queue_capacity = Limit::none;
    Discipline discipline = Discipline::fifo;
    bool hold = true;
    Index max_wait = none;  // sampler
    Index wait_stream = none;
    Index fault_stream = none;
    LoadBalancer balancer;
    Index balancer_stream = none;
    std::optional<HealthCheck> health_check;
    Index reaction = none;  // sampler, with a health check
    std::optional<Liveness> liveness;
    Index restart_start = none;  // sampler, with liveness
    Index probe_stream = none;
    bool sheds = false;
    Overload overload;
    Index overload_stream = none;
    std::optional<Failover> failover;
    Index detection = none, switchover = none, recovery = none;  // samplers, with failover
    bool gated = false;    // counts who comes in and goes out: it sheds, or its replicas come and go
    bool elastic = false;  // its replicas come and go
    Lifecycle lifecycle;
    Index image_pull = none, start_up = none;  // samplers
    Index life_stream = none;
    std::optional<Autoscaler> autoscaler;
    std::optional<Rollout> rollout;
    std::optional<DisruptionBudget> disruption_budget;
    std::optional<Brownout> brownout;
    bool counts_inside = false;  // of each replica: for its life, its memory or thrashing
    bool shares = false;         // those at work share a processor, or cores
    double cost = 0.0;           // of a replica, an hour
    std::optional<Cpu> cpu;
    std::optional<Memory> memory;
    Index restart_start_up = none;  // sampler, with memory
    std::optional<Disk> disk;
    std::uint32_t required = 1;
    std::uint32_t required_zones = 1;
};

struct ReplicaModel {
    Index service = none;
    Index zone = 0;
    Index host = 0;
    double weight = 1.0;
};

// One caller's way to one endpoint, with the policies on it.
struct EdgeModel {
    Index endpoint = none;
    Index service = none;  // the callee's
    Index client = none;   // the caller, when it is a client
    Index caller = none;   // the caller's service, when it is not
    Duration connect = Duration::max();
    Duration per_try = Duration::max();
    Duration overall = Duration::max();
    Index patience = none;  // sampler
    Index patience_stream = none;
    bool propagate = true;
    bool cancel = false;
    std::uint8_t retry_on = 0;  // a bit an outcome
    std::uint32_t max_attempts = 1;
    Backoff backoff;
    Index backoff_stream = none;
    Index breaker = none;        // parameters
    Index first_breaker = none;  // instances: one, or one for each replica of the caller
    std::uint32_t breakers = 0;  // how many instances
    bool shared_breaker = false;
    bool breaker_each = false;  // one for each replica of the callee
    Duration write = Duration::max(), read = Duration::max();
    RetryReplica retry_replica = RetryReplica::any;
    Index budget = none;        // parameters
    Index first_budget = none;  // instances, as of breakers
    bool shared_budget = false;
    Index throttle = none, first_throttle = none;  // likewise
    bool shared_throttle = false;
    Index rate_limit = none, first_rate_limit = none;  // likewise
    bool shared_rate_limit = false;
    Index pool = none;         // bulkhead
    std::uint32_t hedges = 1;  // attempts beside each other
    Duration hedge_delay{};
    double hedge_percentile = 0.0;  // > 0: instead of the delay
    bool hedges_cancel = true;
    double hedge_budget = 0.0;  // > 0: further attempts for each call
    Index fallback = none;      // sampler of its latency
    Index fallback_stream = none;
    Index fallback_edge = none;  // to the endpoint asked instead
    double fallback_available = 1.0;
    bool fallback_degrades = true;
    Index policy_stream = none;  // of throttle and fallback
    bool respects_retry_after = false;
    bool limited = false;                             // has a throttle, rate limit, bulkhead, budget or read timeout
    Index first_cursor = 0;                           // of round robin: one for each replica of the caller
    Index channel = none;                             // that is published to
    Index group = none;                               // whose messages are delivered
    Consistency consistency = Consistency::eventual;  // of a call to read from a database
    bool if_unchanged = false;                        // of a call to write to one
};

// A bulkhead of a caller, for one callee or of one name.
struct PoolModel {
    Bulkhead bulkhead;
    Index caller = none, client = none;
    Index first = 0;          // of its instances
    std::uint32_t count = 1;  // one, or one for each replica of the caller
    Index setup = none;       // sampler of a new connection's; none: connections are no matter
    Index stream = none;
};

struct CacheModel {
    Cache cache;
    Index service = none;
    Index first = 0;              // of its instances
    std::uint32_t instances = 1;  // one, or one for each replica
    Index popularity = none;
    Index stream = none;
};

struct MixModel {
    double cumulative = 1.0;
    Index edge = none;
    std::uint8_t level = 0;  // of priority; 0 is the highest
};

struct ClientModel {
    bool open = true;
    Arrivals arrivals;
    Index arrival_stream = none;
    std::uint32_t users = 0;
    Index think = none;
    Index think_stream = none;
    std::vector<MixModel> mix;
    Index mix_stream = none;
    Index zone = none;
    std::vector<Index> slos;
};

struct SloModel {
    bool degraded_counts = false;
    Duration latency_below = Duration::max();
};

// Between two zones, one way.
struct PathModel {
    Index latency = none;  // sampler
    double loss = 0.0;
    double bandwidth = std::numeric_limits<double>::infinity();  // bytes a second, of each message
};

// Replicas, hosts, zones and regions: what can be impaired. A replica's component has the replica's index.
struct ComponentModel {
    enum class Kind : std::uint8_t { replica, host, zone, region };
    Kind kind = Kind::replica;
    Subject subject = Subject::system;  // on a time line
    std::string name;
    std::vector<Index> replicas;  // that stand in it
};

// What makes a component worse while it lasts.
struct Impairment {
    FailureMode mode = FailureMode::refuse;
    double factor = 1.0;
    double share = 1.0;
};

// An alternating renewal process of a component or of a link.
struct FailureModel {
    Index component = none;
    Index link = none;
    Index up_time = none, down_time = none;  // samplers
    Index stream = none;
    Impairment impairment;
    Index crew = none;
    bool starts_by_itself = true;  // false: only a common cause brings it down
};

struct CommonCauseModel {
    Index between = none;  // sampler
    Index stream = none;
    std::vector<Index> members;  // failures that do not start by themselves
    std::string name;
};

// What the network between zones suffers.
struct Disturbance {
    std::vector<std::uint32_t> pairs;  // from * zones + to
    bool cut = false;
    Index latency = none;  // added
    double loss = 0.0;     // added
    Index stream = none;
};

struct FaultModel {
    Instant begin, end;
    std::vector<Index> components;
    Index primary_of = none;  // a database, whose leader at the beginning is the component
    Index damages = none;     // a database
    Index noticed = none;     // sampler: after how long
    bool destroys = false;
    Impairment impairment;
    Index disturbance = none;
    Index cache = none;   // that is flushed
    bool drains = false;  // instead of impairing
    std::string name;
};

struct StreamModel {
    std::uint64_t component = 0;
    std::uint64_t purpose = 0;
};

// Where the results of a subject begin in the catalogue.
struct MeasureLayout {
    Index client_figures = 0, edge_figures = 0, service_figures = 0, endpoint_figures = 0, slo_figures = 0;
    Index client_series = 0, service_series = 0, edge_series = 0;
};

struct Model {
    Duration duration{};
    std::uint32_t zones = 1;   // the last one is outside every place
    std::uint32_t levels = 1;  // of priority
    bool hosts_matter = false;
    Index same_host_path = none;

    std::vector<Sampler> samplers;
    std::vector<StreamModel> streams;
    std::vector<Op> ops;
    std::vector<Branch> branches;
    std::vector<Alternative> alternatives;
    std::vector<EndpointModel> endpoints;
    std::vector<ServiceModel> services;
    std::vector<ReplicaModel> replicas;
    std::vector<DatabaseModel> databases;  // their services are the last, in the same order; shards follow each other
    std::vector<EdgeModel> edges;
    std::vector<CircuitBreaker> breakers;
    std::vector<Index> breaker_edges;  // of each instance
    std::vector<RetryBudget> budgets;
    std::vector<Index> budget_of;  // of each instance: its parameters
    std::vector<Throttle> throttles;
    std::uint32_t throttle_instances = 0;
    std::vector<RateLimit> rate_limits;
    std::uint32_t rate_limit_instances = 0;
    std::vector<PoolModel> pools;
    std::uint32_t pool_instances = 0;
    std::uint32_t cursors = 0;
    std::vector<CacheModel> caches;
    std::vector<Popularity> popularities;
    std::uint32_t cache_instances = 0;
    std::vector<ClientModel> clients;
    std::vector<SloModel> slos;
    double send_buffer = 0.0;        // bytes
    bool costs = false;              // some cost is stated
    double backup_cost = 0.0;        // an hour, of all databases
    bool bandwidth_matters = false;  // that of some path is bounded
    std::vector<PathModel> paths;
    std::vector<Index> path_of;  // from * zones + to
    Index network_stream = none;
    std::vector<ComponentModel> components;
    std::vector<FailureModel> failures;
    std::vector<std::uint32_t> crews;  // their sizes
    std::vector<CommonCauseModel> common_causes;
    std::vector<Disturbance> disturbances;
    std::vector<Index> links;  // link failure -> disturbance
    std::vector<FaultModel> faults;
    MessageModel messages;

    std::vector<std::string> cache_names, edge_names, pool_names, service_names, endpoint_names, client_names,
        slo_names;
    Catalogue catalogue;
};

}  // namespace nines
