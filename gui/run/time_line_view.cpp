#include "gui/run/time_line_view.hpp"

#include <QStringList>
#include <algorithm>
#include <map>
#include <optional>

#include "gui/tr.hpp"

namespace nines::gui {

namespace {

using Kind = TimeLineLane::Kind;

// What begins or ends with an event; neither for what happens at once.
struct Meaning {
    Kind kind = Kind::other;
    std::string subject;  // with the name of the event: what lasts
    bool begins = false, ends = false;
};

[[nodiscard]] std::optional<std::string> without(const std::string& what, std::string_view suffix) {
    if (!what.ends_with(suffix)) return std::nullopt;
    return what.substr(0, what.size() - suffix.size());
}

[[nodiscard]] Meaning meaning_of(const TimelineEvent& e) {
    if (e.what == "out of rotation") return {Kind::rotation, e.what, true, false};
    if (e.what == "in rotation") return {Kind::rotation, "out of rotation", false, true};
    if (e.what == "breaker open" || e.what == "breaker half-open") return {Kind::breakers, "breaker", true, false};
    if (e.what == "breaker closed") return {Kind::breakers, "breaker", false, true};
    const auto pair = [&](std::string_view first, std::string_view last) -> std::optional<Meaning> {
        const auto begun = without(e.what, first), ended = without(e.what, last);
        if (!begun && !ended) return std::nullopt;
        const std::string thing = begun ? *begun : *ended;
        const Kind kind = thing == "fault"     ? Kind::faults
                          : thing == "replica" ? Kind::replicas
                          : thing == "service" ? Kind::services
                                               : Kind::other;
        return Meaning{kind, thing, begun.has_value(), ended.has_value()};
    };
    if (const auto m = pair(" begins", " ends")) return *m;
    if (const auto m = pair(" down", " up")) return *m;
    if (const auto m = pair(" starts", " stops")) return *m;
    return {Kind::other, e.what, false, false};
}

[[nodiscard]] QString title_of(Kind kind) {
    switch (kind) {
        case Kind::faults: return tr("Faults");
        case Kind::bad: return tr("Bad minutes");
        case Kind::services: return tr("Services down");
        case Kind::breakers: return tr("Breakers open");
        case Kind::replicas: return tr("Replicas down");
        case Kind::rotation: return tr("Out of rotation");
        case Kind::other: return tr("Other events");
    }
    return {};
}

}  // namespace

TimeLineView time_line_of(const std::vector<TimelineEvent>& events, const std::vector<BadStretch>& bad,
                          double now_seconds, double end_seconds) {
    TimeLineView out;
    out.end_seconds = end_seconds;
    out.now_seconds = now_seconds;
    std::map<Kind, TimeLineLane> lanes;
    std::map<std::tuple<Kind, std::string, std::string>, std::size_t> lasting;  // bars by what lasts
    for (const auto& e : events) {
        const Meaning m = meaning_of(e);
        auto& lane = lanes[m.kind];
        const auto key = std::tuple{m.kind, m.subject, e.name};
        const auto open = lasting.find(key);
        if (m.begins) {
            if (open != lasting.end()) continue;
            lasting[key] = lane.bars.size();
        }
        if (m.ends) {
            if (open == lasting.end()) continue;
            lane.bars[open->second].to = e.seconds;
            lane.bars[open->second].open = false;
            lasting.erase(open);
            continue;
        }
        QString label = QString::fromStdString(m.begins ? m.subject : e.what);
        if (!e.name.empty()) label = QString::fromStdString(e.name) + QStringLiteral(": ") + label;
        if (!e.detail.empty()) label += QStringLiteral(" (%1)").arg(QString::fromStdString(e.detail));
        lane.bars.push_back({e.seconds, m.begins ? now_seconds : e.seconds, label, m.begins});
    }
    for (const auto& b : bad) lanes[Kind::bad].bars.push_back({b.from, b.to, b.label, false});
    for (auto& [kind, lane] : lanes) {
        if (lane.bars.empty()) continue;
        lane.kind = kind;
        lane.title = title_of(kind);
        out.lanes.push_back(std::move(lane));
    }
    return out;
}

QString TimeLineView::at(double seconds) const {
    QStringList words;
    for (const auto& lane : lanes)
        for (const auto& bar : lane.bars)
            if (bar.from <= seconds && seconds <= bar.to && words.size() < 8) words << bar.label;
    return words.join(QLatin1Char('\n'));
}

}  // namespace nines::gui
