// R11, R13-R15: writes that collide, data lost at a failover, partial quorums, elections.
#include <cmath>

#include "models/compile.hpp"
#include "models/model.hpp"
#include "models/simulation.hpp"
#include "scenarios/reader.hpp"
#include "tests/validation/case.hpp"

namespace nines::validation {

namespace {

using namespace std::chrono_literals;

[[nodiscard]] Reading database(std::string metric) { return figure(Subject::database, "d", std::move(metric)); }

// Crashes of whichever node is primary, `every` apart; of each, `jitter` (0 to 1) of the interval is shifted.
[[nodiscard]] std::string crashes(int count, double every, double outage, double spread = 0.0) {
    std::string out = "faults:\n";
    double shift = 0.5;
    for (int k = 1; k <= count; ++k) {
        shift = std::fmod(shift + 0.6180339887498949, 1.0);  // evenly spread, in no step with anything
        out += "  - { at: " + std::to_string(every * k + spread * shift) +
               "s, primary: d, outage: " + std::to_string(outage) + "s }\n";
    }
    return out;
}

// All data is gone, 90 times, each time at another ninetieth of the interval of 300 s between two backups.
[[nodiscard]] std::string losses() {
    constexpr int count = 90, step = 53;
    std::string out = "faults:\n";
    for (int k = 1; k <= count; ++k)
        out += "  - { at: " + std::to_string(900.0 * k + 300.0 * ((k * step) % count + 0.5) / count) +
               "s, database: d, damage: { noticed: 0s, destroys: true } }\n";
    return out;
}

[[nodiscard]] Case lost_at_failover() {
    const auto scenario = [](const std::string& replication, int count, double every) {
        return "databases: { d: { replicas: { count: 2, concurrency: unlimited }, write: 0s, replication: { mode: "
               "asynchronous, " +
               replication +
               " }, failover: { detection: 0s, promotion: 0s, reconnect: 0s, rejoin: 0s } } }\n"
               "clients: { c: { arrivals: poisson(2/s), call: d.write } }\n" +
               crashes(count, every, 1.0);
    };
    const double lost = 1.6, rho = 0.8;
    return {
        "R13",
        "Data loss at failover with asynchronous replication",
        {{"i",
          scenario("ordered: false, transfer: lognormal(mean: 0.8s, cv: 1.4142135623730951)", 200, 40.0),
          {},
          samples(1500, 8'030.0),
          {exact(1, "(i) mean lost writes", lost, 0.5, database("failovers.lost_mean")),
           exact(2, "(i) P(no loss)", std::exp(-lost), 1, database("failovers.clean_share"))}},
         {"ii",
          scenario("transfer: exponential(0.4s)", 50, 300.0),
          {},
          samples(4000, 15'200.0),
          {exact(3, "(ii) mean lost writes", rho / (1.0 - rho), 2, database("failovers.lost_mean")),
           exact(4, "(ii) P(no loss)", 1.0 - rho, 1, database("failovers.clean_share"))}},
         {"iii",
          "databases: { d: { replicas: { concurrency: unlimited }, write: 0s, backups: { every: 300s, takes: 20s, "
          "restore: "
          "0s } } }\n"
          "clients: { c: { arrivals: poisson(2/s), call: d.write } }\n" +
              losses(),
          {},
          samples(200, 82'000.0),
          {approximation(5, "(iii) mean age of recovery point, s", 170.0, 0.2, database("restore_point.mean")),
           exact(6, "(iii) mean lost writes", 340.0, 0.2, database("writes.lost"), database("restores"))}}},
        {},
        "Two nodes; the primary crashes every 40 s (or 300 s), the other takes over at once and the first comes back "
        "as a replica a second later. In (i) writes travel by themselves, in (ii) through one channel."};
}

// The chance to read one of the last k versions: 1 - (2/3)^k.
[[nodiscard]] Quantity within(int number, int k, double percent) {
    return exact(number, "(i) P(read within last " + std::to_string(k) + (k == 1 ? " version)" : " versions)"),
                 1.0 - std::pow(2.0 / 3.0, k), percent, database("reads.within_" + std::to_string(k)));
}

[[nodiscard]] Variant after_commit(int number, const char* ms, double expected, double percent, const char* name) {
    return {
        std::string{"ii, "} + ms + " ms",
        std::string{"services: { app: { replicas: { concurrency: unlimited }, endpoints: { use: [ { call: d.write }, { "
                    "delay: "} +
            ms +
            "ms }, { call: d.read } ] } } }\n"
            "databases: { d: { replicas: { count: 3, concurrency: unlimited }, read: 0s, write: 0s, quorum: { read: 1, "
            "write: 1, read_repair: false, hinted_handoff: false, timeout: 1h, messages: { write: exponential(20ms), "
            "acknowledge: exponential(10ms), read: exponential(10ms), reply: exponential(10ms) } } } }\n"
            "clients: { c: { arrivals: constant(1/s), call: app } }\n",
        {},
        samples(1000, 2'000.5),
        {exact(number, name, expected, percent,
               [](const Replication& r) { return 1.0 - r.figure(Subject::database, "d", "reads.stale_share"); })}};
}

[[nodiscard]] Case partial_quorums() {
    return {
        "R14",
        "Partial quorums: staleness in versions and in time",
        {{"i",
          "databases: { d: { replicas: { count: 3, concurrency: unlimited }, read: 0s, write: 0s, quorum: { read: 1, "
          "write: 1, ask_all: false, read_repair: false, hinted_handoff: false, timeout: 1h } } }\n"
          "clients: { w: { arrivals: poisson(10/s), call: d.write }, r: { arrivals: poisson(10/s), call: d.read } }\n",
          {},
          time_units(10'000, 100),
          {within(1, 1, 0.7), within(2, 2, 0.5), within(3, 3, 0.3), within(4, 5, 0.2)}},
         after_commit(5, "0", 0.624792139, 0.1, "(ii) P(consistent) at t=0 ms"),
         after_commit(6, "10", 0.772424929, 0.1, "(ii) P(consistent) at t=10 ms"),
         after_commit(7, "50", 0.969201063, 0.1, "(ii) P(consistent) at t=50 ms"),
         after_commit(8, "118.549603", 0.999, 0.012, "(ii) P(consistent) at t=118.55 ms, that of 99.9%")},
        {},
        "The four delays of the messages are stated as those of the quorum. A write every second to one key: the one "
        "before has long arrived everywhere. Quantity 8 is judged at the time that the catalogue gives for it."};
}

[[nodiscard]] Case elections() {
    constexpr int crashed = 15'000;  // a run: fewer would not tell where the last hundredth begins
    const auto less_delay = [](const char* metric) {
        // There the last heartbeat is received at most 75 ms before the crash, here it is sent then.
        return [metric](const Replication& r) { return r.figure(Subject::database, "d", metric) - 0.0075; };
    };
    return {
        "R15",
        "Raft leader election after a crash",
        {{"",
          "network: { same_zone: 7.5ms, same_host: 7.5ms }\n"
          "databases: { d: { replicas: { count: 5, concurrency: unlimited }, failover: { election: { timeout: "
          "uniform(150ms, 300ms), heartbeat: 75ms }, reconnect: 0s, rejoin: 0s } } }\n"
          "clients: { c: { arrivals: constant(0.001/s), call: d.read } }\n" +
              crashes(crashed, 2.0, 1.0, 0.75),
          {},
          samples(30, 2.0 * crashed + 3.0),
          {exact(1, "mean time from last heartbeat to the first election time-out, s", 0.180, 0.1,
                 database("elections.first_timeout")),
           approximation(2, "P(third follower times out before the first request arrives)", 0.01401875, 5,
                         database("elections.long_share")),
           reference(3, "mean downtime, s", 0.160136, 0.15, less_delay("failover.mean")),
           reference(4, "median downtime, s", 0.156244, 0.15, less_delay("failover.p50")),
           reference(5, "p99 downtime, s", 0.330233, 1.5, less_delay("failover.p99")),
           approximation(6, "P(more than one term needed)", 0.01401875, 5, database("elections.long_share"))}}},
        {},
        "The leader of five nodes crashes every two seconds and comes back as a follower after one. Quantity 2 is read "
        "from what it leads to: an election of more than one term."};
}

[[nodiscard]] std::shared_ptr<const Model> contention_model(int clients, const std::string& latency,
                                                            const std::string& backoff) {
    auto loaded = read_scenario("nines: 1\nrun: { duration: 1h, warmup: 0s }\nnetwork: { same_zone: " + latency +
                                    ", same_host: " + latency +
                                    " }\n"
                                    "services: { app: { replicas: { concurrency: unlimited }, endpoints: { use: [ { "
                                    "call: d.read }, { call: d.write, "
                                    "if_unchanged: true } ] } } }\n"
                                    "databases: { d: { replicas: { concurrency: unlimited }, read: 0s, write: 0s } }\n"
                                    "clients: { c: { arrivals: constant(1/s), call: app, with: { retry: { "
                                    "max_attempts: 1000, on: [error], backoff: " +
                                    backoff + " } } } }\n",
                                "contention.yaml");
    if (!loaded) {
        std::fputs(print_problems(loaded.problems()).c_str(), stderr);
        std::abort();
    }
    auto& arrivals = *loaded->scenario.clients.front().second.arrivals;
    arrivals.process = Arrivals::Process::replay;
    arrivals.instants.assign(static_cast<std::size_t>(clients), 0.0);
    return compile(loaded->scenario);
}

// One trial: the writes that reached the server, and the milliseconds until the last client knew that it had succeeded.
[[nodiscard]] std::vector<double> contend(const Model& model, std::uint64_t seed, std::uint32_t trial) {
    Simulation run{model, {.seed = seed, .replication = trial, .duration = 1h}};
    run.run_until(start_of_run + 1ns);
    run.run_while([](const Simulation& now) { return now.requests_in_flight() > 0; });
    const double completion = to_seconds(run.now()) * 1e3;
    const auto result = run.result();
    return {result.figures[index_of(model.catalogue.figures, Subject::endpoint, "d.write", "calls")], completion};
}

struct BackoffKind {
    const char* name;
    const char* text;
};
// The catalogue doubles before the first wait: its base of 5 ms is 10 ms here, except where jitter is decorrelated.
constexpr BackoffKind kinds[] = {{"no back-off", "{ base: 0s, jitter: none }"},
                                 {"exponential", "{ base: 10ms, max: 2s, jitter: none }"},
                                 {"equal jitter", "{ base: 10ms, max: 2s, jitter: equal }"},
                                 {"full jitter", "{ base: 10ms, max: 2s, jitter: full }"},
                                 {"decorrelated jitter", "{ base: 5ms, max: 2s, jitter: decorrelated }"}};

[[nodiscard]] Variant contention(int clients, std::size_t kind, std::uint32_t trials, int number, double writes,
                                 double writes_percent, double ms, double ms_percent) {
    const auto name = "N=" + std::to_string(clients) + ", " + kinds[kind].name;
    return {name,
            "",
            [model = contention_model(clients, "normal(mean: 10ms, sd: 2ms)", kinds[kind].text)](
                std::uint64_t seed, std::uint32_t trial) { return contend(*model, seed, trial); },
            {0.0, 0.0, trials, Length::Shortened::replications},
            {reference(number, name + ": mean write calls", writes, writes_percent, {}),
             reference(number + 1, name + ": mean completion time, ms", ms, ms_percent, {})}};
}

[[nodiscard]] Case optimistic_contention() {
    Case c{"R11", "Back-off and jitter under optimistic-concurrency contention", {}, {}, {}};
    struct Row {
        double writes, writes_percent, ms, ms_percent;
    };
    constexpr Row ten[] = {{50.8923, 0.7, 380.566, 0.7},
                           {50.8145, 0.7, 3467.39, 3},
                           {42.4797, 0.7, 726.287, 3},
                           {39.0107, 0.5, 464.861, 3},
                           {37.618, 0.7, 436.284, 2}};
    constexpr Row fifty[] = {{689.813, 0.7, 1140.0, 1},
                             {623.803, 1.5, 36386.0, 2},
                             {347.693, 0.5, 4276.24, 3},
                             {332.653, 0.3, 2876.35, 5},
                             {375.51, 0.7, 2193.52, 7}};
    for (std::size_t k = 0; k < 5; ++k)
        c.variants.push_back(contention(10, k, 6000, static_cast<int>(2 * k + 1), ten[k].writes, ten[k].writes_percent,
                                        ten[k].ms, ten[k].ms_percent));
    for (std::size_t k = 0; k < 5; ++k)
        c.variants.push_back(contention(50, k, 1200, static_cast<int>(2 * k + 11), fifty[k].writes,
                                        fifty[k].writes_percent, fifty[k].ms, fifty[k].ms_percent));
    c.variants.push_back(
        {"constant delay",
         "",
         [ten_clients = contention_model(10, "10ms", kinds[0].text),
          fifty_clients = contention_model(50, "10ms", kinds[0].text)](std::uint64_t seed, std::uint32_t) {
             auto both = contend(*ten_clients, seed, 0);
             for (const double x : contend(*fifty_clients, seed, 0)) both.push_back(x);
             return both;
         },
         {0.0, 0.0, 30, Length::Shortened::replications},
         {computed(21, "N=10, no back-off, constant delay 10 ms: write calls", 55.0),
          computed(22, "N=10, no back-off, constant delay: completion time, ms", 400.0),
          computed(23, "N=50, no back-off, constant delay 10 ms: write calls", 1275.0),
          computed(24, "N=50, no back-off, constant delay: completion time, ms", 2000.0)}});
    c.note =
        "The client is a service that reads a row and writes it if it has not changed, and is called again after the "
        "back-off when it had; all clients come at time 0.";
    return c;
}

}  // namespace

std::vector<Case> data_cases() { return {optimistic_contention(), lost_at_failover(), partial_quorums(), elections()}; }

}  // namespace nines::validation
