// Watch: a watched run with its history: what the canvas and the time line show, at the present or at any time before.
// No widgets.
#pragma once

#include <QObject>
#include <vector>

#include "gui/run/live_history.hpp"
#include "gui/run/live_overlay.hpp"
#include "gui/run/time_line_view.hpp"
#include "gui/run/watched_run.hpp"

namespace nines::gui {

class Watch : public QObject {
    Q_OBJECT
public:
    explicit Watch(QObject* parent = nullptr);

    [[nodiscard]] WatchedRun& run() { return run_; }
    void start(const Scenario& s, const Topology& topology);
    void stop();
    // The drawing has changed while the run goes on.
    void set_topology(const Topology& topology);

    [[nodiscard]] bool is_active() const { return !history_.empty(); }
    [[nodiscard]] const LiveHistory& history() const { return history_; }
    [[nodiscard]] const TimeLineView& time_line() const { return time_line_; }
    [[nodiscard]] Overlay overlay() const;
    [[nodiscard]] const LiveState& state() const;          // that is shown. REQUIRES: is_active()
    [[nodiscard]] double speed() const { return speed_; }  // as reached lately

    // The time that is shown; NaN: the present.
    void show_time(double seconds);
    [[nodiscard]] double shown_time() const { return shown_; }

signals:
    void changed();  // there is something new to show
    void ended();    // nothing is watched any more

private:
    void take_news();
    void note_bad(const LiveState& now);
    void update_time_line();

    WatchedRun run_;
    LiveHistory history_;
    LiveOverlay overlay_;
    std::vector<TimelineEvent> marks_;
    std::vector<BadStretch> bad_;
    LiveState judged_;  // the last one that was looked at for what is bad
    TimeLineView time_line_;
    std::vector<double> objectives_;  // by client; NaN: nothing is promised
    double shown_;
    double speed_ = 0.0;
    double speed_seconds_ = 0.0;  // simulated, at the last look at the clock
    qint64 speed_clock_ = 0;
};

}  // namespace nines::gui
