// Engine: the state of one replication, and what each event does to it.
//
// One class, told in parts: call_path.hpp (the caller's side: attempts, timeouts, retries, breakers),
// overload_control.hpp (shedding and outlier detection), failover_control.hpp (standby replicas), health_control.hpp
// (probes and restarts), caller_limits.hpp (throttle, rate limit, bulkhead, retry budget), hedged_calls.hpp,
// endpoint_program.hpp (the callee's side: steps), worker_pool.hpp (queues and workers), shared_processor.hpp
// (processor sharing), caching.hpp (lookups and loads), brownout_control.hpp, resources.hpp (memory and disk),
// impairments.hpp (failures, repair, faults), elasticity.hpp (replicas that come and go), changes.hpp (rollouts and
// drains), observation.hpp (what a watcher sees and breaks). Of messages: message_flow.hpp (publishing, queues,
// deliveries), replicated_log.hpp (how they are kept), consumer_group.hpp (reading of logs), message_ledger.hpp (what
// became of each). Of databases: database_requests.hpp, replication_control.hpp (the log), primary_control.hpp
// (failover), election_control.hpp, quorum_control.hpp, multi_primary_control.hpp, transaction_control.hpp,
// checkpoint_control.hpp, backup_control.hpp. All in one translation unit, so that the path of a request is compiled as
// one.
//
// Always: a request in flight is a live Call or nothing; every call ends in exactly one outcome; a worker taken is
// given back; the same model, seed and replication give the same bits.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <deque>
#include <optional>
#include <span>
#include <utility>

#include "models/arrival_process.hpp"
#include "models/autoscaler_state.hpp"
#include "models/breaker_state.hpp"
#include "models/cache_store.hpp"
#include "models/call.hpp"
#include "models/call_queue.hpp"
#include "models/counters.hpp"
#include "models/database_state.hpp"
#include "models/event_kind.hpp"
#include "models/live_state.hpp"
#include "models/measure_catalogue.hpp"
#include "models/message_tables.hpp"
#include "models/model.hpp"
#include "models/name_cache.hpp"
#include "models/outlier_detection.hpp"
#include "models/prepared_injection.hpp"
#include "models/replica_life.hpp"
#include "models/restart.hpp"
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
    [[nodiscard]] std::size_t bytes() const noexcept {
        return calls_.bytes() + scheduler_.bytes() + bytes_of_messages();
    }

    // Fires the next event at or before `until` (and the end of the run); false when there is none.
    bool step(Instant until);
    void run(Instant until);
    [[nodiscard]] RunResult result();

    // observation.hpp: for whoever watches.
    void observe(LiveState& into) const;
    [[nodiscard]] const std::vector<TimelineEvent>& timeline() const noexcept { return timeline_; }
    [[nodiscard]] const SeriesRecorder& recorder() const noexcept { return recorder_; }
    std::uint32_t inject(const Injection& injection);
    void restore(std::uint32_t injected);

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
        bool picks = false;    // has one for each replica, which is asked once the replica is chosen
        bool errs = false;     // error_rate > 0
        bool limited = false;  // by the caller: throttle, rate limit, bulkhead, retry budget, read timeout
        bool hedged = false;
        bool gated = false;      // the callee counts who comes in and goes out
        bool watched = false;    // by outlier detection
        bool named = false;      // the callee is found by a name that is resolved again now and then
        bool publishes = false;  // to a broker
        bool blind = false;      // and waits for no answer
        bool delivers = false;   // from a broker
        bool local = false;      // within the consumer itself, which reads a log
        bool stored = false;     // a database chooses the replica
        bool locks = false;      // it is a transaction
        bool bulky = false;      // its messages have a size that matters
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
        std::vector<Instant> idle;  // open connections that nobody uses, since when; the one used last at the end
    };
    // Of a replica that turns requests away.
    struct Shedder {
        ConcurrencyLimitState limit;
        RateLimiterState rate;
        CodelState codel;
        std::uint32_t in_flight = 0;
    };
    // Of an edge that hedges.
    struct HedgeDelay {
        std::uint64_t calls = 0;  // that it was found from
        Duration delay = Duration::max();
        double saved = 0.0;  // attempts that its budget allows
    };
    // The attempts beside each other of one call.
    struct Hedges {
        static constexpr std::uint32_t most = 10;
        std::array<Index, most> calls;
        std::array<std::uint32_t, most> serials;
    };
    struct Serving {
        std::uint32_t replicas = 0;
        std::uint32_t zones = 0;
        std::vector<std::uint32_t> by_zone;
    };
    // Who probes a replica.
    struct Prober {
        Stub probe = no_stub;
        Instant phase{};
        std::uint32_t in_a_row = 0;  // probes that contradict its view
        bool out = false;            // its view: the replica is unhealthy
        bool acted = false;          // what the balancer has made of it
        bool asked = false;          // the pending event is not a probe but the timeout of the last one
        bool off = false;            // while the replica restarts
        Instant down_since{};        // of the replica
    };
    struct ProbeRule {
        Duration interval, timeout;
        std::uint32_t failures, passes;  // in a row, to change the view
        double false_positives;
        bool sees_errors, under_load;
    };
    // Of a replica that is restarted.
    struct Process {
        RestartState restarts;
        bool starting = false;
    };
    static constexpr Impairment restarting{FailureMode::refuse, 1.0, 1.0};
    // What a call that missed loads, and who waits for it; or for whom it waits.
    struct Flight {
        Index cache = none;
        std::uint32_t key = 0;
        CallQueue waiting;
        Index leader = none;
        bool loaded = false;
    };
    // A place for a replica of a service whose replicas come and go.
    struct Living {
        ReplicaLife life;
        Stub event = no_stub;
        std::uint8_t version = 0;
        RestartState restarts;
        // Busy workers, requests inside and waiting, busy cores: sums of the samples of this window, and means of the
        // last one.
        std::array<double, 4> sampled{}, measured{};
    };
    // A rollout under way.
    struct Change {
        bool active = false, back = false, stuck = false;
        std::uint8_t to = 1;   // the version it goes to
        std::size_t step = 0;  // of the canary
        Instant began{}, progress{}, window{}, reached = never;
        std::uint32_t available = 0, old_ones = 0, failures = 0;
        std::array<VersionCounts, 2> counts{};  // by version, in the window
    };
    // What a replica uses up.
    struct Stores {
        std::uint64_t served = 0;                   // requests, by this process: each leaks
        bool runs = false;                          // the process
        bool exhausted = false;                     // memory: about to be killed
        double written = 0.0;                       // to its disk
        bool writes_no_more = false, full = false;  // about to stop, stopped
    };
    // A service whose replicas come and go.
    struct Elastic {
        std::uint32_t wanted = 0;  // replicas
        bool reconciling = false;
        std::uint8_t version = 0;  // of those that start
        Change change;
        AutoscalerState autoscaler;
        int sample = 0;                             // of the window
        Instant measured = never;                   // when the last window ended; never: none has
        std::array<double, 4> before{}, carried{};  // integrals when it began, of what was forgotten since
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
        Duration life{};  // left, at `since`
        Instant since{};
        Stub event = no_stub;
    };
    // Of a service with failover.
    struct Takeover {
        bool under_way = false;
        bool covered = true;
        Instant since{};
    };
    struct CrewState {
        std::uint32_t busy = 0;
        std::deque<Index> waiting;
    };
    // A fault put in by hand: numbered after the model's own.
    struct Injected {
        Injection injection;
        Random random;  // of its added latency
        bool ended = false;
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
    [[nodiscard]] Index split(Index call);
    void release(Index call) noexcept {
        if (messaging_) [[unlikely]]
            forget_errand(call);
        calls_.release(call);
    }
    void send_attempt(Index call, Call& c, const Way& way);
    [[nodiscard]] const std::vector<Index>* known_replicas(const Call& c, const Way& way);
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
    [[nodiscard]] bool passed_breaker(const Call& c, const EdgeModel& e) const;
    void record_in_breaker(const Call& c, const EdgeModel& e, Outcome o);
    void forget_in_breaker(const Call& c, const EdgeModel& e);
    void mark_breaker(const Call& c, BreakerState::State before, BreakerState::State after);
    void short_circuit(Index call, const Way& way);
    [[nodiscard]] bool choose_admitted(Index call, Call& c, const Way& way);
    [[nodiscard]] Index caller_host(const Call& c) const { return c.from == none ? none : m_.replicas[c.from].host; }
    [[nodiscard]] Index caller_zone(const Call& c, const EdgeModel& e) const {
        return c.from == none ? m_.clients[e.client].zone : m_.replicas[c.from].zone;
    }

    // caller_limits.hpp
    [[nodiscard]] Index instance(Index first, bool shared, const Call& c) const;
    [[nodiscard]] RetryBudgetState& budget_of(const Call& c, const EdgeModel& e);
    [[nodiscard]] ThrottleState& throttle_of(const Call& c, const EdgeModel& e);
    [[nodiscard]] RateLimiterState& limiter_of(const Call& c, const EdgeModel& e);
    [[nodiscard]] PermitPool& pool_of(const Call& c, const EdgeModel& e);
    void pass_limits(Index call, Call& c, const Way& way);
    void turn_away(Index call, Call& c, const Way& way);
    void acquire_permit(Index call, Call& c, const Way& way);
    [[nodiscard]] Duration connect(PermitPool& pool, const PoolModel& model, PoolCounters& counters);
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
    void update_rotation(Index replica, bool noted = true);

    // failover_control.hpp
    void start_standby();
    [[nodiscard]] double ageing(Index failure) const;
    void live_on(Index failure, Duration life);
    void set_passive(Index replica, bool passive);
    void swap_roles(Index from, Index to);
    [[nodiscard]] Index find_replica(const ServiceModel& s, bool passive, bool serving) const;
    void begin_takeover(Index service);
    void on_takeover(Index service);
    void standby_is_back(Index replica);
    [[nodiscard]] bool is_passive(Index replica) const { return !passive_.empty() && passive_[replica] != 0; }

    // health_control.hpp
    void start_probing();
    [[nodiscard]] ProbeRule rule_of(Index prober) const;
    void check_health(Index replica);
    void forget_probes(Index replica);
    void keep_probing(Index prober);
    void on_probe(Index prober, Stub ticket);
    [[nodiscard]] bool unanswered(Index prober, const ProbeRule& rule, Instant sent);
    void probed(Index prober, const ProbeRule& rule, Instant sent, bool passed);
    void judge(Index prober);
    void on_reaction(Index replica);
    [[nodiscard]] bool place_is_down(Index replica) const;
    void restart(Index replica);
    void on_restarted(Index replica);
    void process_ended(Index replica);

    // hedged_calls.hpp
    void start_hedged(Index call, Call& c);
    void launch_hedge(Index call);
    [[nodiscard]] Duration hedge_delay(const EdgeModel& e, const EdgeCounters& counters);
    [[nodiscard]] bool may_hedge(const EdgeModel& e);
    void on_hedge(Index call);
    void hedge_ended(Index hedge, Outcome o);
    void end_round(const Call& c, const EdgeModel& e);
    void drop_hedges(Index call);

    // observation.hpp
    [[nodiscard]] static ReplicaCondition condition_of(const Replica& r);

    // Messages. False: it never arrives.
    void send_request(Index call, Call& c, const Way& way);
    void send_reply(Index call, Call& c, const Way& way);
    [[nodiscard]] bool send(EventKind kind, Index call, Call& c, const Way& way);
    [[nodiscard]] bool send_far(EventKind kind, Index call, Call& c);
    [[nodiscard]] bool send_disturbed(std::uint32_t pair, Index path, EventKind kind, Index call, Call& c,
                                      Duration transfer);
    [[nodiscard]] bool send_bulk(std::uint32_t pair, Index path, EventKind kind, Index call, Call& c);
    void expire_writing(Index call);
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
               s == State::waiting || s == State::sharing || s == State::committing || s == State::granted;
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
    void count_shared(Index replica, std::int64_t change);
    [[nodiscard]] double sharing_speed(Index replica) const;

    // database_requests.hpp
    [[nodiscard]] Index choose_node(const Call& c, const Way& way);
    [[nodiscard]] Index next_of_shard(Index database, const Rotation& rotation, Index except);
    [[nodiscard]] Session& session_of(Index call, Index database);
    [[nodiscard]] std::uint64_t key_of(Index call, Index database);
    [[nodiscard]] Index shard_for(Index call, Index first_shard);
    [[nodiscard]] bool holds_row(Index database, std::uint64_t key) const;
    [[nodiscard]] std::uint64_t draw_row(Index database, Index stream);
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
    [[nodiscard]] bool is_awaited(const Event& e) const noexcept;
    void on_data(Index packed, Stub stub);
    [[nodiscard]] bool commit_write(Index call, Call& c);
    [[nodiscard]] static Position position_of(const Call& c) noexcept;
    void acknowledge(Index call, const Call& c, Position p);
    [[nodiscard]] Position highest_answer(Index primary) const;
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
    [[nodiscard]] Duration hindrance(Index pair, double loss, Index stream);
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
    [[nodiscard]] Index new_quorum_message(Index op, Index node);
    void drop_quorum_message(Index message);
    void release_quorum_op(Index op);

    // multi_primary_control.hpp
    struct Converged {  // told how long it took until every node had seen a write
        Engine& engine;
        Index database;
        void operator()(Duration took) const {
            DatabaseCounters& counters = engine.counters_.databases[database];
            counters.convergence_sum.add(took);
            counters.convergence.record(took);
        }
    };
    void start_multi_primary(Index database);
    [[nodiscard]] Index choose_nearest(Index zone, std::uint32_t& cursor, const Rotation& rotation,
                                       const DatabaseModel& model) const;
    [[nodiscard]] std::span<std::uint32_t> known_to(Index call, Index database);
    void read_versions(Index call, const Call& c);
    [[nodiscard]] bool take_write(Index call, Call& c);
    void make_flushed_writes(Index node);
    void make_write(Index call, const Call& c);
    [[nodiscard]] Instant stamp_at(Index node, std::uint64_t row);
    [[nodiscard]] MultiPrimaryState::Node& primary_of(Index node);
    void note_fates(Index database);
    void queue_row(Index database, Index channel, std::uint64_t row);
    void send_rows(Index database, Index channel);
    void channel_is_free(Index packed, Stub stub);
    void row_update_due(Index update);
    void look_at_primaries(Index database);
    void caught_up(Index database);

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
    [[nodiscard]] bool waits_for_itself(Index transaction);
    void hold(LockState& lock, Index transaction, std::uint32_t row, bool writes);
    void let_go(LockState& lock, Index transaction);
    [[nodiscard]] bool leave_queue(Index transaction);
    void end_transaction(Index transaction);
    void pass_on(Index database, std::uint32_t key);
    void lock_waited_for(Index transaction);
    void lock_granted(Index transaction, Stub stub);
    [[nodiscard]] bool may_commit(Index call, const Call& c);
    void write_rows(Index call, const Call& c, Position p);
    void forget_transactions(Index node);

    // checkpoint_control.hpp
    void start_checkpoints(Index database);
    void checkpoint(Index node, bool begins);

    // database_disk_control.hpp
    [[nodiscard]] double disk_with_one_more(Index node);
    [[nodiscard]] bool fits_on_disk(Index node);
    void set_full(Index node, bool full);
    void stop_for_room(Index node);
    void disk_cleared(Index node);

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
    [[nodiscard]] static double data_size(const Backups& b, std::uint64_t acknowledged);
    [[nodiscard]] static double data_added(const Backups& b, const BackupRecord& since, std::uint64_t acknowledged);
    [[nodiscard]] static Instant copied_away(Instant& link_free, Instant ready, double bytes, const Backups& b);
    [[nodiscard]] BackupRecord archived_log(Index database, bool destroyed) const;
    [[nodiscard]] Restore plan_restore(Index database, bool destroyed) const;
    [[nodiscard]] static Duration restore_time(const Backups& b, const BackupRecord& full, const BackupRecord& last,
                                               std::uint32_t increments, bool destroyed);
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
    [[nodiscard]] Index relay_of(Index node, Index leader) const;
    [[nodiscard]] bool follows_leader(const DatabaseNode& n, Index leader) const;
    void find_upstream(Index node, Index leader);
    void joined(Index node);
    void demote(Index node);
    void demote_isolated(Index node);
    void lose_primary(Index database);
    void primary_is_back(Index database);
    void choose_candidate(Index database);
    [[nodiscard]] Duration follow(const RunbookModel& runbook, Index stream, Instant& tried, Index database);
    [[nodiscard]] Duration follow(const RunbookStepModel& step, Index stream);
    void promotion_ready(Index database);
    void take_over(Index chosen);
    void promote(Index chosen, Position has);
    void redirect(Index database);
    void recovered(Index database);
    void consider_fail_back(Index database);

    // impairments.hpp
    void start_failures();
    void on_failure(Index failure, Stub event);
    void enlist(Index replica, bool serves);
    [[nodiscard]] bool is_down(Index component) const;
    void fail(Index failure);
    void begin_repair(Index failure);
    void repaired(Index failure);
    void on_shock(Index cause);
    void on_fault(Index fault);
    [[nodiscard]] const FaultModel& fault_numbered(Index fault) const;
    [[nodiscard]] const Disturbance& disturbance_numbered(Index d) const;
    [[nodiscard]] Duration added_latency(Index disturbance);
    void impair(Index component, const Impairment& i, std::int32_t sign);
    void refresh(Index replica, bool noted = true);
    void change_speed(Index replica, const Replica& before);
    void kill_work(Index replica);
    void start_waiting(Index replica);
    void serving_changed(Index replica, bool serves, bool noted);
    void disturb(Index disturbance, bool begins);
    [[nodiscard]] static bool plain(const Replica& r) noexcept {
        return r.serves() && r.slowness == 1.0 && r.error_share == 0.0 && !r.service->gated && !r.follows;
    }
    [[nodiscard]] static bool steady(const Replica& r) noexcept {
        const Discipline d = r.service->discipline;
        return !r.service->shares && d != Discipline::preemptive_lifo && r.slowness == 1.0 && !r.paused;
    }

    // caching.hpp
    void start_caches();
    [[nodiscard]] Flight& flight(Index call);
    [[nodiscard]] Index store_of(const CacheModel& c, Index replica) const;
    [[nodiscard]] Index& leader_of(Index cache, std::uint32_t key, Index replica);
    [[nodiscard]] bool look_up(Index call, const Op& op);
    void wait_for_load(Index call, Index leader);
    void revalidate(Index call, Index cache, std::uint32_t key, Index miss);
    [[nodiscard]] bool fill(Index call, const Op& op);
    void land(Index call, bool loaded);
    void on_landed(Index call);
    void drop_flight(Index call);
    void leave_flight(Index call);
    void empty_cache(Index cache, std::uint32_t instance);
    void lose_caches(Index replica);

    // changes.hpp
    [[nodiscard]] bool is_available(Index replica) const;
    void on_rollout(Index service);
    [[nodiscard]] std::uint32_t rollout_goal(Index service) const;
    void follow_rollout(Index service);
    void judge_version(Index service);
    void roll_back(Index service);
    void count_answer(Index replica, const Call& c, Outcome o);
    void cordon(const FaultModel& fault, bool begins);
    void on_evict(Index fault);
    [[nodiscard]] bool may_evict(Index replica) const;

    // brownout_control.hpp
    void start_brownouts();
    [[nodiscard]] bool leaves_out(Call& c, const Op& op);
    void on_dim(Index service);

    // resources.hpp
    void start_resources();
    void came_in(Index replica);
    void came_out(Index replica);
    void on_exhausted(Index replica);
    void settle_memory(Index replica);
    void forget_leaks(Index replica);
    void fresh_disk(Index replica, double used);
    [[nodiscard]] bool writes(const Call& c);
    void on_clean(Index replica);
    [[nodiscard]] static std::int64_t whole(double bytes) noexcept { return std::llround(bytes); }

    // elasticity.hpp
    void start_elasticity();
    void await_life(Index replica);
    void begin_life(Index replica, std::uint8_t version);
    void drain_replica(Index replica);
    void on_life(Index replica, Stub ticket);
    void follow_life(Index replica);
    void end_life(Index replica);
    void reconcile(Index service);
    [[nodiscard]] Index free_place(Index service) const;
    [[nodiscard]] bool is_broken(Index replica) const;
    [[nodiscard]] Index next_to_go(Index service, std::uint8_t version) const;
    [[nodiscard]] std::array<double, 4> load_integrals(Index service) const;
    void on_measure(Index service);
    void end_window(Index service);
    void carry_windows();
    void on_scale(Index service);
    void scale_to(Index service, std::uint32_t wanted);
    [[nodiscard]] MetricReading read_metric(Index service, std::size_t metric) const;
    // message_ledger.hpp
    [[nodiscard]] Index new_publication(Index channel, Instant published);
    void let_go(Index publication);
    void close(Index publication);
    [[nodiscard]] Errand& errand_of(Index call);
    void refer_for(const Errand& e);
    void inherit_errand(Index call, Index from, bool publishes);
    void share_errand(Index mine, Index left);
    void forget_errand(Index call);
    void begin_publication(Index call, const Call& c, const Way& way);
    [[nodiscard]] Index group_of_receipt(Index receipt) const;
    void apply_effect(Index call, bool once);
    [[nodiscard]] Outcome process(Index call, const Way& way, Outcome o);
    template <class Must>
    void check_messages(const Must& must) const;
    [[nodiscard]] std::size_t bytes_of_messages() const noexcept {
        return errands_.capacity() * sizeof(Errand) + publications_.bytes() + receipts_.capacity() * sizeof(Receipt) +
               records_.bytes();
    }

    // message_flow.hpp
    void start_messages();
    [[nodiscard]] Index leader_for(const Call& c);
    void publish_blindly(Index call, const Way& way);
    [[nodiscard]] bool store(Index call, Index channel);
    [[nodiscard]] bool wait_at_broker(Index call);
    [[nodiscard]] bool wait_with_the_first(Index partition, Index publication, Index call);
    [[nodiscard]] bool is_full(Index channel) const;
    [[nodiscard]] bool make_room(Index call, Index channel);
    void let_publishers_in(Index channel);
    [[nodiscard]] Receipt& receipt_of(Index record);
    void expose(Index partition, Index publication, std::uint64_t offset);
    static void make_available(GroupState& s, Index member);
    static void make_unavailable(GroupState& s, Index member);
    [[nodiscard]] Index next_member(Index group);
    [[nodiscard]] Index take_next(Index group);
    [[nodiscard]] Index ordering_key(Index group, Index record) const;
    void hand_out(Index group);
    void on_hand_out(Index group);
    void deliver(Index group, Index record, Index member, Index from);
    [[nodiscard]] Index begin_delivery(const GroupModel& group, Index from, Index to, Index receipt);
    void give_credit_back(const Errand& e);
    void delivery_ended(Index call, const Way& way, Outcome o);
    void settle(Index group, const Errand& e, Outcome o, bool same_instant);
    [[nodiscard]] bool is_current(const Errand& e) const;
    void acknowledge_late(const Errand& e);
    void late_answer(Index call);
    void complete(Index record);
    void give_again(Index record, Duration delay);
    void delay_record(Index record, Instant until);
    void on_redelivery(Index record, Stub ticket);
    void return_record(Index record);
    void free_key(Index group, Index record);
    void insert_by_offset(RecordList& list, Index record);
    void remove_record(Index record);
    [[nodiscard]] bool bury(Index group);
    [[nodiscard]] bool stage(Index call, const Errand& e);
    void end_transaction(Index record, bool commits);
    void publish_staged(Index publication, bool commits);
    void watch_expiry(Index group, const ChannelModel& channel);
    void on_messaging(const Event& e);
    void on_expiry(Index group, Stub ticket);
    void take_back_deliveries(Index partition);
    [[nodiscard]] std::uint64_t drop_records(Index partition, std::uint64_t end);
    void messaging_changed(Index replica, const Replica& before);
    void consumer_lost(Index group, Index replica);
    void consumer_back(Index group, Index replica, bool was_gone);
    void on_expulsion(Index replica);
    void take_from(Index replica);

    // replicated_log.hpp
    [[nodiscard]] bool leads(Index partition) const;
    [[nodiscard]] const BrokerModel& broker_of(Index partition) const;
    [[nodiscard]] Index copy_on(Index partition, Index node) const;
    void before_growth(CopyState& copy, const BrokerModel& broker);
    [[nodiscard]] std::uint64_t surviving(const CopyState& copy, const BrokerModel& broker, bool power_lost) const;
    [[nodiscard]] bool append(Index partition, Index publication, Index waiter);
    void answer_publisher(const Append& a);
    void answer_duplicates(Index partition);
    void transfer(Index copy);
    [[nodiscard]] std::optional<Duration> one_way(Index from, Index to);
    void on_transferred(Index copy, Stub ticket);
    void commit(Index partition);
    [[nodiscard]] std::uint32_t in_sync(Index partition) const;
    void node_lost(Index node, bool gone, bool power_lost);
    void set_led(Index partition, bool led);
    void node_back(Index node);
    void on_election(Index partition);
    void lead(Index partition, Index copy);
    void go_on_leading(Index partition);
    void truncate(Index partition, std::uint64_t end);

    // consumer_group.hpp
    void deal_partitions(Index group);
    void expose_in_log(Index partition, Index publication, std::uint64_t offset);
    void read(Index reader);
    void on_fetched(Index reader, Stub ticket);
    void on_remembered(Index reader, Stub ticket);
    void process_next(Index reader, Index consumer);
    [[nodiscard]] bool is_reading(const Errand& e) const;
    void reading_ended(Index group, const Errand& e, Outcome o, bool same_instant);
    void move_on(Index reader);
    void remember_position(Index reader);
    void remember(Index reader, std::uint64_t offset);
    void trim(Index partition);
    void remove_from_log(PartitionState& s, Index record);
    void rewind(Index reader);
    void expect_rebalance(Index group, Duration delay);
    void reader_back(Index group, Index member, bool was_gone);
    void on_rebalance(Index group);
    void watch_expiry_of_log(Index partition);
    void expire_in_log(Index partition, Stub ticket);
    [[nodiscard]] std::uint64_t drop_from_log(Index partition, std::uint64_t end);

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
    static Index about(Messaging m, Index i) noexcept { return 16 * i + static_cast<Index>(m); }
    Stub at(Instant t, Messaging m, Index i) { return at(t, EventKind::messaging, about(m, i)); }
    Stub after(Duration d, Messaging m, Index i) { return after(d, EventKind::messaging, about(m, i)); }
    Stub timer(Instant t, Messaging m, Index i) { return timer(t, EventKind::messaging, about(m, i)); }
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
    std::vector<Hedges> hedges_;              // by call, as far as any has hedged
    std::vector<Duration> last_waits_;        // by call, as far as any has waited with decorrelated jitter
    std::vector<Source> sources_;             // by client
    std::vector<PathState> paths_;
    std::vector<PairState> pairs_;
    std::vector<std::uint8_t> disturbed_;                                    // by pair
    std::uint32_t disturbances_ = 0;                                         // pairs that are
    std::vector<std::vector<Impairment>> impairments_;                       // by component, those that last
    std::vector<Index> host_component_, zone_component_, region_component_;  // by replica
    std::vector<FailureState> failures_;
    std::vector<CrewState> crews_;
    std::vector<Injected> injected_;
    std::vector<Serving> serving_;
    std::vector<std::uint8_t> passive_;        // by replica, when any service has failover; 1: stands by
    std::vector<Takeover> takeovers_;          // by service, likewise
    std::vector<Index> own_failure_;           // by replica
    std::vector<Prober> probers_;              // of replica r: 2 r readiness, 2 r + 1 liveness
    std::vector<Process> processes_;           // by replica, when any service has liveness
    std::vector<NameCache> names_;             // by service, when any is found by name
    std::vector<CacheStore> cache_stores_;     // by instance of a cache
    std::vector<Instant> emptied_;             // likewise: when it was last; never: not at all
    std::vector<std::vector<Index>> leaders_;  // by cache; then replica and key: the call that loads it
    std::vector<Flight> flights_;              // by call, as far as any has missed
    std::vector<std::uint32_t> cordons_;       // by component: drains that last
    struct Dimming {
        Dimmer dimmer;
        Duration sojourn{};  // in this interval
        std::uint64_t ended = 0;
    };
    std::vector<Dimming> dimmings_;        // by replica, when any service has a brownout
    std::vector<std::uint32_t> inside_;    // requests, by replica, where somebody asks
    std::vector<Stores> stores_;           // by replica
    std::vector<Living> lives_;            // by replica, when any service is elastic
    std::vector<Elastic> elastic_;         // by service, likewise
    std::vector<MetricReading> readings_;  // of the autoscaler that is deciding
    static constexpr int samples = 15;     // of a window
    const bool messaging_;                 // there are brokers
    std::vector<Errand> errands_;          // by call
    PublicationTable publications_;
    std::vector<Receipt> receipts_;  // by publication and group of its channel
    RecordTable records_{Event::max_index + 1};
    std::vector<PartitionState> partitions_;
    std::vector<CopyState> copies_;
    std::vector<GroupState> groups_;
    std::vector<ReaderState> readers_;
    std::vector<std::uint64_t> sequences_;               // by channel: messages published so far
    std::vector<BlockedPublishers> blocked_publishers_;  // by channel
    std::uint32_t sessions_ = 0;
    Index first_node_ = none;  // the replicas from here on are the nodes of databases
    std::vector<DatabaseNode> nodes_;
    std::vector<DatabaseState> databases_;
    SlotTable<Travelling, &Travelling::node> travelling_{most_data_slots};
    std::vector<Index> struck_primaries_;  // by fault that strikes one
    SlotTable<QuorumOp, &QuorumOp::call> quorum_ops_{most_data_slots};
    SlotTable<QuorumMessage, &QuorumMessage::op> quorum_messages_{most_data_slots};
    SlotTable<RowUpdate, &RowUpdate::database> row_updates_{most_data_slots};
    SlotTable<TransactionState, &TransactionState::next> transactions_{most_data_slots};
    SlotTable<LockHold, &LockHold::next> holds_;
    std::uint64_t visit_ = 0;            // of the search for deadlocks
    std::vector<Index> still_to_visit_;  // in it: transactions
    SlotTable<Vote, &Vote::from> votes_{most_data_slots};
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
