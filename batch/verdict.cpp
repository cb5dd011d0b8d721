#include "batch/verdict.hpp"

#include <cmath>

namespace nines {

namespace {

[[nodiscard]] Verdict judge(const Estimate& e, double objective) {
    if (std::isnan(e.low) || std::isnan(e.high)) return Verdict::inconclusive;
    if (e.low >= objective) return Verdict::met;
    return e.high < objective ? Verdict::missed : Verdict::inconclusive;
}

// How many requests an objective was measured on, over all replications.
[[nodiscard]] double requests_of(const Slo& slo, const Scenario& s, const Catalogue& c, const Summary& r) {
    double sum = 0.0;
    for (const auto& [name, _] : s.clients) {
        if (!slo.of.empty() && slo.of != name) continue;
        const auto i = index_of(c.figures, Subject::client, name, "requests");
        if (i < r.figures.size() && r.figures[i].estimate > 0.0)
            sum += r.figures[i].estimate * r.figures[i].replications;
    }
    return sum;
}

// Replications in which every request was good do not differ, and Student's interval has no width: it would call a
// handful of requests proof of any number of nines. What is known then is the exact bound for n of n (Clopper and
// Pearson 1934), with requests taken as independent. Likewise when none was good.
[[nodiscard]] Estimate with_width(Estimate e, double requests) {
    if (!(e.low == e.high) || !(requests > 0.0)) return e;
    const double least = std::pow(1.0 - e.confidence, 1.0 / requests);
    if (e.estimate == 1.0) e.low = least;
    if (e.estimate == 0.0) e.high = 1.0 - least;
    return e;
}

// Of recoveries: the name of the database stands where an SLO has its client.
[[nodiscard]] ObjectiveVerdict of_recoveries(const std::string& database, const RecoveryObjective& o, const char* what,
                                             Duration limit, const Catalogue& c, const Summary& r) {
    const std::string metric = what;
    const bool time = metric == "rto";
    ObjectiveVerdict v;
    v.slo.name = database + (time ? ": RTO " : ": RPO ") + print_duration(limit);
    v.slo.of = database;
    v.slo.objective = o.share;
    v.slo.window = Duration::zero();
    v.recoveries = (time ? "service back within " : "nothing lost from more than ") + print_duration(limit) +
                   (time ? "" : " before the failure");
    const auto i = index_of(c.figures, Subject::database, database, metric + ".met_share");
    v.good_share.estimate = v.good_share.low = v.good_share.high = std::numeric_limits<double>::quiet_NaN();
    if (i < r.figures.size()) v.good_share = with_width(r.figures[i], r.figures[i].replications);
    v.budget_used.estimate = v.budget_used.low = v.budget_used.high = std::numeric_limits<double>::quiet_NaN();
    v.verdict = judge(v.good_share, o.share.value);
    return v;
}

}  // namespace

std::vector<ObjectiveVerdict> verdicts(const Scenario& s, const Catalogue& c, const Summary& r) {
    std::vector<ObjectiveVerdict> out;
    for (const Slo& slo : s.slos) {
        ObjectiveVerdict v;
        v.slo = slo;
        const auto i = index_of(c.figures, Subject::slo, slo.name, "good_share");
        if (i < r.figures.size()) v.good_share = with_width(r.figures[i], requests_of(slo, s, c, r));
        const double objective = slo.objective.value;
        const double budget = 1.0 - objective;
        v.budget_used = v.good_share;
        if (budget > 0.0) {
            v.budget_used.estimate = (1.0 - v.good_share.estimate) / budget;
            v.budget_used.low = (1.0 - v.good_share.high) / budget;
            v.budget_used.high = (1.0 - v.good_share.low) / budget;
        } else {
            v.budget_used.estimate = v.budget_used.low = v.budget_used.high = std::numeric_limits<double>::quiet_NaN();
        }
        v.allowed_bad_time = from_seconds(to_seconds(slo.window) * budget);
        v.verdict = judge(v.good_share, objective);
        out.push_back(std::move(v));
    }
    for (const auto& [name, database] : s.databases) {
        if (!database.objective) continue;
        if (const auto& rto = database.objective->rto)
            out.push_back(of_recoveries(name, *database.objective, "rto", *rto, c, r));
        if (const auto& rpo = database.objective->rpo)
            out.push_back(of_recoveries(name, *database.objective, "rpo", *rpo, c, r));
    }
    return out;
}

}  // namespace nines
