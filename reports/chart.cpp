#include "reports/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/markup.hpp"
#include "reports/number.hpp"

namespace nines {

namespace {

// Drawings are 1000 by 1000 and stretched; y grows downward.
constexpr double full = 1000.0;

[[nodiscard]] double across(double share) { return std::clamp(share, 0.0, 1.0) * full; }
[[nodiscard]] double down(double share) { return (1.0 - std::clamp(share, -0.02, 1.02)) * full; }
[[nodiscard]] std::string css_percent(double share) { return fmt::format("{:.2f}%", share * 100.0); }

struct Frame {
    std::string title, description, key;
    Axis x, y;
    bool small = false;
    std::string drawing;  // SVG
    std::string labels;   // HTML over the drawing
};

std::string draw_frame(const Frame& f) {
    std::string grid, left, below;
    for (const auto& t : f.y.ticks) {
        grid += fmt::format(R"(<path class="grid" d="M0 {0:.1f}H1000"/>)", down(t.at));
        left += fmt::format(R"(<span style="bottom:{}">{}</span>)", css_percent(t.at), escape(t.label));
    }
    for (std::size_t i = 0; i < f.x.ticks.size(); ++i) {
        const auto& t = f.x.ticks[i];
        grid += fmt::format(R"(<path class="grid" d="M{:.1f} 0V1000"/>)", across(t.at));
        const char* edge = t.at < 0.02 ? " first" : t.at > 0.97 ? " last" : "";
        below += fmt::format(R"(<span class="{}{}" style="left:{}">{}</span>)", i % 2 == 0 ? "even" : "odd", edge,
                             css_percent(t.at), escape(t.label));
    }
    return fmt::format(
        R"(<figure class="chart{}"><figcaption><b>{}</b>{}</figcaption><div class="plot"><div class="y" aria-hidden="true">{}</div>)"
        R"(<div class="area"><svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img"><title>{}</title>)"
        R"(<desc>{}</desc>{}{}</svg>{}</div><div class="x" aria-hidden="true">{}</div></div></figure>)",
        f.small ? " small" : "", escape(f.title), f.key, left, escape(f.title), escape(f.description), grid, f.drawing,
        f.labels, below);
}

// Runs of intervals for which `present` holds.
template <class Present, class Use>
void for_each_run(std::size_t size, Present present, Use use) {
    for (std::size_t i = 0; i < size;) {
        if (!present(i)) {
            ++i;
            continue;
        }
        const auto begin = i;
        while (i < size && present(i)) ++i;
        use(begin, i);
    }
}

class TimeDrawing {
public:
    explicit TimeDrawing(const TimeChart& c) : c_(c) {}

    std::string draw() {
        if (c_.warmup > 0.0) stretch({0.0, c_.warmup, {}}, "warmup", false);
        for (const auto& s : c_.shaded) stretch(s, "fault", true);
        for (const auto& l : c_.lines) band(l);
        if (c_.filled)
            for (const auto& l : c_.lines) area(l);
        for (const auto& l : c_.lines) line(l);
        reference();
        for (const auto& b : c_.bad)
            out_ +=
                fmt::format(R"(<rect class="bad" x="{:.1f}" y="975" width="{:.1f}" height="25"/>)",
                            across(c_.x.at(b.from)), std::max(2.0, across(c_.x.at(b.to)) - across(c_.x.at(b.from))));
        return draw_frame({c_.title, c_.description, key(), c_.x, c_.y, c_.small, out_, labels_});
    }

private:
    [[nodiscard]] double x(std::size_t i) const {
        return across(c_.x.at((static_cast<double>(i) + 0.5) * c_.interval));
    }
    [[nodiscard]] double y(float value) const { return down(c_.y.at(static_cast<double>(value))); }

    void stretch(const Span& s, const char* kind, bool labelled) {
        const double from = across(c_.x.at(s.from)), to = across(c_.x.at(s.to));
        out_ += fmt::format(R"(<rect class="{}" x="{:.1f}" y="0" width="{:.1f}" height="1000"/>)", kind, from,
                            std::max(2.0, to - from));
        if (labelled && !c_.small)
            labels_ += fmt::format(R"(<span class="window{}" style="left:{}">{}</span>)", from > 700 ? " left" : "",
                                   css_percent((from > 700 ? to : from) / full), escape(s.label));
    }

    void band(const ChartLine& l) {
        if (l.low.size() != l.mean.size() || l.high.size() != l.mean.size()) return;
        const auto present = [&](std::size_t i) { return std::isfinite(l.low[i]) && std::isfinite(l.high[i]); };
        for_each_run(l.mean.size(), present, [&](std::size_t begin, std::size_t end) {
            std::string d;
            for (auto i = begin; i < end; ++i)
                d += fmt::format("{}{:.1f} {:.1f}", d.empty() ? 'M' : 'L', x(i), y(l.high[i]));
            for (auto i = end; i-- > begin;) d += fmt::format("L{:.1f} {:.1f}", x(i), y(l.low[i]));
            out_ += fmt::format(R"(<path class="band s{}" d="{}Z"/>)", l.style, d);
        });
    }

    void area(const ChartLine& l) {
        for_each_run(
            l.mean.size(), [&](std::size_t i) { return std::isfinite(l.mean[i]); },
            [&](std::size_t begin, std::size_t end) {
                out_ += fmt::format(R"(<path class="fill s{}" d="M{:.1f} 1000{}V1000Z"/>)", l.style, x(begin),
                                    points(l, begin, end, 'L'));
            });
    }

    [[nodiscard]] std::string points(const ChartLine& l, std::size_t begin, std::size_t end, char first) const {
        std::string d;
        for (auto i = begin; i < end; ++i)
            d += fmt::format("{}{:.1f} {:.1f}", d.empty() ? first : 'L', x(i), y(l.mean[i]));
        if (end == begin + 1) d += "h2";  // alone between gaps
        return d;
    }

    void line(const ChartLine& l) {
        std::string d;
        for_each_run(
            l.mean.size(), [&](std::size_t i) { return std::isfinite(l.mean[i]); },
            [&](std::size_t begin, std::size_t end) { d += points(l, begin, end, 'M'); });
        out_ += fmt::format(R"(<path class="line s{}" d="{}"/>)", l.style, d);
    }

    void reference() {
        const double at = c_.y.at(c_.reference);
        if (std::isnan(c_.reference) || at < 0.0 || at > 1.0) return;
        out_ += fmt::format(R"(<path class="reference" d="M0 {:.1f}H1000"/>)", down(at));
        labels_ += fmt::format(R"(<span class="reference{}" style="bottom:{}">{}</span>)", at > 0.85 ? " under" : "",
                               css_percent(at), escape(c_.reference_label));
    }

    [[nodiscard]] std::string key() const {
        if (c_.lines.size() < 2) return {};
        std::string out = R"(<span class="key">)";
        for (const auto& l : c_.lines)
            out +=
                fmt::format(R"(<span><svg class="swatch" viewBox="0 0 24 8" aria-hidden="true"><path class="line s{}" )"
                            R"(d="M0 4H24"/></svg>{}</span>)",
                            l.style, escape(l.name));
        return out + "</span>";
    }

    const TimeChart& c_;
    std::string out_, labels_;
};

// Counts of a histogram gathered into bars of equal width on a log axis.
struct Bars {
    double low = 0.0, high = 0.0;  // seconds
    std::vector<double> shares;
};

// Where the quickest are left out, one in a thousand at most: on a log axis they would take most of the room.
std::size_t first_of_note(const Histogram& h) {
    const auto counts = h.counts();
    double before = 0.0;
    std::size_t first = 0;
    while (first + 1 < counts.size() &&
           before + static_cast<double>(counts[first]) <= static_cast<double>(h.total()) * 1e-3)
        before += static_cast<double>(counts[first++]);
    return first;
}

Bars gather(const Histogram& h) {
    const auto counts = h.counts();
    const auto edge = [&](std::size_t i) {
        return std::max(0.5e-9, to_seconds(Histogram::lower_edge(h.first_bucket() + static_cast<std::uint32_t>(i))));
    };
    std::size_t first = 0, last = counts.size();
    const double total = static_cast<double>(h.total());
    // The first and last few would squeeze all others together; the tail has a chart of its own.
    double beyond = 0.0;
    while (last > first + 1 && beyond + static_cast<double>(counts[last - 1]) <= total * 2e-4)
        beyond += static_cast<double>(counts[--last]);
    first = first_of_note(h);
    Bars b{.low = edge(first), .high = edge(last), .shares = {}};
    const double span = std::log(b.high / b.low);
    b.shares.assign(static_cast<std::size_t>(std::clamp(span / 0.03, 1.0, 90.0)), 0.0);
    const double width = span / static_cast<double>(b.shares.size());
    for (auto i = first; i < last; ++i) {
        const double from = std::log(edge(i) / b.low) / width, to = std::log(edge(i + 1) / b.low) / width;
        for (auto k = static_cast<std::size_t>(from); k < b.shares.size() && static_cast<double>(k) < to; ++k) {
            const double part = std::min(to, static_cast<double>(k) + 1.0) - std::max(from, static_cast<double>(k));
            b.shares[k] += static_cast<double>(counts[i]) / total * part / (to - from);
        }
    }
    return b;
}

// Flags: a line from its label down. From left to right, each in the first row where it is clear of those before it, so
// that no line runs through a label.
void draw_marks(const DistributionChart& c, const Axis& x, Frame& f) {
    struct Flag {
        double at = 0.0;
        std::string label;
        const char* kind = "";
    };
    std::vector<Flag> flags;
    for (const auto& [seconds, label] : c.marks) flags.push_back({x.at(seconds), label, "mark"});
    for (const auto& [seconds, label] : c.limits) flags.push_back({x.at(seconds), label, "limit"});
    std::erase_if(flags, [](const Flag& m) { return !(m.at >= 0.0 && m.at <= 1.0); });
    std::ranges::stable_sort(flags, {}, &Flag::at);
    std::vector<double> ends;  // of the last label in each row
    for (const auto& m : flags) {
        const double width = 0.04 + 0.022 * static_cast<double>(m.label.size());  // of the chart, on a phone
        const bool left = m.at + width > 1.0;
        const double from = left ? m.at - width : m.at;
        // Below every row whose label reaches as far as this line, or, set left, as far as this label.
        std::size_t row = 0;
        for (std::size_t r = 0; r < ends.size(); ++r)
            if (ends[r] > from) row = r + 1;
        ends.resize(std::max(ends.size(), row + 1), 0.0);
        ends[row] = left ? m.at : m.at + width;
        f.labels +=
            fmt::format(R"(<span class="{}{}" style="left:{};top:{:.2f}em"><b>{}</b></span>)", m.kind,
                        left ? " left" : "", css_percent(m.at), 0.2 + 1.4 * static_cast<double>(row), escape(m.label));
    }
}

}  // namespace

std::string draw(const TimeChart& c) { return TimeDrawing{c}.draw(); }

std::string draw_density(const DistributionChart& c) {
    const auto bars = gather(*c.histogram);
    Frame f;
    f.title = c.title;
    f.description = c.description;
    f.x = log_axis(bars.low, bars.high, "seconds");
    f.y = linear_axis(0.0, *std::ranges::max_element(bars.shares), "share");
    const double width = std::log(bars.high / bars.low) / static_cast<double>(bars.shares.size());
    std::string d;
    for (std::size_t i = 0; i < bars.shares.size(); ++i) {
        const auto x = [&](std::size_t k) {
            return across(f.x.at(bars.low * std::exp(width * static_cast<double>(k))));
        };
        if (i == 0) d += fmt::format("M{:.1f} 1000", x(0));
        d += fmt::format("V{:.1f}H{:.1f}", down(f.y.at(bars.shares[i])), x(i + 1));
    }
    f.drawing = fmt::format(R"(<path class="fill s0" d="{0}V1000Z"/><path class="line s0" d="{0}V1000"/>)", d);
    draw_marks(c, f.x, f);
    return draw_frame(f);
}

std::string draw_tail(const DistributionChart& c) {
    const auto& h = *c.histogram;
    const auto counts = h.counts();
    const double total = static_cast<double>(h.total());
    std::vector<std::pair<double, double>> points;  // seconds, share above
    double above = total;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const auto bucket = h.first_bucket() + static_cast<std::uint32_t>(i);
        points.emplace_back(std::max(0.5e-9, to_seconds(Histogram::lower_edge(bucket))), above / total);
        above -= static_cast<double>(counts[i]);
    }
    const auto last = h.first_bucket() + static_cast<std::uint32_t>(counts.size());
    const auto first = h.first_bucket() + static_cast<std::uint32_t>(first_of_note(h));
    const double low = std::max(0.5e-9, to_seconds(Histogram::lower_edge(first)));
    const double high = points.size() > 1 ? points.back().first : to_seconds(Histogram::lower_edge(last));
    Frame f;
    f.title = c.title;
    f.description = c.description;
    f.x = log_axis(low, high, "seconds");
    f.y = log_axis(std::min(points.back().second, 0.1), 1.0, "share");
    std::string d;
    double drawn_x = -10.0, drawn_y = -10.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double x = across(f.x.at(points[i].first)), y = down(f.y.at(points[i].second));
        if (i + 1 < points.size() && std::abs(x - drawn_x) < 2.0 && std::abs(y - drawn_y) < 2.0) continue;
        d += fmt::format("{}{:.1f} {:.1f}", d.empty() ? 'M' : 'L', x, y);
        drawn_x = x, drawn_y = y;
    }
    f.drawing = fmt::format(R"(<path class="line s0" d="{}"/>)", d);
    draw_marks(c, f.x, f);
    return draw_frame(f);
}

std::string draw_bar(const std::vector<BarPart>& parts, double of) {
    std::string out, words;
    for (const auto& p : parts) {
        if (!(p.value > 0.0) || !(of > 0.0)) continue;
        out += fmt::format(R"(<span class="f{}" style="width:{}"></span>)", p.style,
                           css_percent(std::min(1.0, p.value / of)));
        words += fmt::format("{}{} {}", words.empty() ? "" : ", ", p.name, show(p.value / of, "share"));
    }
    return fmt::format(R"(<div class="bar" role="img" aria-label="{}">{}</div>)", escape(words), out);
}

std::string draw_key(const std::vector<BarPart>& parts) {
    std::string out = R"(<p class="key">)";
    for (const auto& p : parts) out += fmt::format(R"(<span><i class="f{}"></i>{}</span>)", p.style, escape(p.name));
    return out + "</p>";
}

}  // namespace nines
