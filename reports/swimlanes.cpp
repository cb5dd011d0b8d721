#include "reports/swimlanes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/axis.hpp"
#include "reports/markup.hpp"
#include "reports/number.hpp"

namespace nines {

namespace {

constexpr std::size_t most_lanes = 24;

// What begins and what ends a state. A breaker that is half-open is not open.
struct State {
    const char* begins;
    const char* ends;
    const char* words;
    int style;
    int rank;  // of the lane: causes first
};
constexpr std::array<State, 6> states = {{{"fault begins", "fault ends", "fault", 3, 0},
                                          {"service down", "service up", "service down", 1, 1},
                                          {"replica down", "replica up", "down", 1, 2},
                                          {"out of rotation", "in rotation", "out of rotation", 2, 3},
                                          {"replica drains", "replica gone", "draining", 2, 3},
                                          {"breaker open", "breaker half-open", "open", 0, 4}}};

struct Lane {
    std::string name;
    const State* state = nullptr;
    std::vector<std::pair<double, double>> bars;
    double since = 0.0;
    int depth = 0;  // how many of it are in the state
};

std::vector<Lane> make_lanes(const Report& r) {
    std::vector<Lane> lanes;
    for (const auto& e : r.summary.timeline) {
        if (e.what == "replica gone")  // with whatever was the matter with it
            for (auto& lane : lanes)
                if (lane.name == e.name && lane.depth > 0) {
                    lane.depth = 0;
                    lane.bars.emplace_back(lane.since, e.seconds);
                }
        const auto state =
            std::ranges::find_if(states, [&](const State& s) { return e.what == s.begins || e.what == s.ends; });
        if (state == states.end()) continue;
        auto lane = std::ranges::find_if(lanes, [&](const Lane& l) { return l.name == e.name && l.state == &*state; });
        if (lane == lanes.end()) lane = lanes.insert(lane, {.name = e.name, .state = &*state, .bars = {}});
        if (e.what == state->begins) {
            if (lane->depth++ == 0) lane->since = e.seconds;
        } else if (lane->depth > 0 && --lane->depth == 0) {
            lane->bars.emplace_back(lane->since, e.seconds);
        }
    }
    for (auto& lane : lanes)
        if (lane.depth > 0) lane.bars.emplace_back(lane.since, r.summary.end_seconds);
    std::ranges::stable_sort(lanes, {}, [](const Lane& l) { return l.state->rank; });
    return lanes;
}

// Bars that are a hair's breadth apart are drawn as one.
std::string draw_bars(const Lane& lane, const Axis& x) {
    std::string out;
    for (std::size_t i = 0; i < lane.bars.size();) {
        const double from = x.at(lane.bars[i].first) * 1000.0;
        double to = x.at(lane.bars[i].second) * 1000.0;
        while (++i < lane.bars.size() && x.at(lane.bars[i].first) * 1000.0 - to < 1.0)
            to = std::max(to, x.at(lane.bars[i].second) * 1000.0);
        out += fmt::format(R"(<rect class="f{}" x="{:.1f}" y="15" width="{:.1f}" height="70"/>)", lane.state->style,
                           from, std::max(1.5, to - from));
    }
    return out;
}

std::string draw_lane(const Lane& lane, const Axis& x) {
    double total = 0.0;
    for (const auto& [from, to] : lane.bars) total += to - from;
    const auto words =
        fmt::format("{}: {} {}, {} in all", lane.name, lane.state->words,
                    lane.bars.size() == 1 ? "once" : fmt::format("{} times", lane.bars.size()), show_span(total));
    return fmt::format(
        R"(<div class="lane"><span class="lane-name">{} <small>{}</small></span><svg viewBox="0 0 1000 100" )"
        R"(preserveAspectRatio="none" role="img"><title>{}</title>{}</svg></div>)",
        escape(lane.name), lane.state->words, escape(words), draw_bars(lane, x));
}

}  // namespace

std::string draw_swimlanes(const Report& r) {
    const auto lanes = make_lanes(r);
    if (lanes.empty()) return {};
    const auto x = time_axis(r.summary.end_seconds);
    std::string out = R"(<div class="lanes">)", ticks;
    for (std::size_t i = 0; i < lanes.size() && i < most_lanes; ++i) out += draw_lane(lanes[i], x);
    for (std::size_t i = 0; i < x.ticks.size(); ++i)
        ticks += fmt::format(R"(<span class="{}{}" style="left:{:.2f}%">{}</span>)", i % 2 == 0 ? "even" : "odd",
                             x.ticks[i].at < 0.02   ? " first"
                             : x.ticks[i].at > 0.97 ? " last"
                                                    : "",
                             x.ticks[i].at * 100.0, escape(x.ticks[i].label));
    out += fmt::format(
        R"(<div class="lane axis" aria-hidden="true"><span class="lane-name"></span><div class="x">{}</div></div></div>)",
        ticks);
    if (lanes.size() > most_lanes)
        out +=
            fmt::format("<p class=\"note\">{} not shown.</p>", show_number_of(lanes.size() - most_lanes, "more lane"));
    return out;
}

}  // namespace nines
