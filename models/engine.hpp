// Engine: the state of one replication, and what each event does to it.
//
// One class, told in parts: call_path.hpp (the caller's side: attempts, timeouts, retries, breakers),
// overload_control.hpp (shedding and outlier detection), caller_limits.hpp (throttle, rate limit, bulkhead, retry
// budget), hedged_calls.hpp, endpoint_program.hpp (the callee's side: steps), worker_pool.hpp (queues and workers),
// shared_processor.hpp (processor sharing), impairments.hpp (failures, repair, faults, health). Of databases:
// database_requests.hpp, replication_control.hpp (the log), primary_control.hpp (failover), election_control.hpp,
// quorum_control.hpp, transaction_control.hpp, checkpoint_control.hpp, backup_control.hpp. All in one translation unit,
// so that the path of a request is compiled as one.
//
// Always: a request in flight is a live Call or nothing; every call ends in exactly one outcome; a worker taken is
// given back; the same model, seed and replication give the same bits.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <deque>
#include <span>

#include "models/arrival_process.hpp"
#include "models/breaker_state.hpp"
#include "models/call.hpp"
#include "models/call_queue.hpp"
#include "models/counters.hpp"
#include "models/database_state.hpp"
#include "models/event_kind.hpp"
#include "models/measure_catalogue.hpp"
#include "models/model.hpp"
#include "models/outlier_detection.hpp"
#include "models/rotation.hpp"
#include "models/simulation.hpp"
#include "sim/random.hpp"
#include "sim/scheduler.hpp"

namespace nines {

class Simulation::Engine {
public:
    Engine(const Model& m, const RunOptions& o);

    [[nodiscard]] bool finished() const noexcept { return finished_; }
    [[nodiscard]] Instant now() const noexcept { return scheduler_.now(); }
    [[nodiscard]] std::uint64_t events() const noexcept { return events_; }
    [[nodiscard]] const Model& model() const noexcept { return m_; }
    [[nodiscard]] std::uint64_t requests_in_flight() const;
    [[nodiscard]] std::uint32_t replicas_up(Index service) const { return serving_[service].replicas; }
    [[nodiscard]] std::size_t bytes() const noexcept { return calls_.bytes() + scheduler_.bytes(); }

    // Fires the next event at or before `until` (and the end of the run); false when there is none.
    bool step(Instant until);
    void run(Instant until);
    [[nodiscard]] RunResult result();

private:
    using State = Call::State;

    // A client at work.
    struct alignas(64) Source {
        ArrivalProcess arrivals;
        std::span<const MixModel> mix;
        std::span<const Index> slos;
        Random* choosing = nullptr;
        Histogram* latency = nullptr;  // of all its edges, when it has several
        bool closed = false;
        bool follows_up = false;  // the end of a request means something to one of the above
    };
    // What the path of a request needs of an edge, at hand.
    struct alignas(64) Way {
        const EdgeModel* edge = nullptr;
        EdgeCounters* counters = nullptr;
        EndpointCounters* endpoint = nullptr;
        ServiceCounters* service = nullptr;
        Rotation* rotation = nullptr;
        Random* balancing = nullptr;
        Random* errors = nullptr;
        Source* source = nullptr;  // the caller, when it is a client
        double error_rate = 0.0;
        Duration per_try = Duration::max();
        Duration overall = Duration::max();
        Index first_op = none;
        Index first_replica = none;
        Index path = none;       // none: it depends on where caller and callee stand
        bool immediate = false;  // on that path no time passes and nothing is lost
        bool guarded = false;    // any of the following
        bool timed = false;
        bool counted = false;  // by the load balancer
        bool breaks = false;   // has a breaker
        bool errs = false;     // error_rate > 0
        bool limited = false;  // by the caller: throttle, rate limit, bulkhead, retry budget, read timeout
        bool hedged = false;
        bool sheds = false;    // the callee has overload control
        bool watched = false;  // by outlier detection
        bool stored = false;   // a database chooses the replica
        bool locks = false;    // it is a transaction
    };
    struct alignas(64) Replica {
        const ServiceModel* service = nullptr;
        ServiceCounters* counters = nullptr;
        std::uint32_t busy = 0;
        std::uint32_t queued = 0;
        std::uint32_t workers = 1;
        std::uint32_t room = 0;  // in the queue
        CallQueue queue;         // of the first level
        double slowness = 1.0;
        double error_share = 0.0;
        bool plain_queue = true;  // first come, first served, or last; nobody leaves it
        bool newest_first : 1 = false;
        bool codel : 1 = false;    // sheds from its queue
        bool follows : 1 = false;  // of a database: takes no writes
        bool refuses = false, silent = false, paused = false;
        bool plain = true;   // none of the above
        bool steady = true;  // work that has begun ends after just its time
        [[nodiscard]] bool serves() const noexcept { return !refuses && !silent && !paused; }
    };
    static_assert(sizeof(Replica) == 64);
    // Of a replica that preempts: the running, by age.
    struct Running {
        Index oldest = none, newest = none;
    };
    // The work of an operation, drawn ahead so that nobody waits for it.
    struct Draw {
        Duration next{};
        const Sampler* law = nullptr;
        Random* random = nullptr;
    };
    // How deep the handling of one event is in calls that end, or programs that go on, within others.
    struct Nested {
        explicit Nested(std::uint32_t& depth) noexcept : depth_(depth) { ++depth_; }
        ~Nested() { --depth_; }
        Nested(const Nested&) = delete;
        Nested& operator=(const Nested&) = delete;

    private:
        std::uint32_t& depth_;
    };
    // Processor sharing: work is measured in virtual time, which passes at the speed each request gets.
    struct SharedProcessor {
        struct Entry {
            double finish;  // virtual ns
            Index call;
            Stub stub;
        };
        std::vector<Entry> heap;  // earliest finish first
        double virtual_ns = 0.0;
        Instant since{};
        std::uint32_t sharing = 0;
        Stub next_done = no_stub;
    };
    // A bulkhead of one caller.
    struct PermitPool {
        std::uint32_t in_use = 0;
        std::uint64_t waiting = 0;
        CallQueue queue;
    };
    // Of a replica that turns requests away.
    struct Shedder {
        ConcurrencyLimitState limit;
        RateLimiterState rate;
        CodelState codel;
        std::uint32_t in_flight = 0;
    };
    struct HedgeDelay {
        std::uint64_t calls = 0;  // that it was found from
        Duration delay = Duration::max();
    };
    struct Serving {
        std::uint32_t replicas = 0;
        std::uint32_t zones = 0;
        std::vector<std::uint32_t> by_zone;
    };
    struct Health {
        Stub probe = no_stub;
        Instant phase{};
        std::uint32_t in_a_row = 0;  // probes that contradict the balancer's view
        bool out = false;            // the balancer's view: it is unhealthy
        bool verdict = false;        // the pending event is not a probe but the timeout of the last one
    };
    struct PathState {
        std::uint32_t lane = none;  // of a constant latency
        bool immediate = false;     // no time passes and nothing is lost
        double loss = 0.0;
    };
    struct PairState {
        std::uint32_t cuts = 0;
        std::vector<Index> disturbances;
    };
    struct FailureState {
        bool down = false;
        Instant down_since{};
        Stub event = no_stub;
    };
    struct CrewState {
        std::uint32_t busy = 0;
        std::deque<Index> waiting;
    };

    // call_path.hpp: the caller's side.
    void issue(Source& source);
    [[nodiscard]] const MixModel& choose_from_mix(const Source& source);
    [[nodiscard]] Instant request_deadline(const EdgeModel& e);
    void begin_call(Index edge, Index parent, bool branch, bool optional);
    void start_attempt(Index call, Call& c, const Way& way);
    [[nodiscard]] Index choose_replica(const Call& c, const Way& way);
    void on_retry(Index call);
    [[nodiscard]] bool admitted(const Call& c, const EdgeModel& e);
    void arm_timeout(Index call, Call& c, const Way& way);
    void on_reply(Index call, Call& c, const Way& way);
    void on_timeout(Index call, Stub ticket);
    void abandon(Index call, Outcome o, bool cancel);
    void send_attempt(Index call, Call& c, const Way& way);
    [[nodiscard]] Index choose_again(const Call& c, const Way& way);
    void count_timeout(const Call& c);
    void answer_instead(Index call);
    void fallback_ended(Index call, Outcome o);
    void give_up(Index call);
    void on_withdraw(Index call);
    void withdraw_children(Index call);
    void withdraw(Index call);
    void count_attempt(Call& c, const Way& way, Outcome o);
    void fail_attempt(Index call, Outcome o);
    [[nodiscard]] bool retry(Index call, Call& c, const EdgeModel& e, Outcome o);
    void end_call(Index call, Call& c, const Way& way, Outcome o);
    void on_fallback(Index call);
    void conclude(Index call, const Call& c, const Way& way, Outcome o);
    void end_request(Source& source, Outcome o, Duration latency);
    void follow_up(Source& source, Outcome o, Duration latency);
    void next_round(const Source& source, Duration latency);
    [[nodiscard]] Instant inherited_deadline(const Call& parent) const;
    [[nodiscard]] Index breaker_of(const Call& c, const EdgeModel& e) const;
    void record_in_breaker(const Call& c, const EdgeModel& e, Outcome o);
    void mark_breaker(Index edge, BreakerState::State before, BreakerState::State after);
    [[nodiscard]] Index caller_host(const Call& c) const { return c.from == none ? none : m_.replicas[c.from].host; }
    [[nodiscard]] Index caller_zone(const Call& c, const EdgeModel& e) const {
        return c.from == none ? m_.clients[e.client].zone : m_.replicas[c.from].zone;
    }

    // caller_limits.hpp
    [[nodiscard]] Index instance(Index first, bool shared, const Call& c) const;
    [[nodiscard]] RetryBudgetState& budget_of(const Call& c, const EdgeModel& e);
    [[nodiscard]] ThrottleState& throttle_of(const Call& c, const EdgeModel& e);
    [[nodiscard]] PermitPool& pool_of(const Call& c, const EdgeModel& e);
    void pass_limits(Index call, Call& c, const Way& way);
    void turn_away(Index call, Call& c, const Way& way);
    void acquire_permit(Index call, Call& c, const Way& way);
    void dispatch_limited(Index call, Call& c, const Way& way);
    void leave_pool_queue(Index call, Call& c);
    void on_permit_timeout(Index call);
    void on_admit(Index call);
    void release_permit(Call& c, const EdgeModel& e);
    void settle_limits(Call& c, const Way& way, Outcome o);

    // overload_control.hpp
    void start_shedding();
    [[nodiscard]] bool lets_in(const Call& c, const Replica& r);
    void let_out(Index call, const Call& c, Outcome o);
    [[nodiscard]] bool sheds_waiting(Replica& r, Index replica);
    void on_sweep(Index service);
    void watch(const Call& c, const Way& way, Outcome o);
    void update_rotation(Index replica);

    // hedged_calls.hpp
    void start_hedged(Index call, Call& c);
    void launch_hedge(Index call);
    [[nodiscard]] Duration hedge_delay(const EdgeModel& e, const EdgeCounters& counters);
    void on_hedge(Index call);
    void hedge_ended(Index hedge, Outcome o);
    void end_round(const Call& c, const EdgeModel& e);
    void drop_hedges(Index call);

    // Messages. False: it never arrives.
    void send_request(Index call, Call& c, const Way& way);
    void send_reply(Index call, Call& c, const Way& way);
    [[nodiscard]] bool send(EventKind kind, Index call, Call& c, const Way& way);
    [[nodiscard]] bool send_far(EventKind kind, Index call, Call& c);
    [[nodiscard]] bool send_disturbed(std::uint32_t pair, Index path, EventKind kind, Index call, Call& c);
    [[nodiscard]] bool depart(Index path, EventKind kind, Index call, Call& c);
    void arrive(EventKind kind, Index call);

    // endpoint_program.hpp: the callee's side.
    void on_request(Index call, Call& c, const Way& way);
    [[nodiscard]] bool accepted(Index call, const Call& c, const Replica& r);
    void run_program(Index call);
    void end_program(Index call, Call& c);
    [[nodiscard]] bool run_op(Index call, const Op& op);
    [[nodiscard]] bool start_parallel(Index call, const Op& op);
    void child_ended(Index parent, Outcome o, bool branch, bool optional);
    [[nodiscard]] bool go_on(Index call);
    void finish(Index call, Outcome o);
    void leave(Index call, Outcome o);
    void answer(Index call, Call& c, const Way& way, Outcome o);
    void end_branch(Index call, Outcome o);
    void detach_children(Call& c) noexcept { ++c.serial; }
    // Nobody waits for it any more.
    [[nodiscard]] bool orphaned(const Call& c) const noexcept {
        return c.parent != none && calls_[c.parent].serial != c.parent_serial;
    }
    void vanish(Index call);
    // The callee's half is at its replica.
    [[nodiscard]] static bool is_there(State s) noexcept {
        return s == State::queued || s == State::running || s == State::suspended || s == State::delayed ||
               s == State::waiting || s == State::committing || s == State::granted;
    }

    // worker_pool.hpp
    [[nodiscard]] bool take_worker(Index call, Call& c, Replica& r);
    [[nodiscard]] bool take_special_worker(Index call, Call& c, Replica& r);
    void start_work(Index call, Call& c, const Replica& r);
    void start_special_work(Index call, Call& c, const Replica& r, Duration work);
    void resume(Index call);
    void suspend(Index call);
    void on_done(Index call, Call& c);
    void release_worker(Call& c);
    void grant_next(Replica& r, Index replica);
    void go_on_with_worker(Index call, Call& c);
    void enqueue(Index call, Call& c, Replica& r, CallQueue& q, bool in_front);
    void dequeue(Index call, const Call& c, Replica& r);
    void left_queue(Replica& r);
    [[nodiscard]] CallQueue& next_queue(Index replica);
    void on_queue_timeout(Index call);
    void preempt_for(Index call);
    void running_add(Index call);
    void running_remove(Index call);
    void abort_work(Index call);

    // shared_processor.hpp
    void share(Index call, Duration work);
    void unshare(Index call);
    void advance_sharing(Index replica);
    void schedule_sharing(Index replica);
    void on_shared_done(Index replica);
    [[nodiscard]] double sharing_speed(Index replica) const;

    // database_requests.hpp
    [[nodiscard]] Index choose_node(const Call& c, const Way& way);
    [[nodiscard]] Session& session_of(Index call, Index database);
    [[nodiscard]] std::uint64_t key_of(Index call, Index database);
    [[nodiscard]] bool fresh_enough(const Call& c, const EdgeModel& e, Index node);
    [[nodiscard]] bool run_data_op(Index call, const Op& op);
    void observe_read(Index call, const Call& c);

    // replication_control.hpp
    void start_databases();
    [[nodiscard]] DatabaseNode& node(Index replica) noexcept { return nodes_[replica - first_node_]; }
    [[nodiscard]] const DatabaseNode& node(Index replica) const noexcept { return nodes_[replica - first_node_]; }
    [[nodiscard]] bool is_node(Index replica) const noexcept { return replica - first_node_ < nodes_.size(); }
    void set_role(Index node, bool primary);
    Stub data_event(Instant t, DataEvent what, Index index);
    Stub data_event_after(Duration d, DataEvent what, Index index);
    void on_data(Index packed, Stub stub);
    [[nodiscard]] bool commit_write(Index call, Call& c);
    [[nodiscard]] static Position position_of(const Call& c) noexcept;
    void acknowledge(Index call, const Call& c, Position p);
    [[nodiscard]] Position committed(Index primary) const;
    void release_committed(Index primary);
    void withdraw_write(Index call);
    void fail_waiting(Index primary);
    void semi_synchronous_timeout(Index database);
    void set_alone(Index database, bool alone);
    void start_flush(Index node);
    void log_flushed(Index node);
    void ship_to_all(Index primary);
    void ship(Index node);
    [[nodiscard]] Duration latency_between(Index from, Index to, Index stream);
    void log_arrived(Index node);
    void let_travel(Index node);
    void write_travelled(Index slot);
    void on_disk(Index node);
    void log_answered(Index node);
    void start_applying(Index node);
    void log_applied(Index node);
    void advance_applied(Index node, Position p);
    void settle(Index database);
    void count_behind(Index database);

    // quorum_control.hpp
    void start_quorum(Index database);
    [[nodiscard]] std::uint64_t& version_at(Index node, std::uint64_t key);
    [[nodiscard]] bool seems_up(Index node) const;
    [[nodiscard]] Duration quorum_leg(Index law, Index from, Index to, const DatabaseModel& model);
    [[nodiscard]] bool coordinate(Index call, Call& c, bool writes);
    void ask_nodes(Index op, std::uint32_t up);
    void send_to_node(Index op, Index node);
    void quorum_request(Index message);
    void quorum_answer(Index message);
    void decide(Index op);
    [[nodiscard]] bool quorum_asked(Index call, Index op);
    void note_quorum_result(const QuorumOp& op, const Call& c);
    void quorum_timeout(Index op, Stub stub);
    void repair_after(const QuorumOp& done);
    [[nodiscard]] bool keep_hint(Index node, std::uint64_t key, std::uint64_t version);
    void quorum_node_changed(Index node);
    void hand_off(Index node);
    void make_all_the_same(Index database);
    [[nodiscard]] Index new_quorum_op();
    [[nodiscard]] Index new_quorum_message(Index op, Index node);
    void drop_quorum_message(Index message);
    void release_quorum_op(Index op);

    // election_control.hpp
    void begin_election(Index database);
    void arm_election(Index node, Instant heard);
    void election_timeout(Index node);
    void send_vote(const Vote& vote);
    void vote_arrived(Index slot);
    void vote_asked(const Vote& vote);
    void vote_given(const Vote& vote);
    void end_election(Index database);
    [[nodiscard]] bool has_majority(Index node) const;

    // transaction_control.hpp
    [[nodiscard]] const Transaction& transaction_of(const Call& c) const;
    void begin_transaction(Index call, Call& c);
    [[nodiscard]] bool touch_row(Index call, Call& c, const Op& op);
    [[nodiscard]] bool has_transaction(Index call, const Call& c) const;
    [[nodiscard]] bool unchanged(Index transaction, std::uint32_t key, bool writes);
    void lock_check_due(Index transaction, Stub stub);
    void check_lock(Index transaction);
    void abort_transaction(Index transaction);
    void stop_waiting(Index transaction);
    void end_transaction(Index transaction);
    void pass_on(Index database, std::uint32_t key);
    void lock_granted(Index transaction, Stub stub);
    [[nodiscard]] bool may_commit(Index call, const Call& c);
    void write_rows(Index call, const Call& c, Position p);
    void forget_transactions(Index node);

    // checkpoint_control.hpp
    void start_checkpoints(Index database);
    void checkpoint(Index node, bool begins);

    // backup_control.hpp
    struct Restore {
        Instant moment{};  // that is brought back
        std::uint64_t acknowledged = 0;
        Duration takes{};
        std::uint64_t bad = 0;  // backups tried in vain
        bool from_nothing = true;
    };
    void start_backups(Index database);
    void take_backup(Index database, bool full);
    void backup_done(Index database);
    void piece_archived(Index database);
    void test_restore(Index database);
    void damage(Index database, Duration noticed, bool destroys);
    void stop_database(Index database);
    void damage_noticed(Index database);
    [[nodiscard]] Restore plan_restore(Index database, bool destroyed) const;
    void restored(Index database);
    void meets_rto(Index database, Duration took);
    void meets_rpo(Index database, Duration exposed);

    // primary_control.hpp
    [[nodiscard]] const std::string& database_name(Index database) const;
    [[nodiscard]] bool zones_talk(Index a, Index b) const;
    [[nodiscard]] bool can_follow(Index node, Index upstream) const;
    [[nodiscard]] bool isolated(Index node) const;
    void node_crashed(Index node);
    void disconnect(Index node);
    void node_changed(Index node);
    void links_changed();
    void look_at(Index database);
    void find_upstream(Index node, Index leader);
    void joined(Index node);
    void demote(Index node);
    void demote_isolated(Index node);
    void lose_primary(Index database);
    void primary_is_back(Index database);
    void choose_candidate(Index database);
    [[nodiscard]] Duration follow(const RunbookModel& step, Index stream);
    void promotion_ready(Index database);
    void take_over(Index chosen);
    void promote(Index chosen, Position has);
    void redirect(Index database);
    void recovered(Index database);
    void consider_fail_back(Index database);

    // impairments.hpp
    void start_failures();
    void on_failure(Index failure);
    void fail(Index failure);
    void begin_repair(Index failure);
    void repaired(Index failure);
    void on_shock(Index cause);
    void on_fault(Index fault);
    void impair(Index component, const Impairment& i, std::int32_t sign);
    void refresh(Index replica);
    void change_speed(Index replica, const Replica& before);
    void kill_work(Index replica);
    void start_waiting(Index replica);
    void serving_changed(Index replica, bool serves);
    void apply_verdict(Index replica);
    void disturb(Index disturbance, bool begins);
    void check_health(Index replica);
    void on_probe(Index replica, Stub ticket);
    [[nodiscard]] bool healthy(const Replica& r) const noexcept { return r.serves(); }
    [[nodiscard]] static bool plain(const Replica& r) noexcept {
        return r.serves() && r.slowness == 1.0 && r.error_share == 0.0 && !r.service->sheds && !r.follows;
    }
    [[nodiscard]] static bool steady(const Replica& r) noexcept {
        const Discipline d = r.service->discipline;
        return d != Discipline::processor_sharing && d != Discipline::preemptive_lifo && r.slowness == 1.0 && !r.paused;
    }

    [[nodiscard]] Way way_of(const EdgeModel& e);
    [[nodiscard]] Index only_path(const EdgeModel& e) const;
    void on_interval();
    void on_warm();
    void note(Subject s, const std::string& name, const char* what, std::string detail = {});
    void check_invariants() const;
    void start_sources();
    void dispatch(const Event& e);
    void dispatch_rare(const Event& e);
    void fire(const Event& e);

    [[nodiscard]] Random& random(Index stream) noexcept { return random_[stream]; }
    [[nodiscard]] Duration draw(Index sampler, Index stream) noexcept { return samplers_[sampler](random_[stream]); }
    [[nodiscard]] ServiceCounters& service_counters(Index replica) { return *replicas_[replica].counters; }
    [[nodiscard]] Index local(Index replica) const {
        return replica - m_.services[m_.replicas[replica].service].first_replica;
    }
    // Only the priority discipline tells levels apart.
    [[nodiscard]] CallQueue& queue_of(const Call& c) {
        const bool levels = replicas_[c.replica].service->discipline == Discipline::priority;
        return levels && c.level > 0 ? lower_queues_[c.replica * (m_.levels - 1) + c.level - 1]
                                     : replicas_[c.replica].queue;
    }
    void record(Histogram& h, Duration d) {
        if (is_large_) [[unlikely]]
            h.record(d, late_);
        else
            h.record(d);
    }
    Stub at(Instant t, EventKind k, Index i) { return stub_of(scheduler_.at(t, static_cast<std::uint32_t>(k), i)); }
    Stub after(Duration d, EventKind k, Index i) {
        return stub_of(scheduler_.after(d, static_cast<std::uint32_t>(k), i));
    }
    Stub along(std::uint32_t lane, EventKind k, Index i) {
        return stub_of(scheduler_.along(lane, static_cast<std::uint32_t>(k), i));
    }
    Stub timer(Instant t, EventKind k, Index i) {
        return stub_of(scheduler_.timer(t, static_cast<std::uint32_t>(k), i, Live{*this}));
    }
    [[nodiscard]] bool is_live(Ticket t) const noexcept;
    struct Live {
        const Engine& engine;
        [[gnu::always_inline]] bool operator()(Ticket t) const noexcept {
            const Event e{{}, t};
            if (static_cast<EventKind>(e.kind()) != EventKind::done) return engine.is_live(t);
            __builtin_prefetch(&engine.calls_[e.index()].replica);  // soon due
            return true;
        }
    };

    const Model& m_;
    const Op* const ops_;            // of m_, at hand
    const Sampler* const samplers_;  // likewise
    RunOptions options_;
    Instant end_;
    Scheduler scheduler_;
    CallTable calls_;
    std::vector<Random> random_;
    std::vector<Draw> draws_;  // by operation: of its work
    std::vector<Way> ways_;    // by edge
    std::vector<Replica> replicas_;
    std::vector<SharedProcessor> shared_;  // by replica, when any service shares its processor
    Stub shared_stub_ = 0;                 // the last in their heaps; even, unlike those of events
    std::vector<CallQueue> lower_queues_;  // by replica and level below the first
    std::vector<Running> running_;         // by replica
    std::vector<Rotation> rotations_;      // by service
    std::vector<std::uint32_t> cursors_;
    std::vector<BreakerState> breakers_;
    std::vector<RetryBudgetState> budgets_;
    std::vector<ThrottleState> throttles_;
    std::vector<RateLimiterState> rate_limiters_;
    std::vector<PermitPool> pools_;
    std::vector<Shedder> shedders_;           // by replica, when any service sheds
    std::vector<OutlierDetector> detectors_;  // by service, when any service has outlier detection
    std::vector<HedgeDelay> hedge_delays_;    // by edge, when any of them hedges
    std::vector<Source> sources_;             // by client
    std::vector<PathState> paths_;
    std::vector<PairState> pairs_;
    std::vector<std::uint8_t> disturbed_;                                    // by pair
    std::uint32_t disturbances_ = 0;                                         // pairs that are
    std::vector<std::vector<Impairment>> impairments_;                       // by component, those that last
    std::vector<Index> host_component_, zone_component_, region_component_;  // by replica
    std::vector<FailureState> failures_;
    std::vector<CrewState> crews_;
    std::vector<Serving> serving_;
    std::vector<Health> health_;  // by replica
    Index first_node_ = none;     // the replicas from here on are the nodes of databases
    std::vector<DatabaseNode> nodes_;
    std::vector<DatabaseState> databases_;
    std::vector<Travelling> travelling_;
    std::vector<Index> struck_primaries_;  // by fault that strikes one
    Index free_travelling_ = none;
    std::vector<QuorumOp> quorum_ops_;
    Index free_quorum_op_ = none;
    std::vector<QuorumMessage> quorum_messages_;
    Index free_quorum_message_ = none;
    std::vector<TransactionState> transactions_;
    Index free_transaction_ = none;
    std::uint64_t visit_ = 1;  // of the search for deadlocks
    std::vector<Vote> votes_;
    Index free_vote_ = none;
    bool keeps_sessions_ = false;  // some read asks for what its own request has written
    Counters counters_;
    LateCounts late_;              // of its histograms
    const bool is_large_ = false;  // so large that they do not fit the caches
    SeriesRecorder recorder_;
    std::uint64_t events_ = 0;
    std::uint64_t requests_at_reset_ = 0;                                     // in flight when the statistics began
    static constexpr Duration shortest_round = std::chrono::milliseconds{1};  // of a user
    static constexpr std::uint32_t max_nesting = 24;                          // of calls handled within one event
    std::uint32_t nesting_ = 0;
    std::uint32_t nesting_limit_ = max_nesting;  // up to which a message that takes no time is handled at once; 0 while
                                                 // the network is disturbed
    bool finished_ = false;
    bool warm_ = false;
    std::vector<TimelineEvent> timeline_;
    std::uint64_t timeline_dropped_ = 0;
};

}  // namespace nines
