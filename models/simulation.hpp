// Simulation: one replication of a model. A pure function of (model, seed, replication), whoever runs it.
//
// Not thread-safe; different simulations of one model may run on different threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "models/compile.hpp"
#include "models/injection.hpp"
#include "models/live_state.hpp"
#include "sim/time.hpp"

namespace nines {

struct RunOptions {
    std::uint64_t seed = 1;
    std::uint32_t replication = 0;
    Duration warmup{};    // statistics start here
    Duration duration{};  // the run ends here; > warmup
    const std::atomic<bool>* stop =
        nullptr;  // when it becomes true the run ends early, and says so by returning nothing
    const std::atomic<bool>* pause = nullptr;  // while it is true the run stands still; who clears it notifies
};

// Runs to the end. Empty when stopped.
[[nodiscard]] std::optional<RunResult> simulate(const Model& m, const RunOptions& o);

// The same, step by step: for the designer and for tests.
class Simulation {
public:
    Simulation(const Model& m, const RunOptions& o);
    ~Simulation();
    Simulation(Simulation&&) noexcept;
    Simulation& operator=(Simulation&&) noexcept;

    [[nodiscard]] Instant now() const;
    [[nodiscard]] std::uint64_t events() const;  // fired so far
    [[nodiscard]] bool finished() const;         // nothing pending, or the end of the run reached
    bool step();                                 // one event; false when finished
    void run_until(Instant t);                   // every event at or before t
    void run_for(std::uint64_t events);          // that many more events
    void run_while(const std::function<bool(const Simulation&)>& wanted);  // asked before each event

    [[nodiscard]] std::uint64_t requests_in_flight() const;
    [[nodiscard]] std::size_t bytes_in_use() const;  // by calls, timers and events
    [[nodiscard]] std::uint32_t replicas_up(std::string_view service) const;
    // Everything measured so far. The invariants are checked here: a violation aborts with what was violated.
    [[nodiscard]] RunResult result();

    // To watch: between events, at a cost that grows with the size of the model alone.
    void observe(LiveState& into) const;
    [[nodiscard]] const std::vector<TimelineEvent>& timeline() const;     // so far
    [[nodiscard]] const std::vector<std::vector<float>>& series() const;  // in the order of the catalogue, so far
    [[nodiscard]] Duration series_interval() const;

    // A fault that begins now; the number it is restored by. The same injections at the same instants give the same
    // bits, and a result that says that it was interfered with.
    std::uint32_t inject(const Injection& injection);
    void restore(std::uint32_t injected);  // ends it now, when it lasts still

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace nines
