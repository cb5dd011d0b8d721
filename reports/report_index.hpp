// The figures of a report by name, found in constant time, and what stands out among them.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reports/report.hpp"

namespace nines {

// One way to end, of a client's requests or of an edge's attempts.
struct Cause {
    std::string outcome;
    Estimate share;            // of all
    double of_failures = 0.0;  // its part of those that failed
};

struct FailingEdge {
    std::string name;
    double attempts = 0.0;  // a replication
    double failed = 0.0;    // of them, a replication
    std::vector<Cause> causes;
};

// REQUIRES: the report outlives it.
class ReportIndex {
public:
    explicit ReportIndex(const Report& r);

    [[nodiscard]] const Report& report() const { return report_; }
    // The names of a subject, in the order of the catalogue.
    [[nodiscard]] const std::vector<std::string>& names(Subject s) const { return names_[static_cast<std::size_t>(s)]; }
    [[nodiscard]] bool has(Subject s, std::string_view name, std::string_view metric) const;
    [[nodiscard]] const Estimate& figure(Subject s, std::string_view name, std::string_view metric) const;  // NaN: none
    [[nodiscard]] std::string_view unit(Subject s, std::string_view name, std::string_view metric) const;   // "": none
    [[nodiscard]] const Histogram* histogram(Subject s, std::string_view name, std::string_view metric) const;
    // Position in the summary's series; as many as there are series when there is none.
    [[nodiscard]] std::size_t series(Subject s, std::string_view name, std::string_view metric) const;

    // Everything under "prefix.NAME" of one subject but the good ones, most frequent first, without those that never
    // happened. A kind of outcome that is new here is among them.
    [[nodiscard]] std::vector<Cause> causes(Subject s, std::string_view name, std::string_view prefix) const;
    // Edges by how many of their attempts fail, most first, without those that never do.
    [[nodiscard]] std::vector<FailingEdge> failing_edges() const;
    // The same without the clients' own edges, whose failures are those of their requests.
    [[nodiscard]] std::vector<FailingEdge> failing_calls() const;
    // Services by utilization, highest first.
    [[nodiscard]] std::vector<std::string> busiest() const;
    // Mean of a figure's values times how many replications there were: a count over the whole run. NaN: unknown.
    [[nodiscard]] double total(Subject s, std::string_view name, std::string_view metric) const;

private:
    using Positions = std::unordered_map<std::string, std::size_t>;
    [[nodiscard]] static std::string key(Subject s, std::string_view name, std::string_view metric);
    [[nodiscard]] static Positions positions(const std::vector<MeasureKey>& keys);

    const Report& report_;
    Positions figures_, histograms_, series_;
    // The names and figures of every subject and name, for looking through them.
    std::unordered_map<std::string, std::vector<std::size_t>> of_name_;
    std::vector<std::vector<std::string>> names_;
};

}  // namespace nines
