#include "gui/read/comparison_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "batch/comparison.hpp"
#include "gui/tr.hpp"

namespace nines::gui {

namespace {

// The same random numbers in both: replication i of one belongs to replication i of the other.
[[nodiscard]] bool pairs_with(const Report& a, const Report& b) {
    return a.run.seed == b.run.seed && a.summary.end_seconds == b.summary.end_seconds &&
           a.summary.warmup_seconds == b.summary.warmup_seconds;
}

[[nodiscard]] std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) out.push_back(std::move(line));
    return out;
}

}  // namespace

Tendency ComparedFigure::tendency(std::size_t run) const {
    const auto& d = differences[run];
    if (std::isnan(d.low) || std::isnan(d.high)) return Tendency::unknown;
    if (d.low > 0.0) return Tendency::higher;
    return d.high < 0.0 ? Tendency::lower : Tendency::same;
}

int ComparedFigure::direction() const {
    const std::string_view m = key.metric;
    if (m == "availability" || m == "good_share" || m == "goodput" || m == "outcome.success") return 1;
    if (m.starts_with("latency.") || m.starts_with("outcome.") || m.starts_with("wait.") || m == "wasted_share")
        return -1;
    return 0;
}

ComparisonView compare(const std::vector<std::shared_ptr<const Report>>& reports) {
    ComparisonView out;
    const Report& first = *reports.front();
    out.paired = true;
    for (const auto& r : reports) {
        out.runs.push_back(QStringLiteral("%1: %2").arg(r->run.id).arg(QString::fromStdString(r->run.name)));
        out.paired = out.paired && pairs_with(first, *r);
    }
    out.how = out.paired
                  ? tr("Differences by pairs of replications: the runs share their seed, and so their random numbers.")
                  : tr("Differences between independent runs (Welch): their seeds or their plans are not the same.");
    for (std::size_t i = 0; i < first.catalogue.figures.size(); ++i) {
        ComparedFigure f;
        f.key = first.catalogue.figures[i];
        bool anywhere = false;
        for (std::size_t run = 0; run < reports.size(); ++run) {
            const Report& r = *reports[run];
            const bool same_place = i < r.catalogue.figures.size() && r.catalogue.figures[i] == f.key;
            const auto at = same_place ? i : index_of(r.catalogue.figures, f.key.subject, f.key.name, f.key.metric);
            const bool known = at < r.summary.figures.size();
            f.values.push_back(known ? r.summary.figures[at] : Estimate{});
            f.differences.push_back(run > 0 && known ? difference(first.summary.values[i], r.summary.values[at],
                                                                  out.paired, first.summary.confidence)
                                                     : Estimate{});
            anywhere = anywhere || std::isfinite(f.values.back().estimate);
        }
        if (anywhere) out.figures.push_back(std::move(f));
    }
    return out;
}

std::string ComparisonView::csv() const {
    const auto number = [](double x) { return std::isnan(x) ? std::string{} : fmt::format("{:.9g}", x); };
    const auto quoted = [](std::string s) {
        for (std::size_t i = 0; (i = s.find('"', i)) != std::string::npos; i += 2) s.insert(i, 1, '"');
        return '"' + s + '"';
    };
    std::string out = "subject,name,metric,unit";
    for (std::size_t r = 0; r < runs.size(); ++r) {
        const auto run = quoted(runs[r].toStdString());
        out += fmt::format(",{0} estimate,{0} low,{0} high", fmt::format("run {}", r + 1));
        if (r > 0)
            out += fmt::format(",{0} difference,{0} difference low,{0} difference high", fmt::format("run {}", r + 1));
    }
    out += "\n";
    for (const auto& f : figures) {
        out += fmt::format("{},{},{},{}", name_of(f.key.subject), quoted(f.key.name), f.key.metric, f.key.unit);
        for (std::size_t r = 0; r < runs.size(); ++r) {
            const auto& v = f.values[r];
            out += fmt::format(",{},{},{}", number(v.estimate), number(v.low), number(v.high));
            const auto& d = f.differences[r];
            if (r > 0) out += fmt::format(",{},{},{}", number(d.estimate), number(d.low), number(d.high));
        }
        out += "\n";
    }
    return out;
}

std::vector<DiffLine> difference_of_texts(const std::string& before, const std::string& after, std::size_t around) {
    const auto a = lines_of(before), b = lines_of(after);
    const auto n = static_cast<std::ptrdiff_t>(a.size()), m = static_cast<std::ptrdiff_t>(b.size());
    constexpr std::ptrdiff_t most_changes = 1000;  // beyond that the texts have nothing in common worth showing
    const auto limit = std::min(n + m, most_changes);
    std::vector<std::vector<std::ptrdiff_t>> trace;
    std::vector<std::ptrdiff_t> furthest(static_cast<std::size_t>(2 * limit + 3), 0);
    const auto at = [&](std::ptrdiff_t k) -> std::ptrdiff_t& {
        return furthest[static_cast<std::size_t>(k + limit + 1)];
    };
    bool found = false;
    for (std::ptrdiff_t d = 0; d <= limit && !found; ++d) {
        trace.push_back(furthest);
        for (std::ptrdiff_t k = -d; k <= d; k += 2) {
            std::ptrdiff_t x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
            std::ptrdiff_t y = x - k;
            while (x < n && y < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)]) ++x, ++y;
            at(k) = x;
            if (x >= n && y >= m) {
                found = true;
                break;
            }
        }
    }
    std::vector<DiffLine> all;
    const auto line = [](DiffLine::Kind kind, const std::string& text) {
        return DiffLine{kind, QString::fromStdString(text)};
    };
    if (!found) {
        for (const auto& l : a) all.push_back(line(DiffLine::Kind::removed, l));
        for (const auto& l : b) all.push_back(line(DiffLine::Kind::added, l));
        return all;
    }
    std::ptrdiff_t x = n, y = m;
    for (auto d = static_cast<std::ptrdiff_t>(trace.size()) - 1; d >= 0; --d) {
        const auto& before_d = trace[static_cast<std::size_t>(d)];
        const auto was = [&](std::ptrdiff_t k) { return before_d[static_cast<std::size_t>(k + limit + 1)]; };
        const auto k = x - y;
        const auto previous = k == -d || (k != d && was(k - 1) < was(k + 1)) ? k + 1 : k - 1;
        const auto from_x = d == 0 ? 0 : was(previous), from_y = d == 0 ? 0 : from_x - previous;
        while (x > from_x && y > from_y) {
            --x, --y;
            all.push_back(line(DiffLine::Kind::same, a[static_cast<std::size_t>(x)]));
        }
        if (d == 0) break;
        if (x == from_x)
            all.push_back(line(DiffLine::Kind::added, b[static_cast<std::size_t>(--y)]));
        else
            all.push_back(line(DiffLine::Kind::removed, a[static_cast<std::size_t>(--x)]));
    }
    std::ranges::reverse(all);
    // Only what has changed, with a few lines around it.
    std::vector<bool> near(all.size(), false);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].kind != DiffLine::Kind::same)
            for (std::size_t k = i > around ? i - around : 0; k <= i + around && k < all.size(); ++k) near[k] = true;
    std::vector<DiffLine> out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (near[i])
            out.push_back(std::move(all[i]));
        else if (out.empty() ? false : out.back().kind != DiffLine::Kind::gap)
            out.push_back({DiffLine::Kind::gap, QStringLiteral("⋯")});
    }
    if (!out.empty() && out.back().kind == DiffLine::Kind::gap) out.pop_back();
    return out;
}

}  // namespace nines::gui
