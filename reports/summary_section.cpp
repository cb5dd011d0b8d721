// What the page says first: a card for every client, and the result in plain words; then the objectives.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/cost_words.hpp"
#include "reports/markup.hpp"
#include "reports/number.hpp"
#include "reports/page.hpp"
#include "reports/rare_failures.hpp"

namespace nines {

namespace {

constexpr std::size_t most_cards = 6;
constexpr std::size_t most_sentences = 4;

[[nodiscard]] std::string strong(const std::string& text) { return "<b>" + text + "</b>"; }

// " (99.91% to 99.95%)", or nothing.
[[nodiscard]] std::string in_brackets(const Estimate& e, std::string_view unit) {
    const auto range = show_range(e, unit);
    return range.empty() ? range : " (" + range + ")";
}

std::string card(const Page& p, const std::string& name) {
    const auto figure = [&](const char* metric) -> const Estimate& {
        return p.index.figure(Subject::client, name, metric);
    };
    const auto& availability = figure("availability");
    const auto shown = show(availability, "share");
    const auto row = [&](const char* label, const char* metric, const char* unit) {
        return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", label, cell_of(figure(metric), unit));
    };
    return fmt::format(
        R"(<article class="card"><h3>{}</h3><p class="big">{}</p><p class="sub">available{}{}</p><dl>{}{}{}</dl></article>)",
        escape(name), shown.value, shown.interval.empty() ? "" : ", " + shown.interval,
        availability.estimate < 1.0 ? fmt::format(" · {} nines", show_nines(availability.estimate)) : "",
        row("Goodput", "goodput", "per_second"), row("Median latency", "latency.p50", "seconds"),
        row("99th percentile", "latency.p99", "seconds"));
}

// "Of 1.2 million requests of shoppers, 99.93% (...) got a good answer: 3.2 nines. ..."
std::string availability_words(const Page& p, const std::string& name) {
    const auto& a = p.index.figure(Subject::client, name, "availability");
    if (std::isnan(a.estimate))
        return fmt::format("No request of {} ended in the time simulated.", strong(escape(name)));
    const auto requests = p.index.total(Subject::client, name, "requests");
    std::string out = std::isnan(requests)
                          ? fmt::format("Of all requests of {}, ", strong(escape(name)))
                          : fmt::format("Of {} requests of {}, ", show_count(requests), strong(escape(name)));
    if (a.estimate >= 1.0) {
        out += "every one got a good answer. ";
        if (requests >= 100.0)
            out += fmt::format(
                "That none of so many failed shows no more than about {} nines, and only for what happened in this "
                "run. ",
                show_nines(1.0 - 3.0 / requests));
        return out;
    }
    out += fmt::format("{}{} got a good answer: {} nines. ", strong(show(a, "share").value), in_brackets(a, "share"),
                       show_nines(a.estimate));
    const auto& s = p.report.summary;
    const double measured = s.end_seconds - s.warmup_seconds;
    if (a.estimate > 0.5 && measured > 0.0)
        out += fmt::format("That is as much as if nothing had worked for {} of the {} measured. ",
                           strong(show_span((1.0 - a.estimate) * measured)), show_span(measured));
    const auto causes = p.index.causes(Subject::client, name, "outcome.");
    if (!causes.empty())
        out +=
            fmt::format("Of those that failed, {} ended with outcome “{}”. ",
                        causes.front().of_failures > 0.995 ? "nearly all"
                                                           : fmt::format("{:.0f}%", causes.front().of_failures * 100.0),
                        escape(causes.front().outcome));
    return out;
}

std::string latency_words(const Page& p, const std::string& name) {
    const auto figure = [&](const char* metric) -> const Estimate& {
        return p.index.figure(Subject::client, name, metric);
    };
    const auto& p50 = figure("latency.p50");
    const auto& p99 = figure("latency.p99");
    if (std::isnan(p50.estimate)) return {};
    std::string out = fmt::format("Half of the good answers came within {}", strong(show(p50, "seconds").value));
    if (!std::isnan(p99.estimate))
        out += fmt::format(", 99 of 100 within {}{}", strong(show(p99, "seconds").value), in_brackets(p99, "seconds"));
    if (const auto& p999 = figure("latency.p99.9"); !std::isnan(p999.estimate))
        out += fmt::format(", one in a thousand took longer than {}", show(p999, "seconds").value);
    return out + ".";
}

std::string where_words(const Page& p) {
    std::string out;
    const auto edges = p.index.failing_calls();
    if (!edges.empty()) {
        const auto& e = edges.front();
        out +=
            fmt::format("Between services, most attempts failed on {}: {} of them, mostly with outcome “{}”. ",
                        strong(escape(e.name)), show(e.failed / e.attempts, "share"), escape(e.causes.front().outcome));
    }
    const auto busiest = p.index.busiest();
    if (!busiest.empty()) {
        const auto& u = p.index.figure(Subject::service, busiest.front(), "utilization");
        out += fmt::format("The busiest service was {}: {}{} of its workers’ time was taken.",
                           strong(escape(busiest.front())), show(u, "share").value, in_brackets(u, "share"));
    }
    return out;
}

std::string badge(Verdict v) {
    switch (v) {
        case Verdict::met: return R"(<span class="badge met">✓ met</span>)";
        case Verdict::missed: return R"(<span class="badge missed">✗ missed</span>)";
        case Verdict::inconclusive: return R"(<span class="badge inconclusive">? inconclusive</span>)";
    }
    return {};
}

std::string verdict_words(const Report& r) {
    if (r.verdicts.empty()) return {};
    const auto count = [&](Verdict v) { return std::ranges::count(r.verdicts, v, &ObjectiveVerdict::verdict); };
    std::string out = "<p class=\"verdicts\">";
    for (const auto v : {Verdict::missed, Verdict::inconclusive, Verdict::met}) {
        if (count(v) == 0) continue;
        out += fmt::format("{} ", badge(v));
        std::string names;
        for (const auto& o : r.verdicts)
            if (o.verdict == v && names.size() < 200) names += (names.empty() ? "" : ", ") + escape(o.slo.name);
        out += names + " ";
    }
    return out + "</p>";
}

}  // namespace

std::string summary_section(const Page& p) {
    const auto& names = p.index.names(Subject::client);
    std::string out = fmt::format(R"(<div class="{}"><div class="cards">)", names.size() == 1 ? "beside" : "below");
    for (std::size_t i = 0; i < names.size() && i < most_cards; ++i) out += card(p, names[i]);
    out += "</div><div>" + verdict_words(p.report);
    for (std::size_t i = 0; i < names.size() && i < most_sentences; ++i)
        out += fmt::format("<p>{}{}</p>", availability_words(p, names[i]), latency_words(p, names[i]));
    if (names.size() > most_sentences)
        out += fmt::format("<p>{} are in the tables below.</p>",
                           show_number_of(names.size() - most_sentences, "more client"));
    if (const auto where = where_words(p); !where.empty()) out += fmt::format("<p>{}</p>", where);
    if (const auto cost = cost_words(p.index); !cost.empty()) out += fmt::format("<p>{}</p>", escape(cost));
    const auto& s = p.report.summary;
    if (const auto rare = print(rare_failures(p.report.scenario, s)); !rare.empty())
        out += fmt::format(
            "<p>Too rare for this run to judge are failures of {}: take the figures as what is seen while these hardly "
            "happen.</p>",
            escape(rare));
    out += fmt::format(
        R"(<p class="note">From {} of {} simulated time each{}. {})",
        show_number_of(s.replications, "independent replication"), show_span(s.end_seconds),
        s.warmup_seconds > 0.0 ? fmt::format(", the first {} not counted", show_span(s.warmup_seconds)) : "",
        s.replications > 1
            ? fmt::format("Ranges are {} confidence intervals: they say how exactly this design was simulated, "
                          "not how well the scenario describes the world.",
                          show(s.confidence, "share"))
            : "One replication has no confidence intervals.");
    return Page::section("summary", "Summary", out + "</p></div></div>");
}

std::string objectives_section(const Page& p) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& v : p.report.verdicts) {
        const bool times = v.budget_used.estimate >= 2.0;
        rows.push_back({escape(v.slo.name), badge(v.verdict), v.slo.of.empty() ? "all clients" : escape(v.slo.of),
                        escape(v.recoveries.empty() ? Scalar<GoodEvent>::print(v.slo.good) : v.recoveries),
                        escape(Scalar<Probability>::print(v.slo.objective)), cell_of(v.good_share, "share"),
                        cell_of(v.budget_used, times ? "ratio" : "share") + (times ? " times" : ""),
                        v.recoveries.empty() ? fmt::format("{} in {}", show_span(to_seconds(v.allowed_bad_time)),
                                                           show_span(to_seconds(v.slo.window)))
                                             : std::string{}});
    }
    if (rows.empty()) return {};
    return Page::section("objectives", "Objectives",
                         html_table({"Objective", "Verdict", "Of", "Good is", "Promised", "Simulated",
                                     "Error budget used", "Budget as time"},
                                    rows) +
                             R"(<p class="note">Met or missed: the whole interval lies on that side of the objective. )"
                             "Inconclusive: the objective lies within the interval; more replications narrow it.</p>");
}

}  // namespace nines
