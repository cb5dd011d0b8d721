#include "models/measure_catalogue.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "models/message_measures.hpp"

#include "models/database_measures.hpp"

namespace nines {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] double ratio(double a, double b) { return b > 0.0 ? a / b : unknown; }

// Receives every measure in the order of the catalogue.
struct KeySink {
    std::vector<MeasureKey>& figures;
    std::vector<MeasureKey>& histograms;
    void figure(Subject s, const std::string& name, std::string metric, const char* unit, double) {
        figures.push_back({s, name, std::move(metric), unit});
    }
    void histogram(Subject s, const std::string& name, const char* metric, Histogram) {
        histograms.push_back({s, name, metric, "seconds"});
    }
};
struct ValueSink {
    RunResult& r;
    void figure(Subject, const std::string&, const std::string&, const char*, double value) {
        r.figures.push_back(value);
    }
    void histogram(Subject, const std::string&, const char*, Histogram h) { r.histograms.push_back(std::move(h)); }
};

// A quantile that fewer than ten values lie beyond is not printed.
[[nodiscard]] double quantile(const Histogram& h, std::uint64_t n, double p) {
    return static_cast<double>(n) * (1.0 - p) < 10.0 ? unknown : to_seconds(h.quantile(p));
}

// Central second moment from the buckets: their width adds less than 1e-4 of it.
[[nodiscard]] double variance(const Histogram& h, double mean) {
    double n = 0.0, sum = 0.0;
    const auto counts = h.counts();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const auto bucket = h.first_bucket() + static_cast<std::uint32_t>(i);
        const double low = to_seconds(Histogram::lower_edge(bucket));
        const double high = to_seconds(Histogram::lower_edge(bucket + 1));
        const double off = (low + high) / 2.0 - mean;
        n += static_cast<double>(counts[i]);
        sum += static_cast<double>(counts[i]) * off * off;
    }
    return n > 1.0 ? sum / (n - 1.0) : unknown;
}

template <class Sink>
void latency(Sink& sink, Subject s, const std::string& name, const Histogram& h, const WideSum& sum) {
    const auto n = h.total();
    const double mean = ratio(sum.seconds(), static_cast<double>(n));
    sink.figure(s, name, "latency.mean", "seconds", mean);
    sink.figure(s, name, "latency.sd", "seconds", n > 1 ? std::sqrt(variance(h, mean)) : unknown);
    sink.figure(s, name, "latency.p50", "seconds", quantile(h, n, 0.5));
    sink.figure(s, name, "latency.p90", "seconds", quantile(h, n, 0.9));
    sink.figure(s, name, "latency.p95", "seconds", quantile(h, n, 0.95));
    sink.figure(s, name, "latency.p99", "seconds", quantile(h, n, 0.99));
    sink.figure(s, name, "latency.p99.9", "seconds", quantile(h, n, 0.999));
    sink.histogram(s, name, "latency", h);
}

template <class Sink>
void outcomes(Sink& sink, Subject s, const std::string& name, const char* prefix, const OutcomeCounts& c) {
    const auto all = static_cast<double>(total(c));
    for (std::size_t o = 0; o < outcome_count; ++o)
        sink.figure(s, name, prefix + std::string{name_of(static_cast<Outcome>(o))}, "share",
                    ratio(static_cast<double>(c[o]), all));
}

template <class Sink>
void client(Sink& sink, const Model& m, const Counters& c, Index i, double span) {
    const auto counters = counts_of(m.clients[i], c);
    const auto& name = m.client_names[i];
    const auto all = static_cast<double>(total(counters.outcomes));
    const auto good_ones = static_cast<double>(good(counters.outcomes));
    sink.figure(Subject::client, name, "requests", "count", all);
    sink.figure(Subject::client, name, "arrival_rate", "per_second", ratio(static_cast<double>(counters.issued), span));
    sink.figure(Subject::client, name, "throughput", "per_second", ratio(all, span));
    sink.figure(Subject::client, name, "goodput", "per_second", ratio(good_ones, span));
    sink.figure(Subject::client, name, "availability", "share", ratio(good_ones, all));
    outcomes(sink, Subject::client, name, "outcome.", counters.outcomes);
    latency(sink, Subject::client, name, latency_of(m, i, c), counters.latency_sum);
}

// What the policies of an edge did, those that it has.
template <class Sink>
void caller_policies(Sink& sink, const EdgeModel& model, const EdgeCounters& e, const std::string& name, double calls,
                     double attempts) {
    const auto share = [&](const char* metric, std::uint64_t n, double of) {
        sink.figure(Subject::edge, name, metric, "share", ratio(static_cast<double>(n), of));
    };
    const bool has_deadline = model.overall != Duration::max() || model.patience != none || model.client == none;
    if (has_deadline) share("timeout.overall", e.overall_timeouts, attempts);
    if (model.per_try != Duration::max()) share("timeout.per_try", e.try_timeouts, attempts);
    if (model.connect != Duration::max()) share("timeout.connect", e.connect_timeouts, attempts);
    if (model.write != Duration::max()) share("timeout.write", e.write_timeouts, attempts);
    if (model.read != Duration::max()) share("timeout.read", e.read_timeouts, attempts);
    if (model.throttle != none) share("throttle.rejected_share", e.throttled, attempts);
    if (model.rate_limit != none) share("rate_limit.rejected_share", e.rate_limited, attempts);
    if (model.pool != none) share("bulkhead.rejected_share", e.pool_rejected, attempts);
    if (model.budget != none) share("retry.denied_share", e.denied, static_cast<double>(e.denied + e.retries));
    if (model.hedges > 1) {
        share("hedge.sent_share", e.hedges, attempts);
        share("hedge.won_share", e.hedges_won, calls);
    }
    if (model.fallback != none) share("fallback_share", e.fallbacks, calls);
}

template <class Sink>
void pool(Sink& sink, const Model& m, const Counters& c, Index i, Instant now) {
    const auto& p = c.pools[i];
    const auto& name = m.pool_names[i];
    const double permits = static_cast<double>(m.pools[i].bulkhead.max_concurrent) * m.pools[i].count;
    const auto granted = static_cast<double>(p.granted);
    Histogram waits = p.wait;
    waits.record(Duration::zero(), p.granted - p.wait.total());
    sink.figure(Subject::pool, name, "in_use.mean", "count", p.in_use.mean(c.since, now));
    sink.figure(Subject::pool, name, "utilization", "share", p.in_use.mean(c.since, now) / permits);
    sink.figure(Subject::pool, name, "waiting.mean", "count", p.waiting.mean(c.since, now));
    sink.figure(Subject::pool, name, "wait.mean", "seconds", ratio(p.wait_sum.seconds(), granted));
    sink.figure(Subject::pool, name, "wait.p99", "seconds", quantile(waits, p.granted, 0.99));
    sink.figure(Subject::pool, name, "rejected_share", "share",
                ratio(static_cast<double>(p.rejected), static_cast<double>(p.granted + p.rejected)));
    if (m.pools[i].setup != none)
        sink.figure(Subject::pool, name, "opened_share", "share", ratio(static_cast<double>(p.opened), granted));
    sink.histogram(Subject::pool, name, "wait", std::move(waits));
}

template <class Sink>
void cache(Sink& sink, const Model& m, const Counters& c, Index i, Instant now, double span) {
    const auto& k = c.caches[i];
    const auto& name = m.cache_names[i];
    const auto lookups = static_cast<double>(k.lookups);
    const auto figure = [&](const char* metric, const char* unit, double value) {
        sink.figure(Subject::cache, name, metric, unit, value);
    };
    figure("lookups", "count", lookups);
    figure("hit_ratio", "share", ratio(static_cast<double>(k.hits), lookups));
    figure("load_rate", "per_second", ratio(static_cast<double>(k.loads), span));
    if (!m.caches[i].cache.keys) return;
    figure("entries.mean", "count", k.entries.mean(c.since, now));
    figure("eviction_rate", "per_second", ratio(static_cast<double>(k.evictions), span));
    if (m.caches[i].cache.coalesce)
        figure("coalesced_share", "share", ratio(static_cast<double>(k.coalesced), lookups));
    if (m.caches[i].cache.stale_while_revalidate > Duration::zero())
        figure("stale_share", "share", ratio(static_cast<double>(k.stale), lookups));
}

template <class Sink>
void edge(Sink& sink, const Model& m, const Counters& c, Index i, Instant now) {
    const auto& e = c.edges[i];
    const auto& name = m.edge_names[i];
    const auto ended = static_cast<double>(total(e.calls));
    const auto attempts = static_cast<double>(total(e.attempts));
    sink.figure(Subject::edge, name, "calls", "count", ended);
    sink.figure(Subject::edge, name, "attempts", "count", attempts);
    sink.figure(Subject::edge, name, "attempts_per_call", "ratio", ratio(attempts, ended));
    sink.figure(Subject::edge, name, "retry_share", "share", ratio(static_cast<double>(e.retries), attempts));
    sink.figure(Subject::edge, name, "late_share", "share", ratio(static_cast<double>(e.late), attempts));
    outcomes(sink, Subject::edge, name, "call_outcome.", e.calls);
    outcomes(sink, Subject::edge, name, "attempt_outcome.", e.attempts);
    latency(sink, Subject::edge, name, e.latency, e.latency_sum);
    caller_policies(sink, m.edges[i], e, name, ended, attempts);
    if (m.edges[i].breaker == none) return;
    const double instances = m.edges[i].breakers;
    sink.figure(Subject::edge, name, "breaker.open_share", "share", e.open_breakers.mean(c.since, now) / instances);
    sink.figure(Subject::edge, name, "breaker.openings", "count", static_cast<double>(e.openings));
    sink.figure(Subject::edge, name, "breaker.rejected_share", "share",
                ratio(static_cast<double>(e.short_circuited), attempts));
}

template <class Sink>
void shedding(Sink& sink, const Model& m, const ServiceModel& model, const ServiceCounters& s, const std::string& name,
              Instant since, Instant now) {
    std::uint64_t arrived = 0;
    for (const auto n : s.arrived) arrived += n;
    const auto share = [&](std::string metric, std::uint64_t n, std::uint64_t of) {
        sink.figure(Subject::service, name, std::move(metric), "share",
                    ratio(static_cast<double>(n), static_cast<double>(of)));
    };
    share("shed_share", s.shed_by_concurrency + s.shed_by_rate + s.shed_by_codel, arrived);
    if (model.overload.concurrency) {
        share("shed.concurrency", s.shed_by_concurrency, arrived);
        sink.figure(Subject::service, name, "concurrency_limit.mean", "count", s.limit.mean(since, now));
    }
    if (model.overload.rate_limit) share("shed.rate_limit", s.shed_by_rate, arrived);
    if (model.overload.codel) share("shed.codel", s.shed_by_codel, arrived);
    // The catalogue is made from counters that no run has set up.
    for (std::size_t level = 0; m.levels > 1 && level < m.levels; ++level)
        share("shed.priority." + std::to_string(level + 1), level < s.shed.size() ? s.shed[level] : 0,
              level < s.arrived.size() ? s.arrived[level] : 0);
}

template <class Sink>
void lives(Sink& sink, const LifeCounters& l, const std::string& name, Instant since, Instant now) {
    sink.figure(Subject::service, name, "replicas.mean", "count", l.there.mean(since, now));
    sink.figure(Subject::service, name, "replicas.wanted", "count", l.wanted.mean(since, now));
    sink.figure(Subject::service, name, "replica_hours", "count", l.there.integral(now) / 3600.0);
    sink.figure(Subject::service, name, "replica_starts", "count", static_cast<double>(l.starts));
    sink.figure(Subject::service, name, "scale_ups", "count", static_cast<double>(l.scale_ups));
    sink.figure(Subject::service, name, "scale_downs", "count", static_cast<double>(l.scale_downs));
    sink.figure(Subject::service, name, "evictions", "count", static_cast<double>(l.evictions));
    sink.figure(Subject::service, name, "drain.killed", "count", static_cast<double>(l.killed));
}

template <class Sink>
void rollout(Sink& sink, const LifeCounters& l, const std::string& name) {
    const double time = to_seconds(l.rollout_time);
    sink.figure(Subject::service, name, "rollout.time", "seconds", time > 0.0 ? time : unknown);
    sink.figure(Subject::service, name, "rollout.rolled_back", "share", l.rollbacks > 0 ? 1.0 : 0.0);
    sink.figure(Subject::service, name, "rollout.answers", "count", static_cast<double>(l.by_new_version));
    sink.figure(Subject::service, name, "rollout.failed", "count", static_cast<double>(l.failed_by_new_version));
}

template <class Sink>
void resources(Sink& sink, const ServiceModel& model, const ServiceCounters& s, const std::string& name,
               double replicas, Instant since, Instant now) {
    const auto figure = [&](const char* metric, const char* unit, double value) {
        sink.figure(Subject::service, name, metric, unit, value);
    };
    if (model.cpu) figure("cpu.utilization", "share", s.cores.mean(since, now) / (model.cpu->cores * replicas));
    if (model.memory) {
        figure("memory.utilization", "share", s.memory.mean(since, now) / (model.memory->limit.bytes * replicas));
        figure("memory.kills", "count", static_cast<double>(s.memory_kills));
        figure("memory.killed_requests", "count", static_cast<double>(s.killed_for_memory));
    }
    if (!model.disk) return;
    figure("disk.utilization", "share", s.disk.mean(since, now) / (model.disk->size.bytes * replicas));
    figure("disk.failed_writes", "count", static_cast<double>(s.failed_writes));
    figure("disk.cleanings", "count", static_cast<double>(s.cleanings));
    if (model.disk->when_full == DiskFull::stop) figure("disk.full_share", "share", s.full.mean(since, now) / replicas);
}

// On average.
[[nodiscard]] double replicas_there(const ServiceModel& model, const ServiceCounters& s, Instant since, Instant now) {
    return model.replicas > model.initial ? s.lives.there.mean(since, now) : model.replicas;
}

template <class Sink>
void service(Sink& sink, const Model& m, const Counters& c, Index i, Instant now, double span,
             const OutcomeCounts& ends) {
    const auto& s = c.services[i];
    const auto& name = m.service_names[i];
    const auto& model = m.services[i];
    const double replicas = replicas_there(model, s, c.since, now);
    const double workers = model.workers == none ? unknown : static_cast<double>(model.workers) * replicas;
    const auto answered = static_cast<double>(total(ends));
    sink.figure(Subject::service, name, "throughput", "per_second", ratio(answered, span));
    sink.figure(Subject::service, name, "goodput", "per_second",
                ratio(static_cast<double>(good(ends)) - static_cast<double>(s.wasted), span));
    sink.figure(Subject::service, name, "utilization", "share", s.busy.mean(c.since, now) / workers);
    sink.figure(Subject::service, name, "busy.mean", "count", s.busy.mean(c.since, now));
    sink.figure(Subject::service, name, "queue.mean", "count", s.queue.mean(c.since, now));
    sink.figure(Subject::service, name, "in_flight.mean", "count", s.in_flight.mean(c.since, now));
    const auto starts = static_cast<double>(s.starts);
    const double wait = ratio(s.wait_sum.seconds(), starts);
    Histogram waits = s.wait;
    waits.record(Duration::zero(), s.starts - s.wait.total());
    sink.figure(Subject::service, name, "wait.mean", "seconds", wait);
    sink.figure(Subject::service, name, "wait.sd", "seconds",
                s.starts > 1 ? std::sqrt(variance(waits, wait)) : unknown);
    sink.figure(Subject::service, name, "wait.p99", "seconds", quantile(waits, s.starts, 0.99));
    sink.figure(Subject::service, name, "wait.share", "share", ratio(static_cast<double>(s.wait.total()), starts));
    sink.figure(Subject::service, name, "wasted_share", "share", ratio(s.wasted_sum.seconds(), s.work_sum.seconds()));
    outcomes(sink, Subject::service, name, "outcome.", ends);
    sink.figure(Subject::service, name, "availability.time", "share", 1.0 - s.down.mean(c.since, now));
    sink.figure(Subject::service, name, "failures", "count", static_cast<double>(s.failures));
    const double down = s.down.mean(c.since, now) * span;
    const auto failures = static_cast<double>(s.failures);
    sink.figure(Subject::service, name, "up_time.mean", "seconds", ratio(span - down, failures));
    sink.figure(Subject::service, name, "down_time.mean", "seconds", ratio(down, failures));
    sink.figure(Subject::service, name, "replicas_up.mean", "count", s.up.mean(c.since, now));
    if (model.cost > 0.0) sink.figure(Subject::service, name, "cost", "per_hour", model.cost * replicas);
    sink.histogram(Subject::service, name, "wait", std::move(waits));
    if (model.sheds) shedding(sink, m, model, s, name, c.since, now);
    if (model.failover) {
        sink.figure(Subject::service, name, "failovers", "count", static_cast<double>(s.failovers));
        sink.figure(Subject::service, name, "failovers.by_hand", "count", static_cast<double>(s.uncovered));
        sink.figure(Subject::service, name, "failover.blind_time", "seconds",
                    ratio(s.blind_failover_sum.seconds(), static_cast<double>(s.blind_failovers)));
        sink.figure(Subject::service, name, "failover.switching", "share", s.switching.mean(c.since, now));
        sink.figure(Subject::service, name, "failover.recovering", "share", s.recovering.mean(c.since, now));
    }
    if (model.liveness) sink.figure(Subject::service, name, "restarts", "count", static_cast<double>(s.restarts));
    if (model.health_check)
        sink.figure(Subject::service, name, "taken_out_well", "count", static_cast<double>(s.taken_out_well));
    if (model.health_check)
        sink.figure(Subject::service, name, "health_check.blind_time", "seconds",
                    ratio(s.blind_sum.seconds(), static_cast<double>(s.blind)));
    if (model.replicas > model.initial) lives(sink, s.lives, name, c.since, now);
    resources(sink, model, s, name, replicas, c.since, now);
    if (model.rollout) rollout(sink, s.lives, name);
    if (model.brownout) {
        sink.figure(Subject::service, name, "brownout.dimmer", "share",
                    s.dimmer.mean(c.since, now) / 1e6 / model.replicas);
        sink.figure(Subject::service, name, "brownout.left_out_share", "share",
                    ratio(static_cast<double>(s.left_out), static_cast<double>(s.optional)));
    }
    if (!model.balancer.outlier_detection) return;
    sink.figure(Subject::service, name, "ejected.mean", "count", s.ejected.mean(c.since, now));
    sink.figure(Subject::service, name, "ejections", "count", static_cast<double>(s.ejections));
}

// All edges together. A request is a client's call.
template <class Sink>
void system(Sink& sink, const Model& m, const Counters& c, Instant now) {
    double attempts = 0.0, calls = 0.0, retries = 0.0, requests = 0.0;
    for (const auto& e : c.edges) {
        attempts += static_cast<double>(total(e.attempts));
        calls += static_cast<double>(total(e.calls));
        retries += static_cast<double>(e.retries);
    }
    for (const auto& client : m.clients) requests += static_cast<double>(total(counts_of(client, c).outcomes));
    sink.figure(Subject::system, "", "attempts_per_request", "ratio", ratio(attempts, requests));
    sink.figure(Subject::system, "", "attempts_per_call", "ratio", ratio(attempts, calls));
    sink.figure(Subject::system, "", "retry_share", "share", ratio(retries, attempts));
    const bool stated =
        m.backup_cost > 0.0 || std::ranges::any_of(m.services, [](const ServiceModel& s) { return s.cost > 0.0; });
    if (!stated) return;
    double cost = m.backup_cost;
    for (Index i = 0; i < m.services.size(); ++i)
        cost += m.services[i].cost * replicas_there(m.services[i], c.services[i], c.since, now);
    sink.figure(Subject::system, "", "cost", "per_hour", cost);
}

template <class Sink>
void walk(Sink& sink, const Model& m, const Counters& c, Instant now) {
    const double span = to_seconds(now - c.since);
    system(sink, m, c, now);
    for (Index i = 0; i < m.clients.size(); ++i) client(sink, m, c, i, span);
    for (std::size_t i = 0; i < m.slos.size(); ++i)
        sink.figure(Subject::slo, m.slo_names[i], "good_share", "share",
                    ratio(static_cast<double>(c.slos[i].good), static_cast<double>(c.slos[i].all)));
    std::vector<OutcomeCounts> ends(m.services.size());
    for (Index i = 0; i < m.endpoints.size(); ++i)
        for (std::size_t o = 0; o < outcome_count; ++o) ends[m.endpoints[i].service][o] += c.endpoints[i].outcomes[o];
    for (Index i = 0; i < m.services.size(); ++i) service(sink, m, c, i, now, span, ends[i]);
    for (Index i = 0; i < m.endpoints.size(); ++i) {
        const auto& e = c.endpoints[i];
        sink.figure(Subject::endpoint, m.endpoint_names[i], "calls", "count", static_cast<double>(total(e.outcomes)));
        outcomes(sink, Subject::endpoint, m.endpoint_names[i], "outcome.", e.outcomes);
        latency(sink, Subject::endpoint, m.endpoint_names[i], e.latency, e.latency_sum);
    }
    for (Index i = 0; i < m.edges.size(); ++i) edge(sink, m, c, i, now);
    for (Index i = 0; i < m.caches.size(); ++i) cache(sink, m, c, i, now, span);
    for (Index i = 0; i < m.pools.size(); ++i) pool(sink, m, c, i, now);
    walk_messages(sink, m, c, now, [](Sink& to, const std::string& name, const Histogram& h, const WideSum& sum) {
        latency(to, Subject::consumer, name, h, sum);
    });
    for (Index i = 0; i < m.databases.size(); i += m.databases[i].shards) database_measures(sink, m, c, i, now);
}

[[nodiscard]] bool turns_away(const EdgeModel& e) {
    return e.throttle != none || e.rate_limit != none || e.pool != none;
}

// The running totals behind the series, and the series made of their differences, again in one walk.
template <class Total>
void totals(const Model& m, const Counters& c, Instant now, Total add) {
    for (Index i = 0; i < m.clients.size(); ++i) {
        const auto client = counts_of(m.clients[i], c);
        add(static_cast<double>(client.issued));
        for (const auto n : client.outcomes) add(static_cast<double>(n));
        add(client.latency_sum.seconds());
    }
    for (Index i = 0; i < m.services.size(); ++i) {
        const auto& s = c.services[i];
        add(s.busy.integral(now));
        add(s.queue.integral(now));
        add(s.in_flight.integral(now));
        add(s.up.integral(now));
        if (m.services[i].brownout) add(s.dimmer.integral(now));
        if (m.services[i].rollout) add(static_cast<double>(s.lives.failed_by_new_version));
        if (m.services[i].cpu) add(s.cores.integral(now));
        if (m.services[i].memory) add(s.memory.integral(now));
        if (m.services[i].disk) add(s.disk.integral(now));
        if (m.services[i].replicas > m.services[i].initial) {
            add(s.lives.there.integral(now));
            add(s.lives.wanted.integral(now));
        }
        if (m.services[i].sheds) {
            add(static_cast<double>(s.shed_by_concurrency + s.shed_by_rate + s.shed_by_codel));
            if (m.services[i].overload.concurrency) add(s.limit.integral(now));
        }
        if (m.services[i].balancer.outlier_detection) add(s.ejected.integral(now));
    }
    for (Index i = 0; i < m.edges.size(); ++i) {
        const auto& e = c.edges[i];
        add(static_cast<double>(total(e.attempts)));
        add(static_cast<double>(e.retries));
        if (m.edges[i].breaker != none) add(e.open_breakers.integral(now));
        if (turns_away(m.edges[i])) add(static_cast<double>(e.throttled + e.rate_limited + e.pool_rejected));
        if (m.edges[i].budget != none) add(static_cast<double>(e.denied));
        if (m.edges[i].hedges > 1) add(static_cast<double>(e.hedges));
    }
    for (const auto& k : c.caches) {
        add(static_cast<double>(k.lookups));
        add(static_cast<double>(k.hits));
        add(static_cast<double>(k.loads));
    }
    for (Index i = 0; i < m.pools.size(); ++i) {
        add(c.pools[i].in_use.integral(now));
        add(c.pools[i].waiting.integral(now));
    }
    message_totals(m, c, now, add);
    for (Index i = 0; i < m.databases.size(); i += m.databases[i].shards) database_totals(m, c, i, now, add);
}

// Bands of latency, two to a doubling: how many answers of an interval lie in each shows how their latency was spread.
// The first and the last band have whatever lies beyond, too.
constexpr std::uint32_t first_octave = 17, last_octave = 35;  // 2^17 ns = 131 us, 2^35 ns = 34 s
static_assert(latency_bands == 2 * (last_octave - first_octave));
constexpr std::uint32_t half_octave = 53;        // sub-bucket of sqrt(2)
constexpr std::size_t most_banded_clients = 16;  // of more clients than that nobody looks at each

[[nodiscard]] constexpr std::uint32_t first_bucket_of(std::size_t band) {
    const auto octave = first_octave + static_cast<std::uint32_t>(band / 2);
    return octave * Histogram::octave + (band % 2 == 0 ? 0 : half_octave);
}
// A band is named by where it begins, in seconds.
[[nodiscard]] const std::string& band_name(std::size_t band) {
    static const auto names = [] {
        std::array<std::string, latency_bands> all;
        for (std::size_t b = 0; b < latency_bands; ++b)
            all[b] = fmt::format("{:.6g}", to_seconds(Histogram::lower_edge(first_bucket_of(b))));
        return all;
    }();
    return names[band];
}

[[nodiscard]] LatencyBands bands_of(const Histogram& h) {
    LatencyBands out{};
    const auto counts = h.counts();  // whole octaves
    for (std::size_t i = 0; i < counts.size(); i += Histogram::octave) {
        const auto octave = (h.first_bucket() + static_cast<std::uint32_t>(i)) / Histogram::octave;
        const auto* const begin = counts.data() + i;
        const auto low = std::accumulate(begin, begin + half_octave, std::uint64_t{0});
        const auto high = std::accumulate(begin + half_octave, begin + Histogram::octave, std::uint64_t{0});
        const auto band = 2 * std::size_t{std::clamp(octave, first_octave, last_octave - 1) - first_octave};
        out[octave >= last_octave ? band + 1 : band] += low;
        out[octave < first_octave ? band : band + 1] += high;
    }
    return out;
}

// What an interval knows of a client's latency.
struct IntervalLatency {
    double p50 = unknown, p90 = unknown, p99 = unknown, p999 = unknown;
    LatencyBands bands{};
};
[[nodiscard]] IntervalLatency interval_latency(const Histogram& now, const Histogram& before) {
    const RecordedSince recorded{now, before};
    // Unknown when less than one value is to be expected beyond it.
    const auto quantile = [&](double p) {
        const bool known = static_cast<double>(recorded.total()) * std::min(p, 1.0 - p) >= 1.0;
        return known ? to_seconds(recorded.quantile(p)) : unknown;
    };
    return {quantile(0.5), quantile(0.9), quantile(0.99), quantile(0.999), {}};
}

[[nodiscard]] bool keeps_bands(const Model& m) { return m.clients.size() <= most_banded_clients; }

template <class Emit, class Next>
void client_series(const Model& m, Index i, double span, const IntervalLatency& latency, Next next, Emit emit) {
    const auto& name = m.client_names[i];
    const double issued = next();
    OutcomeCounts counts{};
    for (auto& n : counts) n = static_cast<std::uint64_t>(std::llround(std::max(0.0, next())));
    const double sum = next();
    const auto all = static_cast<double>(total(counts));
    const auto good_ones = static_cast<double>(good(counts));
    emit(Subject::client, name, "arrivals", "", "per_second", issued / span);
    emit(Subject::client, name, "good", "", "per_second", good_ones / span);
    emit(Subject::client, name, "failed", "", "per_second", (all - good_ones) / span);
    emit(Subject::client, name, "availability", "", "share", ratio(good_ones, all));
    emit(Subject::client, name, "latency.mean", "", "seconds", ratio(sum, good_ones));
    emit(Subject::client, name, "latency.p50", "", "seconds", latency.p50);
    emit(Subject::client, name, "latency.p90", "", "seconds", latency.p90);
    emit(Subject::client, name, "latency.p99", "", "seconds", latency.p99);
    emit(Subject::client, name, "latency.p99.9", "", "seconds", latency.p999);
    for (std::size_t b = 0; keeps_bands(m) && b < latency_bands; ++b)
        emit(Subject::client, name, "latency.band.", band_name(b), "per_second",
             static_cast<double>(latency.bands[b]) / span);
    for (std::size_t o = 0; o < outcome_count; ++o)
        emit(Subject::client, name, "outcome.", name_of(static_cast<Outcome>(o)), "per_second",
             static_cast<double>(counts[o]) / span);
}

// `next` gives the differences in the order of totals(); `latency(i)` what the interval knows of the latency of client
// i.
template <class Latency, class Next, class Emit>
void series_walk(const Model& m, double span, Latency latency, Next next, Emit emit) {
    for (Index i = 0; i < m.clients.size(); ++i) client_series(m, i, span, latency(i), next, emit);
    for (Index i = 0; i < m.services.size(); ++i) {
        const auto& s = m.services[i];
        const auto& name = m.service_names[i];
        const double busy = next(), queue = next(), in_flight = next(), up = next();
        if (s.brownout) emit(Subject::service, name, "dimmer", "", "share", next() / span / 1e6 / s.replicas);
        if (s.rollout) emit(Subject::service, name, "rollout_failed", "", "per_second", next() / span);
        const double cores = s.cpu ? next() / span : 0.0, memory = s.memory ? next() / span : 0.0,
                     disk = s.disk ? next() / span : 0.0;
        const bool varies = s.replicas > s.initial;
        const double there = varies ? next() / span : s.replicas;
        const double workers = s.workers == none ? unknown : static_cast<double>(s.workers) * there;
        emit(Subject::service, name, "utilization", "", "share", busy / span / workers);
        emit(Subject::service, name, "queue", "", "count", queue / span);
        emit(Subject::service, name, "in_flight", "", "count", in_flight / span);
        emit(Subject::service, name, "replicas_up", "", "count", up / span);
        if (s.cpu) emit(Subject::service, name, "cpu", "", "share", cores / (s.cpu->cores * there));
        if (s.memory) emit(Subject::service, name, "memory", "", "share", memory / (s.memory->limit.bytes * there));
        if (s.disk) emit(Subject::service, name, "disk", "", "share", disk / (s.disk->size.bytes * there));
        if (varies) {
            emit(Subject::service, name, "replicas", "", "count", there);
            emit(Subject::service, name, "replicas_wanted", "", "count", next() / span);
        }
        if (s.sheds) {
            emit(Subject::service, name, "shed", "", "per_second", next() / span);
            if (s.overload.concurrency) emit(Subject::service, name, "concurrency_limit", "", "count", next() / span);
        }
        if (s.balancer.outlier_detection) emit(Subject::service, name, "ejected", "", "count", next() / span);
    }
    for (Index i = 0; i < m.edges.size(); ++i) {
        const auto& name = m.edge_names[i];
        emit(Subject::edge, name, "attempts", "", "per_second", next() / span);
        emit(Subject::edge, name, "retries", "", "per_second", next() / span);
        const EdgeModel& e = m.edges[i];
        if (e.breaker != none) emit(Subject::edge, name, "breaker.open_share", "", "share", next() / span / e.breakers);
        if (turns_away(e)) emit(Subject::edge, name, "turned_away", "", "per_second", next() / span);
        if (e.budget != none) emit(Subject::edge, name, "retries_denied", "", "per_second", next() / span);
        if (e.hedges > 1) emit(Subject::edge, name, "hedges", "", "per_second", next() / span);
    }
    for (const auto& name : m.cache_names) {
        const double lookups = next(), hits = next();
        emit(Subject::cache, name, "hit_ratio", "", "share", ratio(hits, lookups));
        emit(Subject::cache, name, "loads", "", "per_second", next() / span);
    }
    for (Index i = 0; i < m.pools.size(); ++i) {
        emit(Subject::pool, m.pool_names[i], "in_use", "", "count", next() / span);
        emit(Subject::pool, m.pool_names[i], "waiting", "", "count", next() / span);
    }
    message_series(m, span, next, emit);
    for (Index i = 0; i < m.databases.size(); i += m.databases[i].shards) database_series(m, i, span, next, emit);
}

}  // namespace

Catalogue make_catalogue(const Model& m) {
    Catalogue out;
    KeySink sink{out.figures, out.histograms};
    walk(sink, m, Counters{m}, start_of_run);
    series_walk(
        m, 1.0, [](Index) { return IntervalLatency{}; }, [] { return 0.0; },
        [&](Subject s, const std::string& name, const char* metric, std::string_view rest, const char* unit, double) {
            out.series.push_back({s, name, std::string{metric}.append(rest), unit});
        });
    return out;
}

void collect(const Model& m, const Counters& c, Instant now, RunResult& into) {
    into.figures.reserve(m.catalogue.figures.size());
    into.histograms.reserve(m.catalogue.histograms.size());
    ValueSink sink{into};
    walk(sink, m, c, now);
}

SeriesRecorder::SeriesRecorder(const Model& m, Duration interval)
    : model_(m), interval_(interval), series_(m.catalogue.series.size()) {
    last_.client_latency.resize(m.clients.size());
    present_.client_latency.resize(m.clients.size());
    if (keeps_bands(m)) {
        last_.bands.resize(m.clients.size());
        present_.bands.resize(m.clients.size());
    }
    read(Counters{m}, start_of_run, last_);
    carried_.assign(last_.totals.size(), 0.0);
    for (auto& s : series_) s.reserve(series_intervals);
}

void SeriesRecorder::read(const Counters& c, Instant now, Reading& into) const {
    into.totals.clear();
    totals(model_, c, now, [&](double x) { into.totals.push_back(x); });
    for (Index i = 0; i < model_.clients.size(); ++i) {
        into.client_latency[i] = latency_of(model_, i, c);
        if (i < into.bands.size()) into.bands[i] = bands_of(into.client_latency[i]);
    }
}

void SeriesRecorder::before_reset(const Counters& c, Instant now) {
    read(c, now, present_);
    for (std::size_t i = 0; i < carried_.size(); ++i) carried_[i] += present_.totals[i] - last_.totals[i];
    for (auto& x : last_.totals) x = 0.0;
    for (auto& h : last_.client_latency) h = Histogram{};
    for (auto& b : last_.bands) b = {};
}

void SeriesRecorder::end_interval(const Counters& c, Instant now) {
    read(c, now, present_);
    std::size_t total = 0, out = 0;
    series_walk(
        model_, to_seconds(interval_),
        [&](Index i) {
            auto latency = interval_latency(present_.client_latency[i], last_.client_latency[i]);
            for (std::size_t b = 0; i < present_.bands.size() && b < latency_bands; ++b)
                latency.bands[b] = present_.bands[i][b] - last_.bands[i][b];
            return latency;
        },
        [&] {
            const double difference = carried_[total] + present_.totals[total] - last_.totals[total];
            ++total;
            return difference;
        },
        [&](Subject, const std::string&, const char*, std::string_view, const char*, double value) {
            series_[out++].push_back(static_cast<float>(value));
        });
    std::fill(carried_.begin(), carried_.end(), 0.0);
    std::swap(last_, present_);
}

}  // namespace nines
