// What a replicated write costs beside a call without one, both with their timeout, in calls a second on one core.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <iostream>

#include "models/model.hpp"
#include "models/simulation.hpp"
#include "scenarios/reader.hpp"

namespace nines {

namespace {

void run(benchmark::State& state, const std::string& callee, const std::string& call) {
    const auto loaded = read_scenario(
        fmt::format(
            "nines: 1\nrun: {{ duration: 200s, warmup: 0s }}\nnetwork: {{ same_zone: 0.5ms, same_host: 0.5ms, "
            "clients: 0.5ms }}\n{}\nclients: {{ c: {{ arrivals: poisson(1000/s), call: {}, with: {{ timeout: {{ "
            "per_try: 250ms }} }} }} }}\n",
            callee, call),
        "database_bench.yaml");
    if (!loaded) {
        std::cerr << print_problems(loaded.problems());
        std::exit(1);
    }
    const auto model = compile(loaded->scenario);
    std::uint64_t requests = 0, seed = 0;
    for (auto _ : state)
        requests += simulate(*model, {.seed = ++seed, .duration = loaded->scenario.run.duration})->requests;
    state.SetItemsProcessed(static_cast<std::int64_t>(requests));
}

void call_with_timeout(benchmark::State& state) {
    run(state,
        "services: { s: { replicas: { concurrency: 100 }, endpoints: { write: [ { work: exponential(1ms) } ] } } }",
        "s.write");
}
BENCHMARK(call_with_timeout)->Unit(benchmark::kMillisecond);

void database(benchmark::State& state, const std::string& more) {
    run(state,
        "databases: { d: { replicas: { count: 3, concurrency: 100 }, write: exponential(1ms), read: "
        "exponential(1ms), " +
            more + " } }",
        "d.write");
}
void asynchronous_write(benchmark::State& state) { database(state, "replication: asynchronous"); }
BENCHMARK(asynchronous_write)->Unit(benchmark::kMillisecond);
void synchronous_write(benchmark::State& state) { database(state, "replication: synchronous"); }
BENCHMARK(synchronous_write)->Unit(benchmark::kMillisecond);
void synchronous_write_flushed(benchmark::State& state) { database(state, "replication: synchronous, fsync: 0.2ms"); }
BENCHMARK(synchronous_write_flushed)->Unit(benchmark::kMillisecond);
void several_primaries_write(benchmark::State& state) { database(state, "keys: 1000, multi_primary: last_write_wins"); }
BENCHMARK(several_primaries_write)->Unit(benchmark::kMillisecond);
void quorum_write(benchmark::State& state) { database(state, "quorum: { write: 2, read: 2 }"); }
BENCHMARK(quorum_write)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace nines
