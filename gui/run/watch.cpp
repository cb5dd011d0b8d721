#include "gui/run/watch.hpp"

#include <QDateTime>
#include <algorithm>
#include <cmath>

namespace nines::gui {

namespace {

constexpr double present = std::numeric_limits<double>::quiet_NaN();
constexpr double windows_of_a_run = 240.0;
constexpr double promised_to_nobody = 1.0 - many_failures;

}  // namespace

Watch::Watch(QObject* parent) : QObject(parent), run_(this), shown_(present) {
    connect(&run_, &WatchedRun::news, this, &Watch::take_news);
}

void Watch::start(const Scenario& s, const Topology& topology) {
    history_.clear();
    marks_.clear();
    bad_.clear();
    shown_ = present;
    speed_ = 0.0;
    speed_clock_ = 0;
    judged_ = {};
    run_.start(s);
    history_.set_window(run_.end_seconds() / windows_of_a_run);
    objectives_.clear();
    for (const auto& client : run_.names().clients) {
        double most = present;
        for (const auto& slo : s.slos)
            if ((slo.of.empty() || slo.of == client) && !slo.good.latency_below)
                most = std::fmax(most, slo.objective.value);
        objectives_.push_back(std::isnan(most) ? promised_to_nobody : most);
    }
    set_topology(topology);
}

void Watch::stop() {
    run_.stop();
    history_.clear();
    marks_.clear();
    bad_.clear();
    time_line_ = {};
    shown_ = present;
    emit ended();
}

void Watch::set_topology(const Topology& topology) {
    if (run_.model() == nullptr) return;
    overlay_ = LiveOverlay{topology, run_.names()};
    if (is_active()) emit changed();
}

void Watch::take_news() {
    auto news = run_.take_news();
    if (news.states.empty()) return;
    for (auto& state : news.states) {
        note_bad(state);
        history_.add(std::move(state));
    }
    marks_.insert(marks_.end(), news.marks.begin(), news.marks.end());
    const auto clock = QDateTime::currentMSecsSinceEpoch();
    if (speed_clock_ == 0 || clock - speed_clock_ > 400) {
        if (speed_clock_ != 0)
            speed_ = (history_.end_seconds() - speed_seconds_) * 1000.0 / static_cast<double>(clock - speed_clock_);
        speed_clock_ = clock;
        speed_seconds_ = history_.end_seconds();
    }
    update_time_line();
    emit changed();
}

// In steps of the window: a request that fails is no bad minute yet.
void Watch::note_bad(const LiveState& now) {
    if (now.seconds - judged_.seconds < run_.end_seconds() / windows_of_a_run) return;
    const auto rates = rates_between(judged_, now);
    for (std::size_t i = 0; i < rates.clients.size() && i < objectives_.size(); ++i) {
        if (!(1.0 - rates.clients[i].failed_share < objectives_[i])) continue;
        const auto label = tr("%1 gets less than promised").arg(QString::fromStdString(run_.names().clients[i]));
        // Joined to the last one of the same client when it follows on it.
        const auto last =
            std::find_if(bad_.rbegin(), bad_.rend(), [&](const BadStretch& b) { return b.label == label; });
        if (last != bad_.rend() && last->to >= judged_.seconds)
            last->to = now.seconds;
        else
            bad_.push_back({judged_.seconds, now.seconds, label});
    }
    judged_ = now;
}

void Watch::update_time_line() { time_line_ = time_line_of(marks_, bad_, history_.end_seconds(), run_.end_seconds()); }

const LiveState& Watch::state() const { return history_.at(std::isnan(shown_) ? history_.end_seconds() : shown_); }

Overlay Watch::overlay() const {
    if (!is_active()) return {};
    const double t = std::isnan(shown_) ? history_.end_seconds() : shown_;
    return overlay_.show(history_.at(t), history_.rates_at(t));
}

void Watch::show_time(double seconds) {
    shown_ = seconds;
    emit changed();
}

}  // namespace nines::gui
