// WatchedRun: one replication that is run to be watched, on a thread of its own: run, pause, step, stop, at any speed
// from real time to flat out, with faults put in by hand.
//
// Always: the caller's thread never waits for the simulation, but for the end of the event under way when it stops;
// states come at most ten times a second, several at once when simulated time runs fast; the same scenario, seed,
// replication and injections give the same bits as without a watcher. Nothing of it is kept in a store. What was
// measured so far comes about once a second, and never faster than it is taken.
#pragma once

#include <QObject>
#include <QString>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "models/scenario.hpp"
#include "models/simulation.hpp"

namespace nines::gui {

// What has come since the last news.
struct WatchNews {
    std::vector<LiveState> states;
    std::vector<TimelineEvent> marks;
    double speed = 0.0;  // simulated seconds a second, as reached
};

class WatchedRun : public QObject {
    Q_OBJECT
public:
    enum class Mode { idle, running, paused, finished };
    Q_ENUM(Mode)

    static constexpr double flat_out = std::numeric_limits<double>::infinity();

    explicit WatchedRun(QObject* parent = nullptr);
    ~WatchedRun() override;

    // Begins anew, paused at time 0. REQUIRES: validate(s) reports no error.
    void start(const Scenario& s, std::uint32_t replication = 0);
    void run();
    void pause();
    // One event, when paused; or simulated time.
    void step();
    void step_for(Duration time);
    void stop();
    void set_speed(double simulated_seconds_per_second);

    // A fault that begins now; what is wrong with it is returned.
    [[nodiscard]] Problems break_now(const Fault& fault);
    void restore_all();

    [[nodiscard]] Mode mode() const { return mode_; }
    [[nodiscard]] double speed() const { return speed_; }
    [[nodiscard]] const LiveNames& names() const { return names_; }
    [[nodiscard]] double end_seconds() const { return to_seconds(scenario_.run.duration); }
    [[nodiscard]] const Scenario& scenario() const { return scenario_; }
    [[nodiscard]] const Model* model() const { return model_.get(); }
    // What has come since the last call.
    [[nodiscard]] WatchNews take_news();
    // What was measured so far; null: nothing yet.
    [[nodiscard]] std::shared_ptr<const RunResult> result() const { return result_; }

signals:
    void started();
    void news();  // take_news() has some; comes again only after it was called
    void mode_changed(nines::gui::WatchedRun::Mode mode);
    void result_changed();

private:
    struct Step {
        Duration time{};  // zero: one event
    };
    struct RestoreAll {};
    using Command = std::variant<Step, std::shared_ptr<const Injection>, RestoreAll>;

    void work(std::uint32_t replication);
    void obey(Simulation& sim, const Command& command);
    void advance(Simulation& sim, Instant target);
    void record(const Simulation& sim, bool now);
    void tell();
    void hand_over(Simulation& sim, bool finished);
    [[nodiscard]] Duration recording_interval() const;
    void set_mode(Mode mode);
    void post(Command command);

    Scenario scenario_;
    std::shared_ptr<const Model> model_;
    LiveNames names_;
    Mode mode_ = Mode::idle;
    double speed_ = 60.0;
    std::shared_ptr<const RunResult> result_;

    std::mutex mutex_;  // of what follows, shared with the worker
    std::condition_variable changed_;
    std::vector<Command> commands_;
    bool running_ = false;
    double wanted_speed_ = 60.0;
    WatchNews news_;
    bool told_ = false;  // news() is out, and they were not taken

    std::atomic<bool> stop_{false};
    std::atomic<bool> handing_over_{false};  // a result is on its way
    // Of the worker alone.
    Instant recorded_{};
    Duration stride_ = std::chrono::milliseconds{1};
    std::uint32_t injected_ = 0;
    std::size_t marks_ = 0;
    std::atomic<std::uint64_t> run_number_{0};  // so that what an earlier run still had to say is not heard
    std::thread worker_;
};

}  // namespace nines::gui
