#include "reports/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/cost_words.hpp"
#include "reports/data_figures.hpp"
#include "reports/number.hpp"
#include "reports/policy_actions.hpp"
#include "reports/rare_failures.hpp"
#include "reports/report_index.hpp"
#include "reports/text_layout.hpp"

namespace nines {

namespace {

constexpr std::size_t most_rows = 25;
constexpr std::array<std::pair<const char*, const char*>, 5> latencies = {{{"latency.mean", "mean"},
                                                                           {"latency.p50", "p50"},
                                                                           {"latency.p90", "p90"},
                                                                           {"latency.p99", "p99"},
                                                                           {"latency.p99.9", "p99.9"}}};

// What is printed, section by section; sections are apart by an empty line.
class Table {
public:
    Table(const Report& r, const TableStyle& style)
        : r_(r), style_(style), index_(r), width_(static_cast<std::size_t>(std::max(style.columns, 40))) {}

    std::string print() {
        head();
        clients();
        latency();
        objectives();
        causes();
        edges();
        busiest();
        policies();
        messages();
        data();
        cost();
        origin();
        return style_.unicode ? out_ : ascii(out_);
    }

private:
    [[nodiscard]] std::string paint(std::string_view text, const char* code) const {
        return style_.colour ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string{text};
    }
    void title(std::string_view text) { out_ += '\n' + paint(text, "1") + '\n'; }
    void line(const std::string& text, std::size_t indent = 0) { out_ += wrapped(text, width_, indent) + '\n'; }
    void print(const TextTable& t) { out_ += t.print(width_); }
    void left_out(std::size_t n, std::string_view what) {
        if (n > most_rows) line(fmt::format("… and {}; --json has all", show_number_of(n - most_rows, what)));
    }

    void head() { out_ += paint(shortened(printable(r_.run.name), width_), "1") + '\n'; }

    void clients() {
        const auto& names = index_.names(Subject::client);
        const auto level = fmt::format("Availability ({})", show(r_.summary.confidence, "share"));
        TextTable t{{"Client", level, "Nines", "Goodput", "Arrivals"}};
        for (std::size_t i = 0; i < names.size() && i < most_rows; ++i) {
            const auto figure = [&](const char* metric) { return index_.figure(Subject::client, names[i], metric); };
            const auto availability = figure("availability");
            t.add({printable(names[i]), show(availability, "share").text(), show_nines(availability.estimate),
                   show(figure("goodput"), "per_second").text(), show(figure("arrival_rate"), "per_second").text()});
        }
        out_ += '\n';
        print(t);
        left_out(names.size(), "client");
    }

    void latency() {
        const auto& names = index_.names(Subject::client);
        std::vector<std::string> head = {"Good answers in"};
        for (const auto& l : latencies) head.emplace_back(l.second);
        TextTable t{head};
        for (std::size_t i = 0; i < names.size() && i < most_rows; ++i) {
            std::vector<std::string> row = {printable(names[i])};
            for (const auto& l : latencies)
                row.push_back(show(index_.figure(Subject::client, names[i], l.first), "seconds").text());
            t.add(row);
        }
        out_ += '\n';
        print(t);
    }

    [[nodiscard]] std::string verdict(Verdict v) const {
        switch (v) {
            case Verdict::met: return paint("met", "32");
            case Verdict::missed: return paint("MISSED", "1;31");
            case Verdict::inconclusive: return paint("inconclusive", "33");
        }
        return {};
    }

    void objectives() {
        if (r_.verdicts.empty()) return;
        title("Objectives");
        for (const auto& v : r_.verdicts) {
            if (!v.recoveries.empty()) {
                line(fmt::format("  {}  {}: {} of recoveries were good ({}); objective {}", verdict(v.verdict),
                                 printable(v.slo.name), show(v.good_share, "share").text(), v.recoveries,
                                 print_share(v.slo.objective)),
                     4);
                continue;
            }
            const auto of = v.slo.of.empty() ? std::string{"all clients"} : printable(v.slo.of);
            line(fmt::format("  {}  {}: {} of {} were good ({}); objective {}{}", verdict(v.verdict),
                             printable(v.slo.name), show(v.good_share, "share").text(), of,
                             Scalar<GoodEvent>::print(v.slo.good), print_share(v.slo.objective), budget(v)),
                 4);
        }
    }

    [[nodiscard]] static std::string print_share(Probability p) { return Scalar<Probability>::print(p); }

    [[nodiscard]] static std::string budget(const ObjectiveVerdict& v) {
        if (std::isnan(v.budget_used.estimate)) return {};
        const bool times = v.budget_used.estimate >= 2.0;
        return fmt::format("; uses {} {} the error budget", show(v.budget_used, times ? "ratio" : "share").text(),
                           times ? "times" : "of");
    }

    void causes() {
        bool any = false;
        for (const auto& name : index_.names(Subject::client)) {
            const auto causes = index_.causes(Subject::client, name, "outcome.");
            if (causes.empty()) continue;
            if (!any) title("Why requests failed");
            any = true;
            std::string text = "  " + printable(name) + ":";
            for (std::size_t i = 0; i < causes.size(); ++i)
                text += fmt::format("{} {} {} ({} of failures)", i == 0 ? "" : ",", causes[i].outcome,
                                    show(causes[i].share, "share").text(), show_part(causes[i].of_failures));
            line(text, 4);
        }
        if (any) return;
        out_ += '\n';
        line("No request failed" + few_nines() + ".");
    }

    // What a run in which nothing failed can say at most, by the rule of three.
    [[nodiscard]] std::string few_nines() const {
        double requests = 0.0;
        for (const auto& name : index_.names(Subject::client))
            requests += index_.total(Subject::client, name, "requests");
        if (!(requests >= 100.0)) return {};
        return fmt::format("; {} of them show no more than about {} nines", show_count(requests),
                           show_nines(1.0 - 3.0 / requests));
    }

    [[nodiscard]] static std::string show_part(double share) {
        return share > 0.0 && share < 0.01 ? "under 1%" : fmt::format("{:.0f}%", share * 100.0);
    }

    void edges() {
        const auto edges = index_.failing_calls();
        if (edges.empty()) return;
        title("Where attempts failed");
        for (std::size_t i = 0; i < edges.size() && i < 5; ++i) {
            const auto& e = edges[i];
            std::string text =
                fmt::format("  {}: {} of attempts,", printable(e.name), show(e.failed / e.attempts, "share"));
            for (std::size_t c = 0; c < e.causes.size() && c < 3; ++c)
                text += fmt::format("{} {} {}", c == 0 ? "" : ",", e.causes[c].outcome,
                                    show(e.causes[c].share, "share").text());
            line(text, 4);
        }
    }

    void busiest() {
        const auto busiest = index_.busiest();
        if (busiest.empty()) return;
        const auto& name = busiest.front();
        const auto figure = [&](const char* metric) { return index_.figure(Subject::service, name, metric); };
        title("Busiest");
        line(fmt::format("  {}: {} of its workers' time, {} waiting on average", printable(name),
                         show(figure("utilization"), "share").text(), show(figure("queue.mean"), "count").text()),
             4);
    }

    // A line for each edge, service and bulkhead whose policies did something, most of them first.
    void policies() {
        const auto actions = policy_actions(index_);
        if (actions.empty()) return;
        title("What the policies did");
        constexpr std::size_t most_lines = 8, most_figures = 4;
        std::size_t lines = 0, left = 0;
        for (std::size_t i = 0; i < actions.size();) {
            std::string text = "  " + printable(actions[i].name) + ":";
            std::size_t n = 0;
            const std::size_t first = i;
            for (; i < actions.size() && actions[i].name == actions[first].name &&
                   actions[i].subject == actions[first].subject;
                 ++i)
                if (n < most_figures)
                    text += fmt::format("{} {} {}", n++ == 0 ? "" : ",",
                                        show(actions[i].figure, actions[i].unit).text(), actions[i].what);
            if (lines++ < most_lines)
                line(text, 4);
            else
                ++left;
        }
        if (left > 0)
            line(fmt::format("  … and {}; the report and --json have all",
                             show_count(static_cast<double>(left)) + " more"));
    }

    // What became of the messages, a line for each group of consumers.
    void messages() {
        const auto& names = index_.names(Subject::consumer);
        if (names.empty()) return;
        title("What became of the messages");
        constexpr std::array<std::pair<const char*, const char*>, 8> fates = {
            {{"duplicated_share", "more than once"},
             {"lost_share", "lost"},
             {"dead_lettered_share", "given up"},
             {"expired_share", "expired"},
             {"failed_share", "never acknowledged"},
             {"redelivered_share", "of deliveries again"},
             {"reordered_share", "out of order"},
             {"stopped.share", "of the time at a stand"}}};
        for (std::size_t i = 0; i < names.size() && i < most_rows; ++i) {
            const auto figure = [&](const char* metric) { return index_.figure(Subject::consumer, names[i], metric); };
            std::string text =
                fmt::format("  {}: {} processed", printable(names[i]), show(figure("processed_share"), "share").text());
            for (const auto& [metric, what] : fates) {
                const auto share = figure(metric);
                if (share.estimate > 0.0) text += fmt::format(", {} {}", show(share, "share").text(), what);
            }
            if (const auto p99 = figure("latency.p99"); !std::isnan(p99.estimate))
                text += fmt::format("; within {} (p99)", show(p99, "seconds").text());
            text += fmt::format("; backlog {} on average, {} at the end", show(figure("backlog.mean"), "count").text(),
                                show(figure("backlog.end"), "count").text());
            line(text, 4);
        }
        left_out(names.size(), "group");
    }

    void data() {
        const auto figures = data_figures(index_);
        if (figures.empty()) return;
        title("What became of the data");
        constexpr std::size_t most_figures = 8;
        for (std::size_t i = 0; i < figures.size();) {
            std::string text = "  " + printable(figures[i].name) + ":";
            std::size_t n = 0;
            for (const std::size_t first = i; i < figures.size() && figures[i].name == figures[first].name; ++i)
                if (n < most_figures)
                    text += fmt::format("{} {} {}", n++ == 0 ? "" : ",",
                                        show(figures[i].figure, figures[i].unit).text(), figures[i].what);
            line(text, 4);
        }
    }

    void cost() {
        const auto words = cost_words(index_);
        if (words.empty()) return;
        title("Cost");
        line("  " + words, 4);
    }

    // Where the numbers come from.
    void origin() {
        const auto& s = r_.summary;
        out_ += '\n';
        std::string how =
            fmt::format("{} of {} simulated", show_number_of(s.replications, "replication"), show_span(s.end_seconds));
        if (s.warmup_seconds > 0.0) how += fmt::format(", the first {} not counted", show_span(s.warmup_seconds));
        if (!s.warmup_rule.empty()) how += fmt::format(" (warm-up: {})", printable(s.warmup_rule));
        line(how + ".");
        line(fmt::format("{} requests, {} events; seed {}; Nines {}.", show_count(static_cast<double>(s.requests)),
                         show_count(static_cast<double>(s.events)), r_.run.seed, printable(r_.run.version)));
        if (const auto rare = nines::print(rare_failures(r_.scenario, s)); !rare.empty())
            line(fmt::format("Too rare for this run to judge: failures of {}.", printable(rare)));
        if (!s.stop_detail.empty()) line(fmt::format("Stopped: {}.", printable(s.stop_detail)));
        if (s.replications < 2)
            line("One replication has no confidence intervals: run more to know how far these numbers can be trusted.");
    }

    const Report& r_;
    const TableStyle& style_;
    ReportIndex index_;
    std::size_t width_;
    std::string out_;
};

}  // namespace

std::string print_table(const Report& r, const TableStyle& style) { return Table{r, style}.print(); }

}  // namespace nines
