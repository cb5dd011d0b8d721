// Reading and compiling a large scenario.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <iostream>

#include "models/compile.hpp"
#include "scenarios/reader.hpp"
#include "sim/random.hpp"

namespace nines {

namespace {

// 1,000 services in layers and 5,000 calls, each to a service further on.
[[nodiscard]] std::string large_scenario() {
    std::string out = "nines: 1\nname: large\npolicies:\n  p: { timeout: 1s }\nservices:\n";
    Random r{{1, 0, 0, 0}};
    constexpr int n = 1000;
    for (int i = 0; i < n; ++i) {
        out += fmt::format(
            "  s{}:\n    replicas: {{ count: 3, concurrency: 8 }}\n    endpoints:\n      serve:\n        - work: "
            "lognormal(median: 3ms, p99: 20ms)\n",
            i);
        for (int k = 0; k < 5 && i + 1 < n; ++k)
            out += fmt::format("        - {{ call: s{}, with: p, probability: 10% }}\n",
                               i + 1 + static_cast<int>(r.below(static_cast<std::uint64_t>(n - i - 1))));
    }
    return out + "clients:\n  c: { arrivals: poisson(10/s), call: s0 }\n";
}

void read_and_compile(benchmark::State& state) {
    const auto text = large_scenario();
    for (auto _ : state) {
        auto loaded = read_scenario(text, "large.yaml");
        if (!loaded) {
            state.SkipWithError(print_problems(loaded.problems()).substr(0, 200).c_str());
            return;
        }
        benchmark::DoNotOptimize(compile(loaded->scenario));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(read_and_compile)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace nines
