// Whole runs through the general engine, from scenario files: customers or requests a second, on one core.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <iostream>

#include "models/model.hpp"
#include "models/simulation.hpp"
#include "scenarios/reader.hpp"

namespace nines {

namespace {

[[nodiscard]] Scenario load(const std::string& file) {
    auto loaded = load_scenario(std::string{NINES_SOURCE_DIR} + "/bench/" + file);
    if (loaded) return loaded->scenario;
    std::cerr << print_problems(loaded.problems());
    std::exit(1);
}

void set(Scenario& s, const std::string& path, const std::string& text) {
    for (const auto& p : set_parameter(s, path, text)) {
        std::cerr << p.path << ": " << p.message << '\n';
        std::exit(1);
    }
}

// Calls, timers and events at their peak, for each request in flight at its own. Not timed: it looks after every event.
[[nodiscard]] double bytes_per_request_in_flight(const Model& model, Duration length) {
    Simulation simulation{model, {.seed = 1, .duration = length}};
    std::uint64_t peak = 1;
    constexpr std::uint64_t events = 1'000'000;
    simulation.run_while([&](const Simulation& s) {
        peak = std::max(peak, s.requests_in_flight());
        return s.events() < events;
    });
    return static_cast<double>(simulation.bytes_in_use()) / static_cast<double>(peak);
}

// One replication an iteration; of the last is shown the mean latency, to hold against theory.
void run(benchmark::State& state, const Scenario& s) {
    const auto model = compile(s);
    const auto latency = index_of(model->catalogue.figures, Subject::client, s.clients.front().first, "latency.mean");
    std::uint64_t requests = 0, seed = 0;
    double mean = 0.0;
    for (auto _ : state) {
        const auto result = simulate(*model, {.seed = ++seed, .duration = s.run.duration});
        requests += result->requests;
        mean = result->figures[latency];
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(requests));
    state.counters["mean_latency_ms"] = mean * 1e3;
    state.counters["bytes_per_request_in_flight"] = bytes_per_request_in_flight(*model, s.run.duration);
}

void mm1(benchmark::State& state) { run(state, load("mm1.yaml")); }
BENCHMARK(mm1)->Unit(benchmark::kMillisecond);

// Requests a simulated second; the workers grow with them, a million requests an iteration at most.
void three_tier(benchmark::State& state) {
    const auto rate = static_cast<double>(state.range(0));
    Scenario s = load("three-tier.yaml");
    set(s, "clients.users.arrivals", fmt::format("poisson({}/s)", rate));
    for (const auto* tier : {"gateway", "service", "database"})
        set(s, fmt::format("services.{}.replicas.concurrency", tier), fmt::format("{}", std::max(8.0, rate / 125.0)));
    s.run.duration = from_seconds(500'000.0 / rate);
    run(state, s);
}
BENCHMARK(three_tier)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

// The same without any policy.
void three_tier_bare(benchmark::State& state) {
    Scenario s = load("three-tier.yaml");
    s.policies.front().second = Policies{};
    s.run.duration = std::chrono::seconds{500};
    run(state, s);
}
BENCHMARK(three_tier_bare)->Unit(benchmark::kMillisecond);

// The same with every policy that stands in the way of a call: timeouts, retries with a budget, breaker and bulkhead.
void three_tier_guarded(benchmark::State& state) {
    Scenario s = load("three-tier.yaml");
    Policies& careful = s.policies.front().second;
    careful.retry->budget.emplace();
    careful.bulkhead.emplace().max_concurrent = 1000;
    s.run.duration = std::chrono::seconds{500};
    run(state, s);
}
BENCHMARK(three_tier_guarded)->Unit(benchmark::kMillisecond);

// A call with its timeout, nothing published: what a message is held against.
void plain_call(benchmark::State& state) { run(state, load("message.yaml")); }
BENCHMARK(plain_call)->Unit(benchmark::kMillisecond);

// A message with its acknowledgements, kept by so many nodes.
void message(benchmark::State& state) {
    Scenario s = load("message.yaml");
    set(s, "clients.users.call", "broker.queue");
    set(s, "brokers.broker.storage.copies", fmt::format("{}", state.range(0)));
    run(state, s);
}
BENCHMARK(message)->Arg(1)->Arg(3)->Unit(benchmark::kMillisecond);

// The same through a log, read in batches.
void message_log(benchmark::State& state) {
    Scenario s = load("message.yaml");
    Broker& broker = s.brokers.front().second;
    broker.kind = BrokerKind::log;
    broker.delivery.visibility_timeout.reset();
    broker.channels.front().second.partitions = 8;
    set(s, "clients.users.call", "broker.queue");
    run(state, s);
}
BENCHMARK(message_log)->Unit(benchmark::kMillisecond);

// The same load on one service of many replicas.
void replicas(benchmark::State& state) {
    Scenario s = load("mm1.yaml");
    const auto n = static_cast<double>(state.range(0));
    set(s, "services.queue.replicas.count", fmt::format("{}", n));
    set(s, "clients.source.arrivals", fmt::format("poisson({}/s)", 0.7 * n));
    s.run.duration = from_seconds(500'000.0 / (0.7 * n));
    run(state, s);
}
BENCHMARK(replicas)->Arg(10)->Arg(100)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

// n services of which every request calls ten, one after the other; as many requests a second whatever n.
void services(benchmark::State& state) {
    const auto n = static_cast<std::size_t>(state.range(0));
    Scenario s = load("mm1.yaml");
    const Service leaf = s.services.front().second;
    s.services.clear();
    Client client = s.clients.front().second;
    client.call.reset();
    client.mix.emplace();
    for (std::size_t i = 0; i < n; ++i) s.services.emplace_back(fmt::format("leaf-{}", i), leaf);
    for (auto& [name, service] : s.services) service.replicas.concurrency.count = 8;
    Service front;
    front.replicas.concurrency = unlimited;
    for (std::size_t first = 0; first < n; first += 10) {
        Endpoint e;
        for (std::size_t i = first; i < std::min(n, first + 10); ++i)
            e.steps.emplace_back().call = fmt::format("leaf-{}.serve", i);
        front.endpoints.emplace_back(fmt::format("page-{}", first / 10), e);
        client.mix->push_back({fmt::format("front.page-{}", first / 10), 1.0, std::nullopt});
    }
    s.services.emplace_back("front", front);
    s.clients.front().second = client;
    set(s, "clients.source.arrivals", "poisson(4/s)");
    s.run.duration = from_seconds(1'000'000.0 / 4.0);
    run(state, s);
}
BENCHMARK(services)->Arg(10)->Arg(100)->Arg(1'000)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace nines
