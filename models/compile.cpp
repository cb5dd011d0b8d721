#include "models/compile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "models/broker_expansion.hpp"
#include "models/compile_databases.hpp"
#include "models/compile_messages.hpp"
#include "models/data_services.hpp"
#include "models/measure_catalogue.hpp"
#include "models/model.hpp"
#include "models/names.hpp"
#include "models/policy_resolution.hpp"
#include "models/shards.hpp"

namespace nines {

namespace {

// The scenario's validity was checked: every name resolves, every number is in range.
class Compiler {
public:
    explicit Compiler(const Scenario& s) : stated_(s), s_(with_brokers_as_services(s, Deliveries::left_out)) {}

    Model compile() {
        m_.duration = s_.run.duration;
        find_levels();
        compile_places();
        compile_services();
        compile_databases(stated_, m_, tools());
        compile_network();
        compile_endpoints();
        compile_clients();
        compile_failures();
        compile_common_causes();
        compile_faults();
        m_.catalogue = make_catalogue(m_);
        return std::move(m_);
    }

private:
    struct Zone {
        std::string name;  // "region/zone"
        Index region;
        Index first_host;
        std::uint32_t hosts;
    };

    [[nodiscard]] Index sampler(const Distribution& d) {
        m_.samplers.emplace_back(d);
        return static_cast<Index>(m_.samplers.size() - 1);
    }
    [[nodiscard]] Index stream(std::string_view component, std::string_view purpose) {
        m_.streams.push_back({hash_of(component), hash_of(purpose)});
        return static_cast<Index>(m_.streams.size() - 1);
    }

    void find_levels() {
        std::set<int, std::greater<>> priorities;
        for (const auto& [name, client] : s_.clients) {
            if (client.mix)
                for (const auto& entry : *client.mix) priorities.insert(entry.priority.value_or(client.priority));
            else
                priorities.insert(client.priority);
        }
        std::uint8_t level = 0;
        for (const int p : priorities) levels_[p] = level < 255 ? level++ : level;
        m_.levels = std::max<std::uint32_t>(1, level);
    }

    // Components: replicas first (their index is the replica's), then hosts, zones and regions.
    void compile_places() {
        Index host = 0;
        for (const auto& [region_name, region] : s_.places) {
            const auto r = static_cast<Index>(regions_.size());
            regions_.push_back(region_name);
            for (const auto& zone : region.zones) {
                zones_.push_back({region_name + "/" + zone, r, host, region.hosts_per_zone});
                host += region.hosts_per_zone;
            }
        }
        if (zones_.empty()) {
            regions_.emplace_back();
            zones_.push_back({"", 0, 0, 1});
            host = 1;
        }
        hosts_ = host;
        m_.zones = static_cast<std::uint32_t>(zones_.size()) + 1;
    }

    // Zones that a place names: a region's, or one.
    [[nodiscard]] std::vector<Index> zones_of(std::string_view place) const {
        std::vector<Index> found;
        for (Index z = 0; z < zones_.size(); ++z) {
            const auto& name = zones_[z].name;
            if (name == place || regions_[zones_[z].region] == place ||
                (place.size() > name.size() && place.starts_with(name) && place[name.size()] == '/'))
                found.push_back(z);
        }
        return found;
    }
    // Places and "clients".
    [[nodiscard]] std::vector<Index> sides_of(const std::vector<std::string>& places) const {
        std::vector<Index> found;
        for (const auto& place : places) {
            if (place == "clients") {
                found.push_back(m_.zones - 1);
                continue;
            }
            for (const Index z : zones_of(place)) found.push_back(z);
        }
        return found;
    }

    struct Spot {
        Index zone, host;
    };
    // Where replicas may stand, in the order they are filled.
    [[nodiscard]] std::vector<Spot> spots(const Replicas& r) const {
        std::vector<Index> zones;
        if (r.in.empty()) {
            zones.resize(zones_.size());
            std::iota(zones.begin(), zones.end(), 0U);
        }
        std::vector<Spot> hosts;
        for (const auto& place : r.in) {
            const auto parts = std::count(place.begin(), place.end(), '/');
            for (const Index z : zones_of(place)) {
                if (parts == 2)
                    hosts.push_back({z, host_of(place, z)});
                else
                    zones.push_back(z);
            }
        }
        std::uint32_t deepest = 0;
        for (const Index z : zones) deepest = std::max(deepest, zones_[z].hosts);
        for (std::uint32_t h = 0; h < deepest; ++h)
            for (const Index z : zones)
                if (h < zones_[z].hosts) hosts.push_back({z, zones_[z].first_host + h});
        if (r.spread == Spread::none) hosts.resize(1);
        return hosts;
    }
    [[nodiscard]] Index host_of(std::string_view place, Index zone) const {
        const auto digits = place.substr(place.rfind('/') + 1);
        return zones_[zone].first_host + static_cast<Index>(std::stoul(std::string{digits}));
    }

    void compile_services() {
        for (const auto& [name, service] : s_.services) {
            ServiceModel out;
            out.first_replica = static_cast<Index>(m_.replicas.size());
            out.replicas = out.initial = service.replicas.count;
            compile_life(name, service, out);
            out.workers = service.replicas.concurrency.unlimited() || service.replicas.concurrency.count >= none
                              ? none
                              : static_cast<std::uint32_t>(service.replicas.concurrency.count);
            out.queue_capacity = service.replicas.queue.capacity.count;
            out.discipline = service.replicas.queue.discipline;
            out.hold =
                service.replicas.while_waiting == WhileWaiting::hold && out.discipline != Discipline::processor_sharing;
            if (service.replicas.queue.max_wait) {
                out.max_wait = sampler(*service.replicas.queue.max_wait);
                out.wait_stream = stream("service:" + name, "longest wait");
            }
            out.fault_stream = stream("service:" + name, "faults");
            out.balancer = service.load_balancer;
            out.balancer_stream = stream("service:" + name, "balancing");
            out.health_check = service.health_check;
            if (service.health_check) out.reaction = sampler(service.health_check->reaction);
            out.liveness = service.liveness;
            if (service.liveness) out.restart_start = sampler(service.liveness->restart.start);
            out.probe_stream = stream("service:" + name, "probes");
            out.sheds = service.overload.has_value();
            if (service.overload) out.overload = *service.overload;
            out.overload_stream = stream("service:" + name, "overload");
            out.failover = service.failover;
            if (service.failover) {
                const Failover& f = *service.failover;
                out.detection = sampler(f.detection);
                out.switchover = sampler(f.switchover);
                out.recovery = sampler(f.recovery.value_or(Distribution::constant(1800.0)));
            }
            out.cost = service.replicas.cost;
            out.cpu = service.cpu;
            out.memory = service.memory;
            if (service.memory) out.restart_start_up = sampler(service.memory->restart.start);
            out.disk = service.disk;
            out.shares = out.cpu || out.discipline == Discipline::processor_sharing;
            out.counts_inside = out.elastic || out.memory || (out.cpu && out.cpu->thrashing);
            out.gated = out.sheds || out.counts_inside || out.brownout || out.disk || !service.caches.empty();
            out.required = service.required;
            out.required_zones = service.required_zones;
            const auto places = spots(service.replicas);
            const Database* database = find(s_.databases, name);
            // The nodes of every shard stand where those of the first do.
            const std::uint32_t alike = out.replicas / (database == nullptr ? 1 : database->shard_count());
            const auto index = static_cast<Index>(m_.services.size());
            for (std::uint32_t i = 0; i < out.replicas; ++i) {
                const Spot spot = places[i % alike % places.size()];
                const auto& weights = service.replicas.weights;
                m_.replicas.push_back(
                    {index, spot.zone, spot.host, weights.empty() ? 1.0 : weights[i % weights.size()]});
            }
            service_of_[name] = index;
            compile_caches(name, service, index, out.replicas);
            m_.services.push_back(out);
            m_.service_names.push_back(name);
        }
        add_components();
    }

    void compile_caches(const std::string& service_name, const Service& service, Index index, std::uint32_t replicas) {
        for (const auto& [name, cache] : service.caches) {
            CacheModel c{cache, index, m_.cache_instances, cache.scope == CacheScope::shared ? 1 : replicas,
                         none,  none};
            m_.cache_instances += c.instances;
            const auto full = service_name + "." + name;
            c.stream = stream("cache:" + full, "keys");
            if (cache.keys) {
                c.popularity = static_cast<Index>(m_.popularities.size());
                m_.popularities.emplace_back(zipf_shares(*cache.keys, cache.skew));
            }
            m_.caches.push_back(c);
            m_.cache_names.push_back(full);
        }
    }
    [[nodiscard]] Index cache_named(const std::string& full) const {
        return static_cast<Index>(std::ranges::find(m_.cache_names, full) - m_.cache_names.begin());
    }

    // Places enough for those that are wanted beside those that are still on their way out.
    void compile_life(const std::string& name, const Service& service, ServiceModel& out) {
        out.lifecycle = service.lifecycle;
        out.autoscaler = service.autoscaler;
        out.rollout = service.rollout;
        out.disruption_budget = service.disruption_budget;
        out.brownout = service.brownout;
        out.elastic = out.autoscaler || service.memory || service.rollout || drains_anything(s_);
        out.life_stream = stream("service:" + name, "replicas that come and go");
        if (!out.elastic) return;
        out.replicas = static_cast<std::uint32_t>(places_for(service, drains_anything(s_)));
        out.image_pull = sampler(service.lifecycle.image_pull);
        out.start_up = sampler(service.lifecycle.start_up);
    }
    [[nodiscard]] CompilerTools tools() {
        return {[this](const Distribution& d) { return sampler(d); },
                [this](std::string_view component, std::string_view purpose) { return stream(component, purpose); },
                [this](const std::string& caller, Index service, const std::string& endpoint) {
                    return edge_to(endpoint, Policies{}, caller, service, none);
                },
                [this](Index a, Index b) { return distance(a, b); },
                service_of_,
                endpoint_of_};
    }
    // The first of its shards.
    [[nodiscard]] Index database_named(const std::string& name) const {
        const auto of_name = [&](const DatabaseModel& d) { return d.service == service_of_.at(name); };
        return static_cast<Index>(std::ranges::find_if(m_.databases, of_name) - m_.databases.begin());
    }
    [[nodiscard]] Index transaction_named(const std::string& database, const std::string& name) const {
        const auto& all = find(s_.databases, database)->transactions;
        return static_cast<Index>(std::ranges::find(all, name, &std::pair<std::string, Transaction>::first) -
                                  all.begin());
    }
    // 0: the same zone, 1: the same region, 2: farther. The last zone is outside every place.
    [[nodiscard]] std::uint8_t distance(Index a, Index b) const {
        if (a == b) return 0;
        return a < zones_.size() && b < zones_.size() && zones_[a].region == zones_[b].region ? 1 : 2;
    }

    void add_components() {
        first_host_ = static_cast<Index>(m_.replicas.size());
        first_zone_ = first_host_ + hosts_;
        first_region_ = first_zone_ + static_cast<Index>(zones_.size());
        m_.components.resize(first_region_ + regions_.size());
        for (Index z = 0; z < zones_.size(); ++z) {
            for (std::uint32_t h = 0; h < zones_[z].hosts; ++h) {
                auto& host = m_.components[first_host_ + zones_[z].first_host + h];
                host.kind = ComponentModel::Kind::host;
                host.name = fmt::format("{}/{}", zones_[z].name, h);
            }
            auto& zone = m_.components[first_zone_ + z];
            zone.kind = ComponentModel::Kind::zone;
            zone.name = zones_[z].name;
        }
        for (Index r = 0; r < regions_.size(); ++r) {
            auto& region = m_.components[first_region_ + r];
            region.kind = ComponentModel::Kind::region;
            region.name = regions_[r];
        }
        for (Index i = 0; i < m_.replicas.size(); ++i) {
            const auto& replica = m_.replicas[i];
            auto& own = m_.components[i];
            own.subject = Subject::service;
            own.name =
                fmt::format("{}/{}", m_.service_names[replica.service], i - m_.services[replica.service].first_replica);
            for (const Index c : {i, first_host_ + replica.host, first_zone_ + replica.zone,
                                  first_region_ + zones_[replica.zone].region})
                m_.components[c].replicas.push_back(i);
        }
    }

    [[nodiscard]] Index add_path(const Distribution& latency, double loss) {
        const auto& bandwidth = s_.network.bandwidth;
        m_.paths.push_back({sampler(latency), loss, bandwidth ? bandwidth->bytes : PathModel{}.bandwidth});
        return static_cast<Index>(m_.paths.size() - 1);
    }

    void compile_network() {
        const auto& n = s_.network;
        const auto same_zone = add_path(n.same_zone, n.loss.value);
        const auto cross_zone = add_path(n.cross_zone, n.loss.value);
        const auto cross_region = add_path(n.cross_region, n.loss.value);
        const auto outside = add_path(n.clients, n.loss.value);
        m_.hosts_matter = !(n.same_host == n.same_zone) && hosts_ > zones_.size();
        // With one host a zone, what shares a zone shares a host.
        m_.same_host_path = add_path(n.same_host, 0.0);
        m_.paths[m_.same_host_path].bandwidth = PathModel{}.bandwidth;
        m_.network_stream = stream("network", "latency");
        m_.send_buffer = n.send_buffer.bytes;
        const auto z = m_.zones;
        m_.path_of.assign(std::size_t{z} * z, outside);
        for (Index from = 0; from + 1 < z; ++from)
            for (Index to = 0; to + 1 < z; ++to)
                m_.path_of[from * z + to] = from == to                                 ? same_zone
                                            : zones_[from].region == zones_[to].region ? cross_zone
                                                                                       : cross_region;
        m_.path_of[(z - 1) * z + z - 1] = outside;
        for (const auto& link : n.links) compile_link(link);
        m_.bandwidth_matters =
            std::ranges::any_of(m_.paths, [](const PathModel& p) { return std::isfinite(p.bandwidth); });
    }

    [[nodiscard]] std::vector<std::uint32_t> pairs(const std::vector<std::string>& from,
                                                   const std::vector<std::string>& to, bool one_way) const {
        std::set<std::uint32_t> found;
        for (const Index a : sides_of(from))
            for (const Index b : sides_of(to)) {
                found.insert(a * m_.zones + b);
                if (!one_way) found.insert(b * m_.zones + a);
            }
        return {found.begin(), found.end()};
    }

    void compile_link(const Link& link) {
        const auto ways = pairs(link.between, link.and_, false);
        std::map<Index, Index> replaced;
        for (const auto pair : ways) {
            const Index old = m_.path_of[pair];
            auto [it, fresh] = replaced.try_emplace(old, none);
            if (fresh) {
                PathModel path = m_.paths[old];
                if (link.latency) path.latency = sampler(*link.latency);
                if (link.loss) path.loss = link.loss->value;
                if (link.bandwidth) path.bandwidth = link.bandwidth->bytes;
                m_.paths.push_back(path);
                it->second = static_cast<Index>(m_.paths.size() - 1);
            }
            m_.path_of[pair] = it->second;
        }
        if (!link.failure) return;
        Disturbance cut;
        cut.pairs = ways;
        cut.cut = true;
        m_.disturbances.push_back(cut);
        const auto name = fmt::format("link {} - {}", fmt::join(link.between, ", "), fmt::join(link.and_, ", "));
        add_failure(*link.failure, name, FailureMode::silent);
        m_.failures.back().link = static_cast<Index>(m_.disturbances.size() - 1);
    }

    void compile_endpoints() {
        for (const auto& [service_name, service] : s_.services)
            for (const auto& [name, endpoint] : service.endpoints) {
                endpoint_of_[service_name + "." + name] = static_cast<Index>(m_.endpoints.size());
                m_.endpoints.push_back({.service = service_of_[service_name],
                                        .error_rate = endpoint.error_rate.value,
                                        .request_bytes = endpoint.request_size.bytes,
                                        .response_bytes = endpoint.response_size.bytes});
                m_.endpoint_names.push_back(service_name + "." + name);
                for (const Step& step : endpoint.steps) {
                    if (step.data == Step::Data::none) continue;
                    m_.endpoints.back().writes_data |=
                        step.data == Step::Data::write || step.data == Step::Data::commit;
                    m_.endpoints.back().database = database_named(service_name);
                    if (step.data == Step::Data::commit)
                        m_.endpoints.back().transaction = transaction_named(service_name, name);
                }
            }
        if (!stated_.brokers.empty()) compile_channels(stated_, m_, tools());
        for (const auto& [service_name, service] : s_.services)
            for (const auto& [name, endpoint] : service.endpoints) {
                owner_ = service_name + "." + name;
                owner_service_ = service_of_[service_name];
                const Index e = endpoint_of_[owner_];
                step_ = 0;
                m_.endpoints[e].stream = stream("endpoint:" + owner_, "errors");
                m_.endpoints[e].writes = endpoint.writes.bytes;
                m_.endpoints[e].first_op = program(endpoint.steps, false, channel_of(e));
            }
        if (!stated_.brokers.empty()) compile_groups(stated_, m_, tools());
    }

    // Emits a program; those of branches follow after it. In a branch, or inside a loop, a loop is a frame of its own,
    // since a frame counts one loop at a time.
    Index program(const std::vector<Step>& steps, bool in_loop, Index channel = none) {
        std::vector<std::pair<Index, const std::vector<Step>*>> later;
        std::swap(later, pending_);
        const auto first = static_cast<Index>(m_.ops.size());
        emit(steps, in_loop);
        if (channel != none) op({.kind = Op::Kind::store, .a = channel});
        m_.ops.emplace_back();
        std::swap(later, pending_);
        for (const auto& [branch, body] : later) {
            const Index entry = program(*body, false);
            m_.branches[branch].first_op = entry;
        }
        return first;
    }

    void emit(const std::vector<Step>& steps, bool in_loop) {
        for (const auto& step : steps) emit(step, in_loop);
    }

    void emit(const Step& step, bool in_loop) {
        ++step_;
        const auto me = fmt::format("endpoint:{}/{}", owner_, step_);
        Index skip = none;
        if (step.probability.value < 1.0) {
            skip = op({.kind = Op::Kind::skip, .stream = stream(me, "taken"), .p = step.probability.value});
        }
        const bool dims = step.optional && m_.services[owner_service_].brownout;
        const Index dim = dims ? op({.kind = Op::Kind::dim, .stream = stream(me, "brownout")}) : none;
        emit_body(step, me, in_loop);
        if (dim != none) m_.ops[dim].b = static_cast<Index>(m_.ops.size());
        if (skip != none) m_.ops[skip].b = static_cast<Index>(m_.ops.size());
    }

    void emit_body(const Step& step, const std::string& me, bool in_loop) {
        if (step.work) {
            op({.kind = Op::Kind::work, .a = sampler(*step.work), .stream = stream(me, "service time")});
        } else if (step.delay) {
            op({.kind = Op::Kind::delay, .a = sampler(*step.delay), .stream = stream(me, "delay")});
        } else if (step.call) {
            op({.kind = Op::Kind::call,
                .optional = step.optional,
                .max_depth = step.max_depth.value_or(none),
                .a = edge_of(step)});
        } else if (step.effect) {
            op({.kind = Op::Kind::effect, .a = *step.effect == Effect::once ? 1U : 0U});
        } else if (step.parallel) {
            emit_parallel(*step.parallel);
        } else if (step.repeat) {
            emit_repeat(*step.repeat, in_loop);
        } else if (step.cached) {
            const Index cache = cache_named(m_.service_names[owner_service_] + "." + step.cached->in);
            const Index lookup = op({.kind = Op::Kind::lookup, .a = cache});
            emit(step.cached->steps, in_loop);
            op({.kind = Op::Kind::fill, .a = cache});
            m_.ops[lookup].b = static_cast<Index>(m_.ops.size());
        } else if (step.one_of) {
            emit_choice(*step.one_of, me, in_loop);
        } else if (step.data != Step::Data::none) {
            op({.kind = Op::Kind::data, .a = static_cast<Index>(step.data), .b = step.row});
        } else if (step.steps) {
            emit(*step.steps, in_loop);
        }
    }
    // Of a step that calls.
    [[nodiscard]] Index edge_of(const Step& step) {
        const Index edge = edge_to(*step.call, step.with, owner_, owner_service_, none);
        if (step.consistency) m_.edges[edge].consistency = *step.consistency;
        m_.edges[edge].if_unchanged = step.if_unchanged;
        if (step.if_unchanged) {
            const Index first = m_.endpoints[m_.edges[edge].endpoint].database;
            for (Index d = 0; d < m_.databases[first].shards; ++d) m_.databases[first + d].rejects_changed = true;
        }
        return edge;
    }

    void emit_parallel(const Parallel& parallel) {
        const auto first = static_cast<Index>(m_.branches.size());
        const auto n = static_cast<std::uint32_t>(parallel.branches.size());
        if (n == 0) return;
        bool frees = false;
        m_.branches.resize(first + n);
        for (std::uint32_t i = 0; i < n; ++i) {
            const Step& branch = parallel.branches[i];
            const bool dims = branch.optional && m_.services[owner_service_].brownout;
            if (branch.call && branch.probability.value >= 1.0 && !dims) {
                ++step_;
                m_.branches[first + i] = {edge_of(branch), none, branch.optional, branch.max_depth.value_or(none)};
            } else {
                frees = true;
                bodies_.push_back(std::make_unique<std::vector<Step>>(1, branch));
                pending_.emplace_back(first + i, bodies_.back().get());
            }
        }
        op({.kind = Op::Kind::parallel,
            .frees_worker = frees,
            .a = first,
            .b = n,
            .c = parallel.copies,
            .wait_for = parallel.wait_for.value_or(n * parallel.copies)});
    }

    void emit_repeat(const Repeat& repeat, bool in_loop) {
        if (in_loop) {  // a frame of its own
            Step whole;
            whole.repeat = repeat;
            Parallel alone;
            alone.branches = {whole};
            return emit_parallel(alone);
        }
        const Index begin = op({.kind = Op::Kind::loop_begin, .c = repeat.times});
        emit(repeat.steps, true);
        op({.kind = Op::Kind::loop_end, .b = begin + 1, .c = repeat.times});
    }

    void emit_choice(const std::vector<Step>& alternatives, const std::string& me, bool in_loop) {
        const auto first = static_cast<Index>(m_.alternatives.size());
        const auto n = static_cast<std::uint32_t>(alternatives.size());
        m_.alternatives.resize(first + n + 1);
        op({.kind = Op::Kind::choose, .a = first, .b = n + 1, .stream = stream(me, "choice")});
        std::vector<Index> exits;
        double cumulative = 0.0;
        for (std::uint32_t i = 0; i < n; ++i) {
            cumulative += alternatives[i].probability.value;
            m_.alternatives[first + i] = {std::min(1.0, cumulative + 1e-12), static_cast<Index>(m_.ops.size())};
            Step body = alternatives[i];
            body.probability = Probability{1.0};
            emit(body, in_loop);
            exits.push_back(op({.kind = Op::Kind::jump}));
        }
        const auto end = static_cast<Index>(m_.ops.size());
        m_.alternatives[first + n] = {1.0, end};
        for (const Index e : exits) m_.ops[e].b = end;
    }

    Index op(const Op& o) {
        m_.ops.push_back(o);
        return static_cast<Index>(m_.ops.size() - 1);
    }

    // That an endpoint of a broker stands for.
    [[nodiscard]] Index channel_of(Index endpoint) const {
        const auto& channels = m_.messages.channels;
        const auto it = std::ranges::find(channels, endpoint, &ChannelModel::endpoint);
        return it == channels.end() ? none : static_cast<Index>(it - channels.begin());
    }

    [[nodiscard]] Index endpoint_named(const std::string& name) const {
        if (const auto it = endpoint_of_.find(name); it != endpoint_of_.end()) return it->second;
        return endpoint_of_.at(name + "." + find(s_.services, name)->endpoints.front().first);
    }

    [[nodiscard]] Index edge_to(const std::string& target, const Policies& with, const std::string& caller,
                                Index caller_service, Index client) {
        EdgeModel e;
        e.endpoint = endpoint_named(target);
        e.service = m_.endpoints[e.endpoint].service;
        e.caller = caller_service;
        e.client = client;
        e.channel = channel_of(e.endpoint);
        if (const Index d = m_.endpoints[e.endpoint].database; d != none) e.consistency = m_.databases[d].consistency;
        const auto callers = caller_service == none ? 1 : m_.services[caller_service].replicas;
        e.first_cursor = m_.cursors;
        m_.cursors += callers;
        auto name = fmt::format("{} -> {}", caller, m_.endpoint_names[e.endpoint]);
        if (const int twin = ++edge_twins_[name]; twin > 1) name += fmt::format(" #{}", twin);
        const auto index = static_cast<Index>(m_.edges.size());
        const Policies policies = resolve(s_, with);
        apply(policies, e, name, callers, index);
        m_.edges.push_back(e);
        m_.edge_names.push_back(name);
        if (policies.fallback && policies.fallback->call) {
            const Index instead =
                edge_to(*policies.fallback->call, Policies{}, caller + " (fallback)", caller_service, client);
            m_.edges[index].fallback_edge = instead;
        }
        return index;
    }

    void apply(const Policies& p, EdgeModel& e, const std::string& name, std::uint32_t callers, Index index) {
        if (p.timeout) {
            e.connect = p.timeout->connect.value_or(Duration::max());
            e.per_try = p.timeout->per_try.value_or(Duration::max());
            e.overall = p.timeout->overall.value_or(Duration::max());
            e.propagate = p.timeout->propagate;
            e.cancel = p.timeout->cancel;
            e.write = p.timeout->write.value_or(Duration::max());
            e.read = p.timeout->read.value_or(Duration::max());
        }
        if (p.retry) {
            e.max_attempts = p.retry->max_attempts;
            e.backoff = p.retry->backoff;
            e.backoff_stream = stream("edge:" + name, "backoff");
            for (std::size_t o = 0; o < outcome_count; ++o)
                if (p.retry->retries(static_cast<Outcome>(o))) e.retry_on |= static_cast<std::uint8_t>(1U << o);
            constexpr auto never_begun =
                1U << static_cast<unsigned>(Outcome::refused) | 1U << static_cast<unsigned>(Outcome::rejected);
            if (!idempotent(e.endpoint) && !p.retry->even_if_not_idempotent)
                e.retry_on &= static_cast<std::uint8_t>(never_begun);
            e.retry_replica = p.retry->replica;
            e.respects_retry_after = p.retry->respect_retry_after;
            if (p.retry->budget) {
                e.budget = static_cast<Index>(m_.budgets.size());
                m_.budgets.push_back(*p.retry->budget);
                e.shared_budget = p.retry->budget->shared;
                e.first_budget = static_cast<Index>(m_.budget_of.size());
                m_.budget_of.resize(m_.budget_of.size() + (e.shared_budget ? 1 : callers), e.budget);
            }
        }
        if (p.throttle) {
            e.throttle = static_cast<Index>(m_.throttles.size());
            m_.throttles.push_back(*p.throttle);
            e.shared_throttle = p.throttle->shared;
            e.first_throttle = m_.throttle_instances;
            m_.throttle_instances += e.shared_throttle ? 1 : callers;
        }
        if (p.rate_limit) {
            e.rate_limit = static_cast<Index>(m_.rate_limits.size());
            m_.rate_limits.push_back(*p.rate_limit);
            e.shared_rate_limit = p.rate_limit->shared;
            e.first_rate_limit = m_.rate_limit_instances;
            m_.rate_limit_instances += e.shared_rate_limit ? 1 : callers;
        }
        if (p.bulkhead) e.pool = pool_of(*p.bulkhead, e, callers);
        if (p.throttle || p.fallback) e.policy_stream = stream("edge:" + name, "throttle and fallback");
        if (p.hedging) {
            e.hedges = p.hedging->max_attempts;
            e.hedge_delay = p.hedging->delay.value_or(Duration::zero());
            if (p.hedging->percentile) e.hedge_percentile = p.hedging->percentile->value;
            e.hedges_cancel = p.hedging->cancel;
            if (p.hedging->budget) e.hedge_budget = p.hedging->budget->value;
        }
        e.limited = e.throttle != none || e.rate_limit != none || e.pool != none || e.budget != none ||
                    e.read != Duration::max();
        if (p.circuit_breaker) {
            e.breaker = static_cast<Index>(m_.breakers.size());
            m_.breakers.push_back(*p.circuit_breaker);
            e.shared_breaker = p.circuit_breaker->shared;
            e.first_breaker = static_cast<Index>(m_.breaker_edges.size());
            e.breaker_each = p.circuit_breaker->per == BreakerPer::replica;
            e.breakers = (e.shared_breaker ? 1 : callers) * (e.breaker_each ? m_.services[e.service].replicas : 1);
            m_.breaker_edges.resize(m_.breaker_edges.size() + e.breakers, index);
        }
        if (p.fallback) {
            e.fallback = sampler(p.fallback->latency);
            e.fallback_stream = stream("edge:" + name, "fallback");
            e.fallback_degrades = p.fallback->degraded;
            e.fallback_available = p.fallback->available.value;
        }
    }

    [[nodiscard]] bool idempotent(Index endpoint) const {
        const auto& name = m_.endpoint_names[endpoint];
        const auto dot = name.find('.');
        return find(find(s_.services, name.substr(0, dot))->endpoints, name.substr(dot + 1))->idempotent;
    }

    // Calls of one caller to the same callee, or that name the same pool, share it.
    [[nodiscard]] Index pool_of(const Bulkhead& b, const EdgeModel& e, std::uint32_t callers) {
        const auto& caller = e.client != none ? s_.clients[e.client].first : m_.service_names[e.caller];
        auto name = fmt::format("{} / {}", caller, b.pool.empty() ? m_.service_names[e.service] : b.pool);
        if (const auto it = pool_index_.find(name); it != pool_index_.end()) return it->second;
        const auto index = static_cast<Index>(m_.pools.size());
        m_.pools.push_back({b, e.caller, e.client, m_.pool_instances, b.shared ? 1 : callers, none, none});
        if (b.setup) {
            m_.pools.back().setup = sampler(*b.setup);
            m_.pools.back().stream = stream("pool:" + name, "setup");
        }
        m_.pool_instances += m_.pools.back().count;
        pool_index_[name] = index;
        m_.pool_names.push_back(std::move(name));
        return index;
    }

    void compile_clients() {
        for (const auto& [name, client] : s_.clients) {
            ClientModel out;
            const auto me = "client:" + name;
            out.open = client.arrivals.has_value();
            if (out.open) out.arrivals = *client.arrivals;
            out.arrival_stream = stream(me, "arrivals");
            out.users = client.users.value_or(0);
            out.think = sampler(client.think);
            out.think_stream = stream(me, "think time");
            out.mix_stream = stream(me, "mix");
            out.zone = client.from.empty() ? m_.zones - 1 : zones_of(client.from).front();
            std::vector<MixEntry> mix;
            if (client.mix)
                mix = *client.mix;
            else
                mix.push_back({*client.call, 1.0, std::nullopt});
            const double total = std::accumulate(mix.begin(), mix.end(), 0.0,
                                                 [](double sum, const MixEntry& e) { return sum + e.weight; });
            double cumulative = 0.0;
            const auto index = static_cast<Index>(m_.clients.size());
            for (const auto& entry : mix) {
                const Index edge = edge_to(entry.call, client.with, name, none, index);
                if (client.patience) {
                    m_.edges[edge].patience = sampler(*client.patience);
                    m_.edges[edge].patience_stream = stream(me, "patience");
                }
                cumulative += entry.weight / total;
                out.mix.push_back({cumulative, edge, levels_.at(entry.priority.value_or(client.priority))});
            }
            out.mix.back().cumulative = 1.0;
            add_slos(name, out);
            m_.clients.push_back(std::move(out));
            m_.client_names.push_back(name);
        }
    }

    void add_slos(const std::string& client, ClientModel& out) {
        for (std::size_t i = 0; i < s_.slos.size(); ++i)
            if (s_.slos[i].of.empty() || s_.slos[i].of == client) out.slos.push_back(static_cast<Index>(i));
        if (!m_.slos.empty()) return;
        for (const auto& slo : s_.slos) {
            m_.slos.push_back({slo.good.degraded_counts, slo.good.latency_below.value_or(Duration::max())});
            m_.slo_names.push_back(slo.name);
        }
    }

    void add_failure(const Failure& f, const std::string& name, FailureMode otherwise) {
        FailureModel out;
        out.up_time = sampler(f.mtbf.law);
        out.down_time = sampler(f.mttr.law);
        out.stream = stream("failure:" + name, "failure and repair");
        out.impairment = {f.mode.value_or(otherwise), f.factor.value, f.share.value};
        if (!f.crew.empty()) out.crew = crew_of(f.crew);
        m_.failures.push_back(out);
    }
    void add_failure(const Failure& f, Index component, FailureMode otherwise) {
        add_failure(f, m_.components[component].name, otherwise);
        m_.failures.back().component = component;
    }
    [[nodiscard]] Index crew_of(const std::string& name) {
        if (m_.crews.empty())
            for (const auto& [key, crew] : s_.crews) m_.crews.push_back(crew.size);
        for (Index i = 0; i < s_.crews.size(); ++i)
            if (s_.crews[i].first == name) return i;
        return none;
    }

    void compile_failures() {
        for (Index i = 0; i < m_.replicas.size(); ++i)
            if (const auto& f = s_.services[m_.replicas[i].service].second.replica_failure)
                add_failure(*f, i, FailureMode::refuse);
        for (Index z = 0; z < zones_.size() && !s_.places.empty(); ++z) {
            const Region& region = s_.places[zones_[z].region].second;
            if (region.zone_failure) add_failure(*region.zone_failure, first_zone_ + z, FailureMode::silent);
            for (std::uint32_t h = 0; region.host_failure && h < zones_[z].hosts; ++h)
                add_failure(*region.host_failure, first_host_ + zones_[z].first_host + h, FailureMode::silent);
        }
        for (Index r = 0; r < s_.places.size(); ++r)
            if (const auto& f = s_.places[r].second.region_failure)
                add_failure(*f, first_region_ + r, FailureMode::silent);
    }

    // Components that a name of a fault or a common cause means: a service's replicas, a replica, a place.
    [[nodiscard]] std::vector<Index> components_named(const std::string& name) const {
        std::vector<Index> found;
        if (const auto it = service_of_.find(name); it != service_of_.end()) {
            const auto& service = m_.services[it->second];
            for (Index i = 0; i < service.replicas; ++i) found.push_back(service.first_replica + i);
            return found;
        }
        for (Index c = 0; c < m_.components.size(); ++c)
            if (m_.components[c].name == name) found.push_back(c);
        return found;
    }

    void compile_common_causes() {
        for (const auto& [name, cause] : s_.common_causes) {
            CommonCauseModel out;
            out.between = sampler(cause.failure.mtbf.law);
            out.stream = stream("common cause:" + name, "shocks");
            out.name = name;
            for (const auto& member : cause.members)
                for (const Index c : components_named(member)) {
                    add_failure(cause.failure, fmt::format("{} by {}", m_.components[c].name, name),
                                c < m_.replicas.size() ? FailureMode::refuse : FailureMode::silent);
                    m_.failures.back().component = c;
                    m_.failures.back().starts_by_itself = false;
                    out.members.push_back(static_cast<Index>(m_.failures.size() - 1));
                }
            m_.common_causes.push_back(std::move(out));
        }
    }

    void compile_faults() {
        for (const auto& fault : s_.faults) {
            FaultModel out;
            out.begin = start_of_run + fault.at;
            Duration lasting{};
            if (fault.cache) {
                out.name = *fault.cache;
                out.cache = cache_named(out.name);
            } else if (fault.between) {
                Disturbance d;
                d.pairs = pairs(fault.between->from, fault.between->to, fault.between->one_way);
                d.cut = fault.outage.has_value();
                if (fault.outage) lasting = *fault.outage;
                if (fault.latency) {
                    d.latency = sampler(fault.latency->add);
                    d.stream = stream(fmt::format("fault:{}", m_.faults.size()), "added latency");
                    lasting = fault.latency->lasting;
                }
                if (fault.loss) {
                    d.loss = fault.loss->share.value;
                    lasting = fault.loss->lasting;
                }
                out.name = fmt::format("network {} - {}", fmt::join(fault.between->from, ", "),
                                       fmt::join(fault.between->to, ", "));
                out.disturbance = static_cast<Index>(m_.disturbances.size());
                m_.disturbances.push_back(std::move(d));
            } else {
                for (const auto* target : {&fault.service, &fault.replica, &fault.host, &fault.zone, &fault.region})
                    if (*target) out.name = **target;
                if (fault.database) {
                    out.name = *fault.database;
                    out.damages = database_named(out.name);
                    out.noticed = sampler(fault.damage->noticed);
                    out.destroys = fault.damage->destroys;
                    for (Index d = 0; d < m_.databases[out.damages].shards; ++d)
                        m_.databases[out.damages + d].can_be_damaged = true;
                } else if (fault.primary) {
                    out.name = "primary of " + *fault.primary;
                    const ShardName shard = shard_named(*fault.primary);
                    out.primary_of = database_named(shard.database) + shard.shard.value_or(0);
                } else {
                    out.components = components_named(out.name);
                }
                const bool place = fault.host || fault.zone || fault.region;
                if (fault.drain) {
                    out.drains = true;
                    lasting = fault.drain->lasting;
                } else if (fault.outage) {
                    out.impairment.mode = fault.mode.value_or(place ? FailureMode::silent : FailureMode::refuse);
                    lasting = *fault.outage;
                } else if (fault.slow) {
                    out.impairment = {FailureMode::slow, fault.slow->factor.value, 1.0};
                    lasting = fault.slow->lasting;
                } else if (fault.errors) {
                    out.impairment = {FailureMode::errors, 1.0, fault.errors->share.value};
                    lasting = fault.errors->lasting;
                }
            }
            out.end = after(out.begin, lasting);
            m_.faults.push_back(std::move(out));
        }
    }

    const Scenario& stated_;
    const Scenario s_;  // brokers as services
    Model m_;
    std::map<int, std::uint8_t> levels_;
    std::vector<std::string> regions_;
    std::vector<Zone> zones_;
    Index hosts_ = 0;
    Index first_host_ = 0, first_zone_ = 0, first_region_ = 0;
    std::map<std::string, Index, std::less<>> service_of_, endpoint_of_;
    std::map<std::string, int> edge_twins_;
    std::map<std::string, Index> pool_index_;
    std::string owner_;  // endpoint under compilation
    Index owner_service_ = none;
    std::uint32_t step_ = 0;
    std::vector<std::pair<Index, const std::vector<Step>*>> pending_;
    std::vector<std::unique_ptr<std::vector<Step>>> bodies_;
};

}  // namespace

std::shared_ptr<const Model> compile(const Scenario& s) {
    if (s.databases.empty()) return std::make_shared<const Model>(Compiler{s}.compile());
    const Scenario whole = with_data_services(s);
    return std::make_shared<const Model>(Compiler{whole}.compile());
}

const Catalogue& catalogue_of(const Model& m) { return m.catalogue; }

}  // namespace nines
