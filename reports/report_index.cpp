#include "reports/report_index.hpp"

#include <algorithm>
#include <cmath>

namespace nines {

namespace {

const Estimate no_estimate{};

[[nodiscard]] bool is_good_outcome(std::string_view name) { return name == "success" || name == "degraded"; }

}  // namespace

std::string ReportIndex::key(Subject s, std::string_view name, std::string_view metric) {
    std::string k(1, static_cast<char>('0' + static_cast<int>(s)));
    k += name;
    k += '\0';
    return k += metric;
}

ReportIndex::Positions ReportIndex::positions(const std::vector<MeasureKey>& keys) {
    Positions p;
    p.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) p.emplace(key(keys[i].subject, keys[i].name, keys[i].metric), i);
    return p;
}

ReportIndex::ReportIndex(const Report& r)
    : report_(r),
      figures_(positions(r.catalogue.figures)),
      histograms_(positions(r.catalogue.histograms)),
      series_(positions(r.catalogue.series)),
      names_(Choices<Subject>::names.size()) {
    for (std::size_t i = 0; i < r.catalogue.figures.size(); ++i) {
        const auto& k = r.catalogue.figures[i];
        auto& of_name = of_name_[key(k.subject, k.name, {})];
        if (of_name.empty()) names_[static_cast<std::size_t>(k.subject)].push_back(k.name);
        of_name.push_back(i);
    }
}

bool ReportIndex::has(Subject s, std::string_view name, std::string_view metric) const {
    return figures_.contains(key(s, name, metric));
}

const Estimate& ReportIndex::figure(Subject s, std::string_view name, std::string_view metric) const {
    const auto found = figures_.find(key(s, name, metric));
    return found == figures_.end() || found->second >= report_.summary.figures.size()
               ? no_estimate
               : report_.summary.figures[found->second];
}

std::string_view ReportIndex::unit(Subject s, std::string_view name, std::string_view metric) const {
    const auto found = figures_.find(key(s, name, metric));
    return found == figures_.end() ? std::string_view{} : report_.catalogue.figures[found->second].unit;
}

const Histogram* ReportIndex::histogram(Subject s, std::string_view name, std::string_view metric) const {
    const auto found = histograms_.find(key(s, name, metric));
    if (found == histograms_.end() || found->second >= report_.summary.histograms.size()) return nullptr;
    const auto& h = report_.summary.histograms[found->second];
    return h.total() > 0 ? &h : nullptr;
}

std::size_t ReportIndex::series(Subject s, std::string_view name, std::string_view metric) const {
    const auto found = series_.find(key(s, name, metric));
    return found == series_.end() ? report_.summary.series.size() : found->second;
}

std::vector<Cause> ReportIndex::causes(Subject s, std::string_view name, std::string_view prefix) const {
    std::vector<Cause> out;
    const auto found = of_name_.find(key(s, name, {}));
    if (found == of_name_.end()) return out;
    double failed = 0.0;
    for (const auto i : found->second) {
        const std::string_view metric = report_.catalogue.figures[i].metric;
        if (!metric.starts_with(prefix) || i >= report_.summary.figures.size()) continue;
        const auto outcome = metric.substr(prefix.size());
        const auto& share = report_.summary.figures[i];
        if (is_good_outcome(outcome) || !(share.estimate > 0.0)) continue;
        out.push_back({std::string{outcome}, share, 0.0});
        failed += share.estimate;
    }
    for (auto& c : out) c.of_failures = c.share.estimate / failed;
    std::ranges::stable_sort(out, std::greater{}, &Cause::of_failures);
    return out;
}

std::vector<FailingEdge> ReportIndex::failing_edges() const {
    std::vector<FailingEdge> out;
    for (const auto& name : names(Subject::edge)) {
        FailingEdge e{.name = name, .causes = causes(Subject::edge, name, "attempt_outcome.")};
        e.attempts = figure(Subject::edge, name, "attempts").estimate;
        if (std::isnan(e.attempts))
            e.attempts = figure(Subject::edge, name, "calls").estimate *
                         figure(Subject::edge, name, "attempts_per_call").estimate;
        double share = 0.0;
        for (const auto& c : e.causes) share += c.share.estimate;
        e.failed = e.attempts * share;
        if (e.failed > 0.0) out.push_back(std::move(e));
    }
    std::ranges::stable_sort(out, std::greater{}, &FailingEdge::failed);
    return out;
}

std::vector<FailingEdge> ReportIndex::failing_calls() const {
    auto out = failing_edges();
    std::erase_if(out, [&](const FailingEdge& e) {
        return std::ranges::any_of(names(Subject::client),
                                   [&](const std::string& client) { return e.name.starts_with(client + " -> "); });
    });
    return out;
}

std::vector<std::string> ReportIndex::busiest() const {
    std::vector<std::string> out;
    const auto utilization = [&](const std::string& s) { return figure(Subject::service, s, "utilization").estimate; };
    for (const auto& name : names(Subject::service))
        if (!std::isnan(utilization(name))) out.push_back(name);
    std::ranges::stable_sort(out, [&](const auto& a, const auto& b) { return utilization(a) > utilization(b); });
    return out;
}

double ReportIndex::total(Subject s, std::string_view name, std::string_view metric) const {
    const auto& e = figure(s, name, metric);
    return e.replications == 0 ? std::numeric_limits<double>::quiet_NaN() : e.estimate * e.replications;
}

}  // namespace nines
