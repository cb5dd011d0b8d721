#include "models/bulkhead.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Bulkhead& b) {
    d.help(
        "A limit on the calls under way to a dependency: a semaphore, a thread pool or a pool of connections. An "
        "attempt holds its permit until the caller has its answer or gives up. Calls of one service to the same callee "
        "share it. A bare number is max_concurrent.");
    d.shorthand("max_concurrent");
    d.preset_name(b.preset);
    d("max_concurrent", b.max_concurrent, range(1, 1'000'000), "Attempts under way at once",
      source("resilience4j: 25"));
    d("queue", b.queue, "Attempts that may wait for a permit; one more is rejected",
      source("resilience4j: nobody waits"));
    d("max_wait", b.max_wait, above(0.0),
      "One that has waited this long is rejected; unset: as long as its timeouts allow", source("HikariCP: 30 s"));
    d("pool", b.pool, "Calls of a service that name the same pool share it; unset: those to the same callee do");
    d("shared", b.shared, "One for all replicas of the caller; otherwise each has its own, as libraries do");
    d("setup", b.setup,
      "Of a new connection, its handshakes included; the permit waits for it. A connection is opened when none is "
      "idle, "
      "and closed when its attempt had no answer. Unset: connections cost nothing");
    d("idle", b.idle, above(0.0), "With setup: a connection that nobody used for so long is closed; unset: never",
      source("Envoy: 1 h; HikariCP: never, its pool being of fixed size"));
    const auto of = [](std::uint32_t permits, Limit queue, std::optional<Duration> max_wait) {
        Bulkhead out;
        out.max_concurrent = permits;
        out.queue = queue;
        out.max_wait = max_wait;
        return out;
    };
    d.preset("resilience4j", "resilience4j SemaphoreBulkhead: 25 calls, nobody waits", Bulkhead{});
    d.preset("hystrix", "Hystrix thread pool: 10 threads, rejection from 5 waiting", of(10, Limit{5}, std::nullopt));
    d.preset("hystrix-semaphore", "Hystrix semaphore isolation: 10", of(10, Limit{0}, std::nullopt));
    d.preset("polly", "Polly concurrency limiter: 1000, nobody waits", of(1000, Limit{0}, std::nullopt));
    Bulkhead envoy = of(1024, Limit{1024}, std::nullopt);
    envoy.idle = 1h;
    d.preset("envoy", "Envoy circuit-breaker thresholds: 1024 connections, 1024 pending requests; idle for 1 h", envoy);
    d.preset("hikaricp", "HikariCP: 10 connections, 30 s to get one", of(10, unlimited, 30s));
    d.preset("aws-sdk", "botocore: 10 connections; the others wait", of(10, unlimited, std::nullopt));
}

}  // namespace nines
