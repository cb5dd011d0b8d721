#include "gui/run/watched_run.hpp"

#include <algorithm>
#include <chrono>

#include "models/compile.hpp"

namespace nines::gui {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto frame = 100ms;         // between two news
constexpr auto reading = 1s;          // between two results of a run that goes on
constexpr auto breath = 20ms;         // between two looks at what is asked for
constexpr int states_of_a_run = 480;  // recorded at least, however fast it goes

}  // namespace

WatchedRun::WatchedRun(QObject* parent) : QObject(parent) {}
WatchedRun::~WatchedRun() { stop(); }

void WatchedRun::start(const Scenario& s, std::uint32_t replication) {
    stop();
    scenario_ = s;
    model_ = compile(scenario_);
    names_ = live_names(*model_);
    result_.reset();
    {
        const std::lock_guard lock{mutex_};
        commands_.clear();
        news_ = {};
        told_ = false;
        running_ = false;
        stop_ = false;
        handing_over_ = false;
    }
    ++run_number_;
    emit started();
    set_mode(Mode::paused);
    worker_ = std::thread{[this, replication] { work(replication); }};
}

void WatchedRun::run() {
    if (mode_ != Mode::paused) return;
    {
        const std::lock_guard lock{mutex_};
        running_ = true;
    }
    changed_.notify_all();
    set_mode(Mode::running);
}

void WatchedRun::pause() {
    if (mode_ != Mode::running) return;
    {
        const std::lock_guard lock{mutex_};
        running_ = false;
    }
    changed_.notify_all();
    set_mode(Mode::paused);
}

void WatchedRun::step() {
    if (mode_ == Mode::paused) post(Step{});
}

void WatchedRun::step_for(Duration time) {
    if (mode_ == Mode::paused) post(Step{time});
}

void WatchedRun::stop() {
    if (!worker_.joinable()) return;
    stop_ = true;
    {
        const std::lock_guard lock{mutex_};
        running_ = false;
    }
    changed_.notify_all();
    worker_.join();
    if (mode_ != Mode::finished) set_mode(Mode::idle);
}

void WatchedRun::set_speed(double speed) {
    speed_ = speed;
    {
        const std::lock_guard lock{mutex_};
        wanted_speed_ = speed;
    }
    changed_.notify_all();
}

Problems WatchedRun::break_now(const Fault& fault) {
    if (mode_ == Mode::idle || mode_ == Mode::finished) return {};
    auto injection = prepare(scenario_, fault);
    if (!injection) return injection.problems();
    post(*injection);
    return {};
}

void WatchedRun::restore_all() { post(RestoreAll{}); }

void WatchedRun::post(Command command) {
    {
        const std::lock_guard lock{mutex_};
        commands_.push_back(std::move(command));
    }
    changed_.notify_all();
}

WatchNews WatchedRun::take_news() {
    const std::lock_guard lock{mutex_};
    told_ = false;
    WatchNews out = std::move(news_);
    news_ = {};
    news_.speed = out.speed;
    return out;
}

void WatchedRun::set_mode(Mode mode) {
    if (mode_ == mode) return;
    mode_ = mode;
    emit mode_changed(mode);
}

// ---- the worker

void WatchedRun::work(std::uint32_t replication) {
    RunOptions options;
    options.seed = scenario_.run.seed;
    options.replication = replication;
    options.duration = scenario_.run.duration;
    options.stop = &stop_;
    Simulation sim{*model_, options};
    recorded_ = start_of_run;
    injected_ = 0;
    marks_ = 0;
    record(sim, true);
    tell();
    auto told = Clock::now();
    auto read = told;
    auto since = told;  // when the present pace began
    Instant from = sim.now();
    double pace = 0.0;
    while (!stop_ && !sim.finished()) {
        std::vector<Command> commands;
        double speed = 0.0;
        {
            std::unique_lock lock{mutex_};
            if (!running_ && commands_.empty()) {
                if (pace > 0.0) {  // it has run: what does it say so far?
                    pace = 0.0;
                    lock.unlock();
                    record(sim, true);
                    tell();
                    hand_over(sim, false);
                    continue;
                }
                changed_.wait(lock, [&] { return stop_ || running_ || !commands_.empty(); });
            }
            commands.swap(commands_);
            if (running_) speed = wanted_speed_;
        }
        if (stop_) break;
        for (const auto& command : commands) obey(sim, command);
        if (!commands.empty()) {
            record(sim, true);
            tell();
        }
        if (speed <= 0.0) continue;
        if (speed != pace) {  // the clock of this pace starts here
            pace = speed;
            since = told = Clock::now();
            from = sim.now();
        }
        const auto elapsed = Clock::now() - since;
        Instant target = never;
        if (speed != flat_out) {
            const double ahead = std::chrono::duration<double>(elapsed).count() * speed;
            target = from + from_seconds(std::min(ahead, 1e9));
        }
        if (target > sim.now()) {
            advance(sim, target);
            // What cannot keep the pace does not try to make up for it later.
            if (target != never && sim.now() < target && Clock::now() - since > 2 * frame) {
                since = Clock::now();
                from = sim.now();
            }
        } else {
            std::unique_lock lock{mutex_};
            changed_.wait_for(lock, breath, [&] { return stop_.load() || !commands_.empty(); });
        }
        if (Clock::now() - told >= frame) {
            told = Clock::now();
            record(sim, true);
            tell();
        }
        if (Clock::now() - read >= reading && !handing_over_) {
            read = Clock::now();
            hand_over(sim, false);
        }
    }
    if (stop_) return;
    record(sim, true);
    tell();
    hand_over(sim, true);
}

void WatchedRun::hand_over(Simulation& sim, bool finished) {
    auto result = std::make_shared<const RunResult>(sim.result());
    handing_over_ = true;
    QMetaObject::invokeMethod(this, [this, result, finished, number = run_number_.load()] {
        if (number != run_number_ || stop_) return;
        handing_over_ = false;
        result_ = result;
        if (finished) set_mode(Mode::finished);
        emit result_changed();
    });
}

void WatchedRun::obey(Simulation& sim, const Command& command) {
    if (const auto* step = std::get_if<Step>(&command)) {
        if (step->time > Duration::zero())
            sim.run_until(after(sim.now(), step->time));
        else
            (void)sim.step();
    } else if (const auto* injection = std::get_if<std::shared_ptr<const Injection>>(&command)) {
        sim.inject(**injection);
        ++injected_;
        sim.run_until(sim.now());  // it begins now, not when time goes on
    } else {
        for (std::uint32_t i = 0; i < injected_; ++i) sim.restore(i);
        sim.run_until(sim.now());
    }
}

// For about a breath, in strides between which states are recorded. How far a stride goes follows from how long the
// last ones took, so that what is asked for meanwhile is soon heard.
void WatchedRun::advance(Simulation& sim, Instant target) {
    const auto begun = Clock::now();
    while (!stop_ && !sim.finished() && sim.now() < target && Clock::now() - begun < breath) {
        const auto before = Clock::now();
        sim.run_until(std::min({target, after(sim.now(), stride_), after(recorded_, recording_interval())}));
        const auto took = Clock::now() - before;
        if (took < breath / 8)
            stride_ = std::min(2 * stride_, scenario_.run.duration);
        else if (took > breath / 2)
            stride_ = std::max(Duration{1}, stride_ / 2);
        record(sim, false);
    }
}

Duration WatchedRun::recording_interval() const {
    return std::max(Duration{1}, scenario_.run.duration / states_of_a_run);
}

void WatchedRun::record(const Simulation& sim, bool now) {
    if (!now && sim.now() < after(recorded_, recording_interval())) return;
    recorded_ = sim.now();
    LiveState state;
    sim.observe(state);
    const std::lock_guard lock{mutex_};
    news_.states.push_back(std::move(state));
    const auto& marks = sim.timeline();
    news_.marks.insert(news_.marks.end(), marks.begin() + static_cast<std::ptrdiff_t>(marks_), marks.end());
    marks_ = marks.size();
}

void WatchedRun::tell() {
    const std::lock_guard lock{mutex_};
    if (told_) return;
    told_ = true;
    emit news();
}

}  // namespace nines::gui
