// The figures, histograms and series of databases, in the order of the catalogue (measure_catalogue.cpp).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>

#include "models/counters.hpp"
#include "models/measures.hpp"
#include "models/model.hpp"

namespace nines {

// Mean and, where enough values lie beyond it, a high quantile of what a histogram holds.
template <class Sink>
void span_figures(Sink& sink, const std::string& name, const std::string& metric, const Histogram& h,
                  const WideSum& sum) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    const auto n = h.total();
    sink.figure(Subject::database, name, metric + ".mean", "seconds",
                n > 0 ? sum.seconds() / static_cast<double>(n) : unknown);
    sink.figure(Subject::database, name, metric + ".p50", "seconds", n >= 20 ? to_seconds(h.quantile(0.5)) : unknown);
    sink.figure(Subject::database, name, metric + ".p99", "seconds",
                n >= 1000 ? to_seconds(h.quantile(0.99)) : unknown);
    sink.figure(Subject::database, name, metric + ".max", "seconds", n > 0 ? to_seconds(h.quantile(1.0)) : unknown);
}

template <class Sink>
void restore_measures(Sink& sink, const DatabaseModel& model, const DatabaseCounters& d, const std::string& name) {
    const auto share = [&](const char* metric, std::uint64_t n, std::uint64_t of) {
        sink.figure(
            Subject::database, name, metric, "share",
            of > 0 ? static_cast<double>(n) / static_cast<double>(of) : std::numeric_limits<double>::quiet_NaN());
    };
    if (model.objective && model.objective->rto) share("rto.met_share", d.rto_met, d.rto_judged);
    if (model.objective && model.objective->rpo) share("rpo.met_share", d.rpo_met, d.rpo_judged);
    if (model.backups && model.backups->cost > 0.0)
        sink.figure(Subject::database, name, "backups.cost", "per_hour", model.backups->cost);
    const auto goes_stale = [](const RunbookModel& r) {
        return std::ranges::any_of(r.steps, [](const RunbookStepModel& s) { return s.goes_stale.has_value(); });
    };
    if (goes_stale(model.runbook) || goes_stale(model.restore_runbook))
        sink.figure(Subject::database, name, "runbook.stale_steps", "count", static_cast<double>(d.stale_steps));
    if (!model.can_be_damaged) return;
    sink.figure(Subject::database, name, "backups", "count", static_cast<double>(d.backups));
    sink.figure(Subject::database, name, "restores", "count", static_cast<double>(d.restores));
    sink.figure(Subject::database, name, "backups.bad", "count", static_cast<double>(d.bad_backups));
    share("restores.empty_share", d.nothing_to_restore, d.restores);
    share("reads.damaged_share", d.damaged_reads, d.reads);
    span_figures(sink, name, "restore", d.restore, d.restore_sum);
    span_figures(sink, name, "restore_point", d.restore_point, d.restore_point_sum);
    sink.histogram(Subject::database, name, "restore", d.restore);
    sink.histogram(Subject::database, name, "restore_point", d.restore_point);
}

template <class Sink>
void disk_measures(Sink& sink, const DatabaseModel& model, const DatabaseCounters& d, const std::string& name,
                   Instant since, Instant now) {
    const double size = model.disk->size.bytes * model.shards;
    sink.figure(Subject::database, name, "disk.utilization", "share", d.disk.mean(since, now) / size);
    sink.figure(Subject::database, name, "disk.peak", "share", d.disk_peak);
    sink.figure(Subject::database, name, "disk.full_share", "share",
                d.full.mean(since, now) / (static_cast<double>(model.nodes) * model.shards));
    sink.figure(Subject::database, name, "writes.no_room", "count", static_cast<double>(d.no_room));
}

template <class Sink>
void quorum_measures(Sink& sink, const DatabaseCounters& d, const std::string& name) {
    sink.figure(Subject::database, name, "unavailable", "count", static_cast<double>(d.unavailable));
    span_figures(sink, name, "staleness", d.staleness, d.staleness_sum);
    sink.histogram(Subject::database, name, "staleness", d.staleness);
    double so_far = 0.0;
    for (std::size_t k = 0; k + 1 < d.versions_behind.size(); ++k) {
        so_far += static_cast<double>(d.versions_behind[k]);
        sink.figure(Subject::database, name, "reads.within_" + std::to_string(k + 1), "share",
                    d.reads > 0 ? so_far / static_cast<double>(d.reads) : std::numeric_limits<double>::quiet_NaN());
    }
}

template <class Sink>
void multi_primary_measures(Sink& sink, const DatabaseModel& model, const DatabaseCounters& d, const std::string& name,
                            Instant since, Instant now) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    const auto count = [&](const char* metric, std::uint64_t n) {
        sink.figure(Subject::database, name, metric, "count", static_cast<double>(n));
    };
    const auto share = [&](const char* metric, std::uint64_t n, std::uint64_t of) {
        sink.figure(Subject::database, name, metric, "share",
                    of > 0 ? static_cast<double>(n) / static_cast<double>(of) : unknown);
    };
    count("writes.conflicts", d.conflicts);
    count("writes.while_cut_off", d.cut_off_writes);
    if (model.multi_primary->cut_off == WhenCutOff::refuse) count("unavailable", d.unavailable);
    sink.figure(Subject::database, name, "divided_share", "share", d.split.mean(since, now) / model.shards);
    span_figures(sink, name, "staleness", d.staleness, d.staleness_sum);
    span_figures(sink, name, "convergence", d.convergence, d.convergence_sum);
    span_figures(sink, name, "healing", d.healing, d.healing_sum);
    for (const auto& [metric, histogram] :
         {std::pair{"staleness", &d.staleness}, {"convergence", &d.convergence}, {"healing", &d.healing}})
        sink.histogram(Subject::database, name, metric, *histogram);
    switch (model.multi_primary->resolution) {
        case Resolution::last_write_wins: return count("writes.lost_to_clocks", d.lost_to_clocks);
        case Resolution::siblings:
            share("reads.siblings_share", d.sibling_reads, d.reads);
            sink.figure(Subject::database, name, "siblings.mean", "count",
                        d.sibling_reads > 0
                            ? static_cast<double>(d.siblings_read) / static_cast<double>(d.sibling_reads)
                            : unknown);
            sink.figure(Subject::database, name, "siblings.max", "count",
                        d.sibling_reads > 0 ? static_cast<double>(d.most_siblings) : unknown);
            sink.figure(Subject::database, name, "siblings.rows", "count",
                        d.siblings.mean(since, now) / static_cast<double>(model.nodes));
            return;
        case Resolution::set: return count("writes.removes_undone", d.removes_undone);
        case Resolution::counter: return;
    }
}

// Of a sharded database the figures are of all shards: counts and distributions together, shares of time on average.
template <class Sink>
void shard_measures(Sink& sink, std::span<const DatabaseCounters> shards, const std::string& name) {
    std::uint64_t most = 0, all = 0;
    for (const DatabaseCounters& d : shards) {
        const auto requests = d.acknowledged + d.reads + d.transactions;
        most = std::max(most, requests);
        all += requests;
    }
    sink.figure(
        Subject::database, name, "shards.busiest_share", "share",
        all > 0 ? static_cast<double>(most) / static_cast<double>(all) : std::numeric_limits<double>::quiet_NaN());
}

template <class Sink>
void database_measures(Sink& sink, const Model& m, const Counters& c, Index i, Instant now) {
    const DatabaseModel& model = m.databases[i];
    const std::span shards{&c.databases[i], model.shards};
    DatabaseCounters d = shards.front();
    for (const DatabaseCounters& other : shards.subspan(1)) d.merge(other);
    const double copies = model.shards;
    const auto& name = m.service_names[model.service];
    const auto count = [&](const char* metric, std::uint64_t n) {
        sink.figure(Subject::database, name, metric, "count", static_cast<double>(n));
    };
    const auto part = [&](const char* metric, double n, double of) {
        sink.figure(Subject::database, name, metric, "share",
                    of > 0.0 ? n / of : std::numeric_limits<double>::quiet_NaN());
    };
    const auto of_time = [&](const char* metric, const Gauge& g) {
        sink.figure(Subject::database, name, metric, "share", g.mean(c.since, now) / copies);
    };
    const auto acknowledged = static_cast<double>(d.acknowledged);
    count("writes.acknowledged", d.acknowledged);
    count("writes.lost", d.lost);
    part("writes.lost_share", static_cast<double>(d.lost), acknowledged);
    count("writes.unconfirmed", d.unconfirmed);
    count("reads", d.reads);
    part("reads.stale_share", static_cast<double>(d.stale_reads), static_cast<double>(d.reads));
    if (model.rejects_changed) count("writes.conflicts", d.conflicts);
    if (model.shards > 1) shard_measures(sink, shards, name);
    if (model.disk) disk_measures(sink, model, d, name, c.since, now);
    restore_measures(sink, model, d, name);
    if (!model.transactions.empty()) {
        const auto begun =
            static_cast<double>(d.transactions + d.deadlocks + d.lock_timeouts + d.serialization_failures);
        count("transactions", d.transactions);
        part("transactions.deadlock_share", static_cast<double>(d.deadlocks), begun);
        part("transactions.lock_timeout_share", static_cast<double>(d.lock_timeouts), begun);
        part("transactions.serialization_share", static_cast<double>(d.serialization_failures), begun);
        part("transactions.lock_waits", static_cast<double>(d.lock_waits), begun);
        span_figures(sink, name, "lock_wait", d.lock_wait, d.lock_wait_sum);
        sink.histogram(Subject::database, name, "lock_wait", d.lock_wait);
    }
    if (model.multi_primary) return multi_primary_measures(sink, model, d, name, c.since, now);
    if (model.leaderless) return quorum_measures(sink, d, name);
    if (model.nodes == 1) return;
    part("reads.broken_share", static_cast<double>(d.broken_reads), static_cast<double>(d.reads));
    span_figures(sink, name, "staleness", d.staleness, d.staleness_sum);
    span_figures(sink, name, "replication_lag", d.lag, d.lag_sum);
    sink.figure(Subject::database, name, "behind.mean", "count",
                d.behind.mean(c.since, now) / (copies * static_cast<double>(model.nodes - 1)));
    if (model.mode == ReplicationMode::semi_synchronous) of_time("alone_share", d.alone);
    sink.histogram(Subject::database, name, "staleness", d.staleness);
    sink.histogram(Subject::database, name, "replication_lag", d.lag);
    count("primary_losses", d.losses);
    sink.figure(Subject::database, name, "write_availability.time", "share", 1.0 - d.down.mean(c.since, now) / copies);
    span_figures(sink, name, "recovery", d.recovery, d.recovery_sum);
    sink.histogram(Subject::database, name, "recovery", d.recovery);
    if (!model.fails_over) return;
    count("failovers", d.failovers);
    part("failovers.clean_share", static_cast<double>(d.clean_failovers), static_cast<double>(d.failovers));
    sink.figure(Subject::database, name, "failovers.lost_mean", "count",
                d.failovers > 0 ? static_cast<double>(d.lost - d.split_writes) / static_cast<double>(d.failovers)
                                : std::numeric_limits<double>::quiet_NaN());
    span_figures(sink, name, "failover", d.failover, d.failover_sum);
    span_figures(sink, name, "exposure", d.exposure, d.exposure_sum);
    if (model.elects) {
        part("elections.long_share", static_cast<double>(d.long_elections), static_cast<double>(d.elections));
        sink.figure(Subject::database, name, "elections.first_timeout", "seconds",
                    d.elections > 0 ? d.first_timeout_sum.seconds() / static_cast<double>(d.elections)
                                    : std::numeric_limits<double>::quiet_NaN());
    }
    of_time("split_brain_share", d.split);
    count("writes.lost_in_split_brain", d.split_writes);
    sink.histogram(Subject::database, name, "failover", d.failover);
    sink.histogram(Subject::database, name, "exposure", d.exposure);
}

// The running totals behind the series of a database, and their series, in the same order.
template <class Total>
void shard_totals(const Model& m, const Counters& c, Index i, Instant now, Total add) {
    const DatabaseCounters& d = c.databases[i];
    add(static_cast<double>(d.acknowledged));
    add(static_cast<double>(d.lost));
    add(static_cast<double>(d.reads));
    add(static_cast<double>(d.stale_reads));
    if (m.databases[i].disk) add(d.disk.integral(now));
    if (m.databases[i].multi_primary) {
        add(static_cast<double>(d.conflicts));
        add(d.convergence_sum.seconds());
        add(static_cast<double>(d.convergence.total()));
        add(d.split.integral(now));
        if (m.databases[i].multi_primary->resolution == Resolution::siblings) add(d.siblings.integral(now));
    }
    if (m.databases[i].nodes == 1 || m.databases[i].leaderless) return;
    add(d.behind.integral(now));
    add(d.lag_sum.seconds());
    add(static_cast<double>(d.lags));
    add(d.down.integral(now));
    add(d.split.integral(now));
}

// Of all shards together.
template <class Total>
void database_totals(const Model& m, const Counters& c, Index first, Instant now, Total add) {
    std::array<double, 16> sums{};
    std::size_t count = 0;
    for (Index i = first; i < first + m.databases[first].shards; ++i) {
        count = 0;
        shard_totals(m, c, i, now, [&](double value) { sums[count++] += value; });
    }
    for (std::size_t k = 0; k < count; ++k) add(sums[k]);
}

template <class Next, class Emit>
void database_series(const Model& m, Index i, double span, Next next, Emit emit) {
    const auto& name = m.service_names[m.databases[i].service];
    emit(Subject::database, name, "writes", "", "per_second", next() / span);
    emit(Subject::database, name, "writes_lost", "", "per_second", next() / span);
    const double reads = next(), stale = next();
    emit(Subject::database, name, "stale_share", "", "share",
         reads > 0.0 ? stale / reads : std::numeric_limits<double>::quiet_NaN());
    const double copies = m.databases[i].shards;
    if (const auto& disk = m.databases[i].disk)
        emit(Subject::database, name, "disk_used", "", "share", next() / span / (copies * disk->size.bytes));
    if (m.databases[i].multi_primary) {
        emit(Subject::database, name, "conflicts", "", "per_second", next() / span);
        const double convergence = next(), converged = next();
        emit(Subject::database, name, "convergence", "", "seconds",
             converged > 0.0 ? convergence / converged : std::numeric_limits<double>::quiet_NaN());
        emit(Subject::database, name, "divided", "", "share", next() / span / copies);
        if (m.databases[i].multi_primary->resolution == Resolution::siblings)
            emit(Subject::database, name, "rows_with_siblings", "", "count",
                 next() / span / static_cast<double>(m.databases[i].nodes));
    }
    if (m.databases[i].nodes == 1 || m.databases[i].leaderless) return;
    emit(Subject::database, name, "behind", "", "count",
         next() / span / (copies * static_cast<double>(m.databases[i].nodes - 1)));
    const double lag = next(), lags = next();
    emit(Subject::database, name, "replication_lag", "", "seconds",
         lags > 0.0 ? lag / lags : std::numeric_limits<double>::quiet_NaN());
    emit(Subject::database, name, "without_primary", "", "share", next() / span / copies);
    emit(Subject::database, name, "split_brain", "", "share", next() / span / copies);
}

}  // namespace nines
