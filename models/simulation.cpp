#include "models/simulation.hpp"

#include "models/backup_control.hpp"
#include "models/brownout_control.hpp"
#include "models/caching.hpp"
#include "models/call_path.hpp"
#include "models/caller_limits.hpp"
#include "models/changes.hpp"
#include "models/checkpoint_control.hpp"
#include "models/consumer_group.hpp"
#include "models/database_disk_control.hpp"
#include "models/database_requests.hpp"
#include "models/elasticity.hpp"
#include "models/election_control.hpp"
#include "models/endpoint_program.hpp"
#include "models/engine.hpp"
#include "models/failover_control.hpp"
#include "models/health_control.hpp"
#include "models/hedged_calls.hpp"
#include "models/impairments.hpp"
#include "models/message_flow.hpp"
#include "models/message_ledger.hpp"
#include "models/multi_primary_control.hpp"
#include "models/observation.hpp"
#include "models/overload_control.hpp"
#include "models/primary_control.hpp"
#include "models/quorum_control.hpp"
#include "models/replicated_log.hpp"
#include "models/replication_control.hpp"
#include "models/resources.hpp"
#include "models/shared_processor.hpp"
#include "models/transaction_control.hpp"
#include "models/worker_pool.hpp"

namespace nines {

namespace {

[[nodiscard]] Duration interval_of(const RunOptions& o) {
    return std::max(Duration{1}, o.duration / static_cast<std::int64_t>(series_intervals));
}

}  // namespace

Simulation::Engine::Engine(const Model& m, const RunOptions& o)
    : m_(m),
      ops_(m.ops.data()),
      samplers_(m.samplers.data()),
      options_(o),
      end_(start_of_run + o.duration),
      replicas_(m.replicas.size()),
      lower_queues_(m.replicas.size() * (m.levels - 1)),
      running_(m.replicas.size()),
      cursors_(m.cursors, 0),
      pairs_(m.path_of.size()),
      disturbed_(m.path_of.size(), 0),
      impairments_(m.components.size()),
      host_component_(m.replicas.size()),
      zone_component_(m.replicas.size()),
      region_component_(m.replicas.size()),
      failures_(m.failures.size()),
      crews_(m.crews.size()),
      serving_(m.services.size()),
      probers_(2 * m.replicas.size()),
      messaging_(!m.messages.empty()),
      counters_(m),
      is_large_(m.edges.size() + m.endpoints.size() + m.services.size() > 100),
      recorder_(m, interval_of(o)) {
    random_.reserve(m.streams.size());
    for (const auto& s : m.streams) random_.emplace_back(StreamName{o.seed, o.replication, s.component, s.purpose});
    for (const Op& op : m.ops) {
        if (op.kind == Op::Kind::work)
            draws_.push_back({draw(op.a, op.stream), &samplers_[op.a], &random(op.stream)});
        else
            draws_.emplace_back();
    }
    for (Index c = 0; c < m.components.size(); ++c)
        for (const Index r : m.components[c].replicas) {
            if (m.components[c].kind == ComponentModel::Kind::host) host_component_[r] = c;
            if (m.components[c].kind == ComponentModel::Kind::zone) zone_component_[r] = c;
            if (m.components[c].kind == ComponentModel::Kind::region) region_component_[r] = c;
        }
    bool shares = false;
    for (const auto& s : m.services) {
        rotations_.emplace_back(m, s);
        shares = shares || s.shares;
    }
    if (shares) shared_.resize(m.replicas.size());
    if (std::ranges::any_of(m.services, [](const ServiceModel& s) { return s.balancer.dns_ttl.has_value(); }))
        names_.resize(m.services.size());
    for (const Index edge : m.breaker_edges) breakers_.emplace_back(m.breakers[m.edges[edge].breaker]);
    for (const Index b : m.budget_of) budgets_.emplace_back(m.budgets[b]);
    throttles_.resize(m.throttle_instances);
    rate_limiters_.resize(m.rate_limit_instances);
    pools_.resize(m.pool_instances);
    if (std::ranges::any_of(m.edges, [](const EdgeModel& e) { return e.hedges > 1; }))
        hedge_delays_.resize(m.edges.size());
    for (const auto& p : m.paths) {
        PathState state;
        state.loss = p.loss;
        const Sampler& latency = m.samplers[p.latency];
        if (latency.is_constant()) {
            state.immediate = p.loss == 0.0 && latency.constant() == Duration::zero();
            state.lane = scheduler_.lane(latency.constant());
        }
        paths_.push_back(state);
    }
    for (Index r = 0; r < m.replicas.size(); ++r) {
        const ServiceModel& s = m.services[m.replicas[r].service];
        replicas_[r].service = &s;
        replicas_[r].counters = &counters_.services[m.replicas[r].service];
        replicas_[r].workers = s.workers;
        replicas_[r].room = static_cast<std::uint32_t>(std::min<std::uint64_t>(s.queue_capacity, none));
        replicas_[r].newest_first = s.discipline == Discipline::lifo || s.discipline == Discipline::preemptive_lifo;
        replicas_[r].plain = !s.gated;
        replicas_[r].steady = steady(replicas_[r]);
        replicas_[r].plain_queue =
            (s.discipline == Discipline::fifo || s.discipline == Discipline::lifo) && s.max_wait == none;
    }
    start_sources();
    for (const EdgeModel& e : m.edges) ways_.push_back(way_of(e));
    for (Index e = 0; e < m.edges.size(); ++e) {  // callers do not all begin with the same replica
        const EdgeModel& edge = m.edges[e];
        const auto callers = edge.caller == none ? 1 : m.services[edge.caller].replicas;
        for (std::uint32_t i = 0; i < callers; ++i)
            cursors_[edge.first_cursor + i] = static_cast<std::uint32_t>(
                random(m.services[edge.service].balancer_stream).below(m.services[edge.service].initial));
    }
    for (Index s = 0; s < m.services.size(); ++s) {
        const ServiceModel& service = m.services[s];
        counters_.services[s].up.add(now(), service.initial);
        serving_[s].by_zone.assign(m.zones, 0);
        for (Index i = 0; i < service.replicas; ++i) {
            const Index r = service.first_replica + i;
            if (i >= service.initial) continue;
            ++serving_[s].replicas;
            if (serving_[s].by_zone[m.replicas[r].zone]++ == 0) ++serving_[s].zones;
        }
    }
    start_shedding();
    start_standby();
    start_elasticity();
    start_caches();
    start_resources();
    start_brownouts();
    start_messages();
    start_databases();
    start_failures();
    start_probing();
    if (o.warmup == Duration::zero())
        warm_ = true;
    else
        at(start_of_run + o.warmup, EventKind::warm, 0);
    at(start_of_run + recorder_.interval(), EventKind::interval, 0);
}

void Simulation::Engine::start_sources() {
    sources_.reserve(m_.clients.size());
    for (Index c = 0; c < m_.clients.size(); ++c) {
        const ClientModel& client = m_.clients[c];
        Source& source = sources_.emplace_back(ArrivalProcess{client.arrivals, random(client.arrival_stream)});
        source.mix = client.mix;
        source.slos = client.slos;
        source.choosing = &random(client.mix_stream);
        source.latency = client.mix.size() == 1 ? nullptr : &counters_.client_latency[c];
        source.closed = !client.open;
        source.follows_up = source.latency != nullptr || !source.slos.empty() || source.closed;
        if (client.open) {
            if (const Instant t = source.arrivals.next(); t != never) at(t, EventKind::arrival, c);
        }
        for (std::uint32_t u = 0; u < client.users; ++u)
            after(draw(client.think, client.think_stream), EventKind::user, c);
    }
}

Simulation::Engine::Way Simulation::Engine::way_of(const EdgeModel& e) {
    const EndpointModel& endpoint = m_.endpoints[e.endpoint];
    Way w;
    w.edge = &e;
    w.counters = &counters_.edges[static_cast<std::size_t>(&e - m_.edges.data())];
    w.endpoint = &counters_.endpoints[e.endpoint];
    w.service = &counters_.services[e.service];
    w.rotation = &rotations_[e.service];
    w.balancing = &random(m_.services[e.service].balancer_stream);
    w.errors = &random(endpoint.stream);
    w.error_rate = endpoint.error_rate;
    w.errs = w.error_rate > 0.0;
    w.per_try = e.per_try;
    w.overall = e.overall;
    w.first_op = endpoint.first_op;
    w.first_replica = m_.services[e.service].first_replica;
    w.source = e.client == none ? nullptr : &sources_[e.client];
    w.path = only_path(e);
    w.immediate = w.path != none && paths_[w.path].immediate;
    w.timed = e.per_try != Duration::max() || e.overall != Duration::max() || e.patience != none || e.client == none;
    w.counted = w.rotation->counts();
    w.breaks = e.breaker != none;
    w.picks = e.breaker_each;
    w.limited = e.limited;
    w.hedged = e.hedges > 1;
    w.gated = m_.services[e.service].gated;
    w.watched = m_.services[e.service].balancer.outlier_detection.has_value();
    w.named = m_.services[e.service].balancer.dns_ttl.has_value();
    w.publishes = e.channel != none;
    w.blind = w.publishes && m_.messages.brokers[m_.messages.channels[e.channel].broker].acks == Acks::none;
    w.delivers = e.group != none;
    w.local = w.delivers && m_.messages.brokers[m_.messages.channels[m_.messages.groups[e.group].channel].broker].log;
    if (w.local) {
        w.path = none;
        w.immediate = true;
    }
    w.bulky = !w.delivers && ((endpoint.request_bytes > 0.0 && (m_.bandwidth_matters || e.write != Duration::max())) ||
                              (endpoint.response_bytes > 0.0 && m_.bandwidth_matters));
    if (w.bulky) {
        w.path = none;
        w.immediate = false;
    }
    w.stored = endpoint.database != none;
    w.locks = endpoint.transaction != none;
    w.guarded = w.timed || w.breaks || w.limited || w.hedged || w.publishes;
    return w;
}

// The path between caller and callee when it is the same wherever they stand.
Index Simulation::Engine::only_path(const EdgeModel& e) const {
    if (m_.hosts_matter) return none;
    const ServiceModel& callee = m_.services[e.service];
    const Index callers = e.client != none ? 1 : m_.services[e.caller].replicas;
    Index path = none;
    std::vector<bool> near(m_.zones, false), far(m_.zones, false);
    for (Index i = 0; i < callers; ++i)
        near[e.client != none ? m_.clients[e.client].zone : m_.replicas[m_.services[e.caller].first_replica + i].zone] =
            true;
    for (Index i = 0; i < callee.replicas; ++i) far[m_.replicas[callee.first_replica + i].zone] = true;
    for (Index a = 0; a < m_.zones; ++a)
        for (Index b = 0; near[a] && b < m_.zones; ++b) {
            if (!far[b]) continue;
            const Index p = m_.path_of[a * m_.zones + b];
            if (path != none && path != p) return none;
            path = p;
        }
    return path;
}

bool Simulation::Engine::is_live(Ticket t) const noexcept {
    const Event e{{}, t};
    switch (static_cast<EventKind>(e.kind())) {
        case EventKind::timeout:
        case EventKind::withdraw: return calls_[e.index()].timer == e.stub();
        case EventKind::queue_timeout:
        case EventKind::permit_timeout:
        case EventKind::hedge:
        case EventKind::retry: return calls_[e.index()].progress == e.stub();
        case EventKind::probe: return probers_[e.index()].probe == e.stub();
        case EventKind::redelivery: return records_[e.index()].timer == e.stub();
        case EventKind::data: return is_awaited(e);
        default: return true;
    }
}

// What a request lives through comes first: branches that are foretold well cost less than a jump through a table.
[[gnu::always_inline]] inline void Simulation::Engine::dispatch(const Event& e) {
    const Index i = e.index();
    const auto kind = static_cast<EventKind>(e.kind());
    if (kind == EventKind::done) {
        if (Call& c = calls_[i]; c.progress == e.stub()) on_done(i, c);
    } else if (kind == EventKind::arrival) {
        // The next one first, so that its place in the order does not depend on what this one leads to.
        Source& source = sources_[i];
        if (const Instant t = source.arrivals.next(); t != never) at(t, EventKind::arrival, i);
        issue(source);
    } else if (kind == EventKind::request) {
        if (Call& c = calls_[i]; c.progress == e.stub()) on_request(i, c, ways_[c.edge]);
    } else if (kind == EventKind::reply) {
        if (Call& c = calls_[i]; c.progress == e.stub()) on_reply(i, c, ways_[c.edge]);
    } else if (kind == EventKind::data) {
        on_data(i, e.stub());
    } else {
        dispatch_rare(e);
    }
}

[[gnu::noinline]] void Simulation::Engine::dispatch_rare(const Event& e) {
    const Index i = e.index();
    switch (static_cast<EventKind>(e.kind())) {
        case EventKind::user: return issue(sources_[i]);
        case EventKind::timeout: return on_timeout(i, e.stub());
        case EventKind::queue_timeout:
            if (calls_[i].progress == e.stub()) on_queue_timeout(i);
            return;
        case EventKind::permit_timeout:
            if (calls_[i].progress == e.stub()) on_permit_timeout(i);
            return;
        case EventKind::admit:
            if (calls_[i].progress == e.stub()) on_admit(i);
            return;
        case EventKind::hedge:
            if (calls_[i].progress == e.stub()) on_hedge(i);
            return;
        case EventKind::retry:
            if (calls_[i].progress == e.stub()) on_retry(i);
            return;
        case EventKind::fallback:
            if (calls_[i].progress == e.stub()) on_fallback(i);
            return;
        case EventKind::withdraw:
            if (calls_[i].timer == e.stub()) on_withdraw(i);
            return;
        case EventKind::landed:
            if (calls_[i].progress == e.stub()) on_landed(i);
            return;
        case EventKind::shared_done:
            if (shared_[i].next_done == e.stub()) on_shared_done(i);
            return;
        case EventKind::failure: return on_failure(i, e.stub());
        case EventKind::takeover: return on_takeover(i);
        case EventKind::shock: return on_shock(i);
        case EventKind::fault: return on_fault(i);
        case EventKind::probe: return on_probe(i, e.stub());
        case EventKind::reaction: return on_reaction(i);
        case EventKind::restarted: return on_restarted(i);
        case EventKind::sweep: return on_sweep(i);
        case EventKind::life: return on_life(i, e.stub());
        case EventKind::rollout: return on_rollout(i);
        case EventKind::evict: return on_evict(i);
        case EventKind::dim: return on_dim(i);
        case EventKind::exhausted: return on_exhausted(i);
        case EventKind::clean: return on_clean(i);
        case EventKind::measure: return on_measure(i);
        case EventKind::scale: return on_scale(i);
        case EventKind::redelivery: return on_redelivery(i, e.stub());
        case EventKind::messaging: return on_messaging(e);
        case EventKind::interval: return on_interval();
        case EventKind::warm: return on_warm();
        case EventKind::arrival:
        case EventKind::request:
        case EventKind::done:
        case EventKind::reply:
        case EventKind::data: return;  // dispatch's own
    }
}

[[gnu::noinline]] void Simulation::Engine::fire(const Event& e) {
    ++events_;
    dispatch(e);
}

bool Simulation::Engine::step(Instant until) {
    Event e;
    if (!scheduler_.next(std::min(until, end_), e, Live{*this})) {
        if (until >= end_ && !finished_) {
            finished_ = true;
            scheduler_.advance_to(end_);
        }
        return false;
    }
    fire(e);
    return true;
}

void Simulation::Engine::run(Instant until) {
    Event e;
    const Instant last = std::min(until, end_);
    const std::atomic<bool>* const stop = options_.stop;
    scheduler_.stop_after(last);
    for (;;) {
        constexpr std::uint32_t batch = 1U << 16;  // between two looks at `stop`
        std::uint32_t left = batch;
        while (left > 0 && scheduler_.next(e, Live{*this})) {
            --left;
            dispatch(e);
        }
        events_ += batch - left;
        if (left > 0) break;
        if (options_.pause != nullptr) options_.pause->wait(true);
        if (stop != nullptr && stop->load(std::memory_order_relaxed)) return;
    }
    scheduler_.advance_to(last);
    finished_ = last == end_;
}

void Simulation::Engine::on_interval() {
    late_.settle();
    recorder_.end_interval(counters_, now());
    at(nines::after(now(), recorder_.interval()), EventKind::interval, 0);
}

void Simulation::Engine::on_warm() {
    late_.settle();
    recorder_.before_reset(counters_, now());
    requests_at_reset_ = requests_in_flight();
    carry_windows();
    counters_.reset(now());
    warm_ = true;
}

void Simulation::Engine::note(Subject s, const std::string& name, const char* what, std::string detail) {
    if (timeline_.size() < timeline_limit)
        timeline_.push_back({to_seconds(now()), s, name, what, std::move(detail)});
    else
        ++timeline_dropped_;
}

std::uint64_t Simulation::Engine::requests_in_flight() const {
    std::uint64_t n = requests_at_reset_;
    for (const auto& client : m_.clients) {
        const auto counts = counts_of(client, counters_);
        n += counts.issued - total(counts.outcomes);
    }
    return n;
}

// What must hold whatever happened. A violation is ours alone: it stops the program.
void Simulation::Engine::check_invariants() const {
    const auto must = [](bool holds, const char* what, const std::string& where) {
        if (holds) return;
        std::fprintf(stderr, "nines: invariant violated: %s (%s)\n", what, where.c_str());
        std::abort();
    };
    std::vector<std::int64_t> holding(m_.replicas.size(), 0), resident(m_.services.size(), 0),
        inside(m_.replicas.size(), 0);
    std::vector<std::uint32_t> permits(pools_.size(), 0);
    std::vector<std::uint64_t> pooled(pools_.size(), 0);
    std::uint64_t in_flight = 0, committing = 0;
    for (Index i = 0; i < calls_.size(); ++i) {
        const Call& c = calls_[i];
        if (c.state == State::free) continue;
        if (!c.abandoned && c.parent == none && c.edge != none && m_.edges[c.edge].client != none) ++in_flight;
        if (c.permit || c.state == State::pooled) {
            const PoolModel& pool = m_.pools[m_.edges[c.edge].pool];
            const Index at = instance(pool.first, pool.bulkhead.shared, c);
            if (c.permit) ++permits[at];
            if (c.state == State::pooled) ++pooled[at];
        }
        if (c.state == State::committing) ++committing;
        if (c.holds_worker) ++holding[c.replica];
        if (c.resident) {
            ++resident[m_.replicas[c.replica].service];
            ++inside[c.replica];
        }
    }
    must(in_flight == requests_in_flight(), "requests in = ended + in flight", "clients");
    for (Index r = 0; r < m_.replicas.size(); ++r) {
        must(holding[r] == replicas_[r].busy, "a worker taken is held by one call", m_.components[r].name);
        must(replicas_[r].busy <= m_.services[m_.replicas[r].service].workers, "no more workers than there are",
             m_.components[r].name);
    }
    for (const DatabaseNode& n : nodes_) {
        committing -= n.waiters;
        must(n.applied <= n.flushed && n.flushed <= n.received, "what is applied is on the disk", "databases");
    }
    must(committing == 0, "a write that waits is in the queue of its primary", "databases");
    for (const DatabaseState& d : databases_)
        must(d.primaries.store.consistent(), "a version is kept as long as somebody has it", "databases");
    for (Index r = 0; r < shedders_.size(); ++r)
        must(!replicas_[r].service->sheds || inside[r] == shedders_[r].in_flight, "who was let in is inside",
             m_.components[r].name);
    for (Index r = 0; r < inside_.size(); ++r)
        must(!replicas_[r].service->counts_inside || inside[r] == inside_[r], "who was let in is inside",
             m_.components[r].name);
    for (std::size_t p = 0; p < pools_.size(); ++p) {
        must(permits[p] == pools_[p].in_use, "a permit granted is held by one attempt", "bulkheads");
        must(pooled[p] == pools_[p].waiting, "who waits for a permit is in its queue", "bulkheads");
        const PoolModel& pool = *std::ranges::find_if(
            m_.pools, [&](const PoolModel& m) { return p >= m.first && p < std::size_t{m.first} + m.count; });
        must(pools_[p].in_use + pools_[p].idle.size() <= pool.bulkhead.max_concurrent,
             "an idle connection is one that a permit stands for", "bulkheads");
    }
    check_messages(must);
    for (Index s = 0; s < m_.services.size(); ++s)
        must(resident[s] == counters_.services[s].in_flight.value(), "in flight = arrived - left", m_.service_names[s]);
}

RunResult Simulation::Engine::result() {
    check_invariants();
    late_.settle();
    RunResult r;
    collect(m_, counters_, now(), r);
    r.series = recorder_.series();
    r.interval_seconds = to_seconds(recorder_.interval());
    r.warmup_seconds = to_seconds(options_.warmup);
    r.end_seconds = to_seconds(now());
    r.events = events_;
    for (const auto& client : m_.clients) r.requests += total(counts_of(client, counters_).outcomes);
    r.timeline = timeline_;
    r.timeline_dropped = timeline_dropped_;
    r.injected = static_cast<std::uint32_t>(injected_.size());
    return r;
}

std::optional<RunResult> simulate(const Model& m, const RunOptions& o) {
    Simulation s{m, o};
    s.run_until(start_of_run + o.duration);
    if (!s.finished()) return std::nullopt;
    return s.result();
}

Simulation::Simulation(const Model& m, const RunOptions& o) : engine_(std::make_unique<Engine>(m, o)) {}
Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

Instant Simulation::now() const { return engine_->now(); }
std::uint64_t Simulation::events() const { return engine_->events(); }
bool Simulation::finished() const { return engine_->finished(); }
bool Simulation::step() { return engine_->step(never); }
void Simulation::run_until(Instant t) { engine_->run(t); }
void Simulation::run_for(std::uint64_t events) {
    for (std::uint64_t i = 0; i < events && engine_->step(never); ++i) {
    }
}
void Simulation::run_while(const std::function<bool(const Simulation&)>& wanted) {
    while (!engine_->finished() && wanted(*this) && engine_->step(never)) {
    }
}
std::uint64_t Simulation::requests_in_flight() const { return engine_->requests_in_flight(); }
std::size_t Simulation::bytes_in_use() const { return engine_->bytes(); }
std::uint32_t Simulation::replicas_up(std::string_view service) const {
    const auto& names = engine_->model().service_names;
    const auto it = std::ranges::find(names, service);
    return it == names.end() ? 0 : engine_->replicas_up(static_cast<Index>(it - names.begin()));
}
RunResult Simulation::result() { return engine_->result(); }
void Simulation::observe(LiveState& into) const { engine_->observe(into); }
const std::vector<TimelineEvent>& Simulation::timeline() const { return engine_->timeline(); }
const std::vector<std::vector<float>>& Simulation::series() const { return engine_->recorder().series(); }
Duration Simulation::series_interval() const { return engine_->recorder().interval(); }
std::uint32_t Simulation::inject(const Injection& injection) { return engine_->inject(injection); }
void Simulation::restore(std::uint32_t injected) { engine_->restore(injected); }

}  // namespace nines
