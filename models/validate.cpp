#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <span>

#include "models/broker_expansion.hpp"
#include "models/compile.hpp"
#include "models/data_services.hpp"
#include "models/database_validation.hpp"
#include "models/names.hpp"
#include "models/policy_resolution.hpp"
#include "models/shards.hpp"
#include "models/text.hpp"
#include "models/validate_messages.hpp"

namespace nines {

namespace {

constexpr std::uint64_t most_replicas_in_all = 1'000'000;
constexpr std::uint64_t most_places = 100'000;
constexpr std::size_t most_zones = 500;
constexpr std::uint64_t most_cache_keys = 20'000'000;
constexpr double most_calls = 1e6;  // expected, of one request

class Validator {
public:
    // Not `sound`: something is wrong with it already.
    Validator(const Scenario& s, bool sound) : s_(s), sound_(sound) {
        for (auto& name : endpoint_names(s)) endpoints_.insert(std::move(name));
    }

    Problems validate() {
        check_duplicates();
        check_places();
        check_policies();
        for (const auto& [name, service] : s_.services) check_service(name, service);
        for (const auto& [name, client] : s_.clients) check_client(name, client);
        for (std::size_t i = 0; i < s_.network.links.size(); ++i) {
            const auto path = fmt::format("network.links[{}]", i);
            check_sides(s_.network.links[i].between, path + ".between");
            check_sides(s_.network.links[i].and_, path + ".and");
            if (s_.network.links[i].failure) check_failure(*s_.network.links[i].failure, path + ".failure");
        }
        check_common_causes();
        check_faults();
        check_slos();
        check_run();
        if (problems_.empty() && sound_) check_endless_calls();
        return std::move(problems_);
    }

private:
    void wrong(std::string path, std::string message, Problem::Severity severity = Problem::Severity::error) {
        Problem p;
        p.path = std::move(path);
        p.message = std::move(message);
        p.severity = severity;
        problems_.push_back(std::move(p));
    }

    template <class T>
    void check_unique(const Dictionary<T>& d, const std::string& path) {
        std::set<std::string_view> seen;
        for (const auto& [key, value] : d)
            if (!seen.insert(key).second) wrong(path, fmt::format("{} is there twice", in_quotes(key)));
    }
    void check_duplicates() {
        check_unique(s_.places, "places");
        check_unique(s_.crews, "crews");
        check_unique(s_.policies, "policies");
        check_unique(s_.services, "services");
        check_unique(s_.clients, "clients");
        check_unique(s_.common_causes, "common_causes");
        for (const auto& [name, service] : s_.services) {
            check_unique(service.endpoints, "services." + name + ".endpoints");
            check_unique(service.caches, "services." + name + ".caches");
        }
        if (s_.services.empty()) wrong("services", "there is no service");
        if (s_.clients.empty()) wrong("clients", "there is no client");
    }

    void check_places() {
        std::uint64_t hosts = 0;
        std::size_t zones = 0;
        for (const auto& [name, region] : s_.places) {
            const auto path = "places." + name;
            std::set<std::string_view> seen;
            if (region.zones.empty()) wrong(path + ".zones", "a region has at least one zone");
            for (const auto& zone : region.zones) {
                if (!seen.insert(zone).second)
                    wrong(path + ".zones", fmt::format("{} is there twice", in_quotes(zone)));
                if (zone.empty() || zone.find('/') != std::string::npos)
                    wrong(path + ".zones", fmt::format("{} is no name of a zone", in_quotes(zone)));
            }
            zones += region.zones.size();
            hosts += region.hosts_per_zone * region.zones.size();
            for (const auto& [field, failure] :
                 {std::pair{"region_failure", &region.region_failure}, std::pair{"zone_failure", &region.zone_failure},
                  std::pair{"host_failure", &region.host_failure}})
                if (*failure) check_failure(**failure, fmt::format("{}.{}", path, field));
        }
        if (zones > most_zones)
            wrong("places", fmt::format("{} zones are more than the {} allowed", zones, most_zones));
        if (hosts > most_places)
            wrong("places", fmt::format("{} hosts are more than the {} allowed", hosts, most_places));
    }

    void check_failure(const Failure& f, const std::string& path) {
        if (!f.crew.empty()) check_known(f.crew, keys_of(s_.crews), "crew", path + ".crew");
        if (f.mtbf.law.mean() < 1e-6)
            wrong(path + ".mtbf", "a mean time between failures below 1us cannot be simulated");
    }

    // A few of many names.
    [[nodiscard]] static std::string first_of(const std::vector<std::string>& names) {
        constexpr std::size_t most = 12;
        const auto shown = std::span{names}.first(std::min(most, names.size()));
        const auto more = names.size() - shown.size();
        return fmt::format("{}{}", fmt::join(shown, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
    }
    void check_known(const std::string& name, const std::vector<std::string>& known, const char* what,
                     const std::string& path) {
        if (std::ranges::find(known, name) != known.end()) return;
        wrong(path, fmt::format("no {} {}{}; there {}", what, in_quotes(name), did_you_mean(name, known),
                                known.empty() ? fmt::format("is no {} at all", what) : "are " + first_of(known)));
    }

    void check_endpoint(const std::string& name, const std::string& path) {
        if (name.find('.') != std::string::npos ? endpoints_.contains(name) : resolve_endpoint(s_, name).has_value())
            return;
        if (const Service* service = find(s_.services, name))
            return wrong(path, fmt::format("service {} has {} endpoints; name one of {}", in_quotes(name),
                                           service->endpoints.size(), fmt::join(keys_of(service->endpoints), ", ")));
        auto known = endpoint_names(s_);
        for (const auto& service : keys_of(s_.services)) known.push_back(service);
        wrong(path, fmt::format("no endpoint {}{}", in_quotes(name), did_you_mean(name, known)));
    }

    void check_policies() {
        for (const auto& [name, policies] : s_.policies) {
            check_use(policies, "policies." + name);
            std::set<std::string> seen{name};
            for (const Policies* p = &policies; p != nullptr && !p->use.empty(); p = find(s_.policies, p->use))
                if (!seen.insert(p->use).second) {
                    wrong("policies." + name + ".use", fmt::format("{} uses itself in the end", in_quotes(name)));
                    break;
                }
        }
    }
    void check_use(const Policies& p, const std::string& path) {
        if (!p.use.empty()) check_known(p.use, keys_of(s_.policies), "policy", path + ".use");
        if (p.retry && p.retry->backoff.jitter == Jitter::decorrelated && p.retry->backoff.max < p.retry->backoff.base)
            wrong(path + ".retry.backoff.max", "is below base");
        if (p.fallback && p.fallback->call) check_endpoint(*p.fallback->call, path + ".fallback.call");
    }

    // A pool that several calls share is the same to all of them.
    // What the breakers of a call remember must fit in memory.
    void check_breakers(std::uint32_t caller_replicas, const std::string& target, const Policies& stated,
                        const std::string& path) {
        const Policies p = resolve(s_, stated);
        const auto callee = resolve_endpoint(s_, target);
        if (!p.circuit_breaker || !callee) return;
        constexpr double most = 2e8;  // bytes
        const CircuitBreaker& b = *p.circuit_breaker;
        const double callers = b.shared ? 1.0 : caller_replicas;
        const double callees = b.per == BreakerPer::replica ? find(s_.services, callee->service)->replicas.count : 1.0;
        const double of_one = 200.0 + (b.window.calls > 0 ? b.window.calls : 24.0 * to_seconds(b.window.span));
        if (callers * callees * of_one > most)
            wrong(path + ".circuit_breaker.window",
                  fmt::format("{} breakers that remember so much need {:.1f} GB, more than the {:.1f} allowed; shorten "
                              "the window, or share them",
                              callers * callees, callers * callees * of_one / 1e9, most / 1e9));
    }
    void check_pool(const std::string& caller, const std::string& target, const Policies& stated,
                    const std::string& path) {
        const Policies p = resolve(s_, stated);
        const auto callee = resolve_endpoint(s_, target);
        if (!p.bulkhead || !callee) return;
        const auto& name = p.bulkhead->pool.empty() ? callee->service : p.bulkhead->pool;
        const auto [it, fresh] = pools_.try_emplace({caller, name}, *p.bulkhead, path);
        if (!fresh && !(it->second.first == *p.bulkhead))
            wrong(path + ".bulkhead",
                  fmt::format("the bulkhead {} of {} is another one at {}; name one of them with pool", in_quotes(name),
                              caller, it->second.second));
    }

    [[nodiscard]] bool is_place(const std::string& name) const {
        const auto regions = region_names(s_), zones = zone_names(s_);
        return std::ranges::find(regions, name) != regions.end() || std::ranges::find(zones, name) != zones.end() ||
               is_host(s_, name);
    }
    void check_place(const std::string& name, const std::string& path) {
        if (is_place(name)) return;
        auto known = region_names(s_);
        for (auto& z : zone_names(s_)) known.push_back(std::move(z));
        wrong(path, fmt::format("no place {}{}", in_quotes(name), did_you_mean(name, known)));
    }
    void check_sides(const std::vector<std::string>& sides, const std::string& path) {
        if (sides.empty()) wrong(path, "names no place");
        for (const auto& side : sides) {
            if (side == "clients") continue;
            if (is_host(s_, side))
                wrong(path, fmt::format("{} is a host; the network is cut between regions and zones", in_quotes(side)));
            else
                check_place(side, path);
        }
    }

    void check_service(const std::string& name, const Service& service) {
        const auto path = "services." + name;
        const Replicas& r = service.replicas;
        replicas_ += places_for(service, drains_anything(s_));
        if (replicas_ > most_replicas_in_all && !too_many_) {
            too_many_ = true;
            wrong(path + ".replicas.count", fmt::format("more than {} replicas in all", most_replicas_in_all));
        }
        for (const auto& place : r.in) check_place(place, path + ".replicas.in");
        if (service.endpoints.empty()) wrong(path + ".endpoints", "a service has at least one endpoint");
        if (service.required > r.count)
            wrong(path + ".required", fmt::format("{} are required, but there are {}", service.required, r.count));
        std::size_t zones = 0;
        for (const auto& [region_name, region] : s_.places) zones += region.zones.size();
        if (service.required_zones > std::max<std::size_t>(1, std::min<std::size_t>(zones, r.count)))
            wrong(path + ".required_zones",
                  fmt::format("{} zones are required, but the replicas stand in {}", service.required_zones,
                              std::max<std::size_t>(1, std::min<std::size_t>(zones, r.count))));
        if (service.overload && service.overload->codel && r.queue.discipline != Discipline::fifo &&
            r.queue.discipline != Discipline::lifo && r.queue.discipline != Discipline::priority)
            wrong(path + ".overload.codel", "needs a queue: fifo, lifo or priority");
        if (service.overload && service.overload->concurrency &&
            service.overload->concurrency->minimum > service.overload->concurrency->maximum)
            wrong(path + ".overload.concurrency.minimum", "is above maximum");
        if (service.failover && service.failover->active >= r.count)
            wrong(path + ".failover.active", fmt::format("{} of {} replicas are active, so that none stands by",
                                                         service.failover->active, r.count));
        else if (service.failover && service.required > service.failover->active)
            wrong(path + ".required",
                  fmt::format("{} are required, but {} are active", service.required, service.failover->active));
        const bool queues_in_order =
            r.queue.discipline == Discipline::fifo || r.queue.discipline == Discipline::priority;
        for (const auto& [waits, key] :
             {std::pair{service.health_check && service.health_check->under_load, ".health_check.under_load"},
              std::pair{service.liveness && service.liveness->under_load, ".liveness.under_load"}})
            if (waits && !queues_in_order) wrong(path + key, "needs a queue that is served in order: fifo or priority");
        check_caches(name, service);
        check_resources(service, path);
        if (service.rollout) check_rollout(service, path + ".rollout");
        if (service.disruption_budget && service.disruption_budget->min_available.value_or(0) > most_replicas(service))
            wrong(path + ".disruption_budget.min_available",
                  fmt::format("{} are more than there ever are", *service.disruption_budget->min_available));
        if (service.autoscaler) check_autoscaler(service, path + ".autoscaler");
        if (service.autoscaler && service.failover)
            wrong(path + ".failover", "replicas that an autoscaler starts and stops have no standby");
        if (service.replica_failure) check_failure(*service.replica_failure, path + ".replica_failure");
        for (const auto& [endpoint_name, endpoint] : service.endpoints)
            check_steps(name, endpoint.steps, path + ".endpoints." + endpoint_name);
    }

    void check_cached(const std::string& service, const Cached& cached, const std::string& path) {
        check_known(cached.in, keys_of(find(s_.services, service)->caches), "cache", path + ".in");
        for_each_step(cached.steps, path + ".steps", [&](const Step& step, const std::string& here) {
            if (step.cached) wrong(here + ".cached", "stands within another cached step; put it behind a call");
        });
    }

    void check_caches(const std::string& name, const Service& service) {
        for (const auto& [key, cache] : service.caches) {
            const auto path = fmt::format("services.{}.caches.{}", name, key);
            if (!cache.keys) {
                if (cache.size || cache.ttl || cache.coalesce || cache.stale_while_revalidate > Duration::zero())
                    wrong(path,
                          "size, ttl, coalesce and stale_while_revalidate are of single keys: state keys instead "
                          "of hit_ratio");
                continue;
            }
            if (cache.stale_while_revalidate > Duration::zero() && !cache.ttl)
                wrong(path + ".stale_while_revalidate", "without a ttl nothing becomes stale");
            cache_keys_ +=
                *cache.keys * (cache.scope == CacheScope::shared ? 1 : places_for(service, drains_anything(s_)));
            if (cache_keys_ > most_cache_keys)
                wrong(path + ".keys",
                      fmt::format("more than {} keys in the caches of all replicas together", most_cache_keys));
        }
    }

    void check_resources(const Service& service, const std::string& path) {
        if (service.cpu && service.replicas.queue.discipline == Discipline::preemptive_lifo)
            wrong(path + ".cpu", "cores are not shared under preemptive_lifo; choose another discipline");
        if (service.cpu && service.replicas.queue.discipline == Discipline::processor_sharing)
            wrong(path + ".cpu", "processor_sharing shares the workers already; choose another discipline");
        if (service.memory &&
            service.memory->base.bytes + service.memory->per_request.bytes > service.memory->limit.bytes)
            wrong(path + ".memory.limit", "is not enough for a single request");
        if (service.disk && service.disk->used.bytes > service.disk->size.bytes)
            wrong(path + ".disk.used", "is more than its size");
        if (service.disk && service.disk->cleaner &&
            service.disk->cleaner->down_to.value > service.disk->cleaner->above.value)
            wrong(path + ".disk.cleaner.down_to", "is above `above`: it would clean nothing");
        for (const auto& [name, endpoint] : service.endpoints)
            if (endpoint.writes.bytes > 0.0 && !service.disk)
                wrong(fmt::format("{}.endpoints.{}.writes", path, name), "the service has no disk");
    }

    void check_rollout(const Service& service, const std::string& path) {
        const Rollout& r = *service.rollout;
        if (r.at >= s_.run.duration) wrong(path + ".at", "begins after the end of the run", Problem::Severity::warning);
        if (r.rollback && !r.rollback->error_rate && !r.rollback->slower && !r.rollback->on_deadline)
            wrong(path + ".rollback", "has no reason to go back: state error_rate, slower or on_deadline");
        for (std::size_t i = 1; i < r.canary.size(); ++i)
            if (r.canary[i].share < r.canary[i - 1].share)
                wrong(fmt::format("{}.canary[{}].share", path, i), "is below that of the step before");
    }

    void check_autoscaler(const Service& service, const std::string& path) {
        const Autoscaler& a = *service.autoscaler;
        if (a.min > a.max) wrong(path + ".min", fmt::format("{} is above max, {}", a.min, a.max));
        if (service.replicas.count < a.min || service.replicas.count > a.max)
            wrong(path,
                  fmt::format("replicas.count is {}, outside its {} to {}", service.replicas.count, a.min, a.max));
        if (!a.utilization && !a.cpu && !a.in_flight && !a.queue)
            wrong(path, "has no target: state utilization, cpu, in_flight or queue");
        if (a.cpu && !service.cpu) wrong(path + ".cpu", "the service states no cpu whose cores could be busy");
        if (a.utilization && service.replicas.concurrency.unlimited())
            wrong(path + ".utilization", "of unlimited workers there is no share; state in_flight");
        if (a.queue && (service.replicas.concurrency.unlimited() ||
                        service.replicas.queue.discipline == Discipline::processor_sharing))
            wrong(path + ".queue", "nobody waits for a worker here; state in_flight");
    }

    void check_data_call(const Step& step, const std::string& here) {
        const auto callee = resolve_endpoint(s_, *step.call);
        if (!callee) return;
        const Database* database = find(s_.databases, callee->service);
        if (step.consistency && (database == nullptr || callee->endpoint != "read"))
            wrong(here + ".consistency", "is of calls that read from a database");
        if (step.consistency && database != nullptr && database->quorum && *step.consistency != Consistency::strong &&
            *step.consistency != Consistency::eventual)
            wrong(here + ".consistency", "a quorum knows eventual and strong");
        if (step.consistency && database != nullptr && database->multi_primary &&
            *step.consistency != Consistency::eventual)
            wrong(here + ".consistency", "several primaries know only eventual");
        if (step.if_unchanged &&
            (database == nullptr || callee->endpoint != "write" || database->quorum || database->multi_primary))
            wrong(here + ".if_unchanged", "is of calls that write to a database with one primary");
    }

    void check_steps(const std::string& name, const std::vector<Step>& steps, const std::string& path) {
        for_each_step(steps, path, [&](const Step& step, const std::string& here) {
            if (step.call) {
                check_endpoint(*step.call, here + ".call");
                check_use(step.with, here + ".with");
                check_data_call(step, here);
                if (problems_.empty()) check_pool(name, *step.call, step.with, here + ".with");
                if (problems_.empty())
                    check_breakers(find(s_.services, name)->replicas.count, *step.call, step.with, here + ".with");
            }
            if (step.parallel) {
                const auto n = std::uint64_t{step.parallel->branches.size()} * step.parallel->copies;
                if (n == 0) wrong(here + ".parallel", "has no branches");
                if (n > 100'000)
                    wrong(here + ".parallel.copies", fmt::format("{} branches are more than the 100000 allowed", n));
                if (step.parallel->wait_for && *step.parallel->wait_for > n)
                    wrong(here + ".parallel.wait_for",
                          fmt::format("waits for {} of {} branches", *step.parallel->wait_for, n));
            }
            if (step.cached) check_cached(name, *step.cached, here + ".cached");
            if (step.one_of) {
                double sum = 0.0;
                for (const auto& alternative : *step.one_of) sum += alternative.probability.value;
                if (sum > 1.0 + 1e-9)
                    wrong(here + ".one_of",
                          fmt::format("the probabilities add up to {:.6g}%, more than 100%", sum * 100.0));
            }
        });
    }

    void check_client(const std::string& name, const Client& client) {
        const auto path = "clients." + name;
        if (client.arrivals.has_value() == client.users.has_value()) wrong(path, "needs either arrivals or users");
        if (client.call.has_value() == client.mix.has_value()) wrong(path, "needs either call or mix");
        if (client.call) check_endpoint(*client.call, path + ".call");
        if (client.mix && client.mix->empty()) wrong(path + ".mix", "is empty");
        for (std::size_t i = 0; client.mix && i < client.mix->size(); ++i)
            check_endpoint((*client.mix)[i].call, fmt::format("{}.mix[{}].call", path, i));
        check_use(client.with, path + ".with");
        if (problems_.empty() && client.call) check_breakers(1, *client.call, client.with, path + ".with");
        for (std::size_t i = 0; problems_.empty() && client.mix && i < client.mix->size(); ++i)
            check_breakers(1, (*client.mix)[i].call, client.with, path + ".with");
        if (!client.from.empty()) {
            const auto zones = zone_names(s_);
            if (std::ranges::find(zones, client.from) == zones.end())
                check_known(client.from, zones, "zone", path + ".from");
        }
    }

    void check_common_causes() {
        for (const auto& [name, cause] : s_.common_causes) {
            const auto path = "common_causes." + name;
            if (cause.members.empty()) wrong(path + ".members", "names nothing");
            for (const auto& member : cause.members) {
                if (find(s_.services, member) != nullptr || is_replica(s_, member) || is_place(member)) continue;
                auto known = keys_of(s_.services);
                for (auto& region : region_names(s_)) known.push_back(std::move(region));
                wrong(path + ".members",
                      fmt::format("no service, replica or place {}{}", in_quotes(member), did_you_mean(member, known)));
            }
            check_failure(cause.failure, path + ".failure");
        }
    }

    void check_primary(const std::string& text, const std::string& path) {
        const ShardName name = shard_named(text);
        check_known(name.database, keys_of(s_.databases), "database", path);
        const Database* database = find(s_.databases, name.database);
        if (database != nullptr && name.shard && *name.shard >= database->shard_count())
            wrong(path, fmt::format("{} is no shard: {} has {}, write {}/0 and count from 0", in_quotes(text),
                                    name.database, database->shard_count(), name.database));
    }

    void check_faults() {
        for (std::size_t i = 0; i < s_.faults.size(); ++i) {
            const Fault& f = s_.faults[i];
            const auto path = fmt::format("faults[{}]", i);
            if (f.at >= s_.run.duration)
                wrong(path + ".at", "begins after the end of the run", Problem::Severity::warning);
            if (f.service) check_known(*f.service, keys_of(s_.services), "service", path + ".service");
            if (f.replica && !is_replica(s_, *f.replica))
                wrong(path + ".replica",
                      fmt::format("no replica {}; write service/0 and count from 0", in_quotes(*f.replica)));
            if (f.primary) check_primary(*f.primary, path + ".primary");
            if (f.database) check_known(*f.database, keys_of(s_.databases), "database", path + ".database");
            if (f.database.has_value() != f.damage.has_value())
                wrong(path,
                      "damage is of a database, and of a database there is only damage; its nodes are faults of a "
                      "service of its name");
            if (f.host && !is_host(s_, *f.host))
                wrong(path + ".host",
                      fmt::format("no host {}; write region/zone/0 and count from 0", in_quotes(*f.host)));
            if (f.zone) check_known(*f.zone, zone_names(s_), "zone", path + ".zone");
            if (f.region) check_known(*f.region, region_names(s_), "region", path + ".region");
            if (f.cache) check_known(*f.cache, cache_names(s_), "cache", path + ".cache");
            if (f.cache.has_value() != f.flush.has_value()) wrong(path, "flush is of a cache, and all there is of one");
            if (f.drain && !f.host && !f.zone && !f.region) wrong(path + ".drain", "is of a host, zone or region");
            if (f.flush && !*f.flush) wrong(path + ".flush", "is true or not there");
            if (f.between) {
                check_sides(f.between->from, path + ".between.from");
                check_sides(f.between->to, path + ".between.to");
                if (f.slow || f.errors)
                    wrong(path, "between places there is outage, latency and loss, not slow or errors");
            } else if (f.latency || f.loss) {
                wrong(path, "latency and loss are of the network: say between which places");
            }
            if (f.mode && (*f.mode == FailureMode::slow || *f.mode == FailureMode::errors))
                wrong(path + ".mode",
                      "an outage refuses, is silent or pauses; slow and errors are effects of their own");
        }
    }

    void check_slos() {
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < s_.slos.size(); ++i) {
            const auto path = fmt::format("slos[{}]", i);
            if (!s_.slos[i].of.empty()) check_known(s_.slos[i].of, keys_of(s_.clients), "client", path + ".of");
            if (!seen.insert(s_.slos[i].name).second)
                wrong(path + ".name", fmt::format("{} is there twice", in_quotes(s_.slos[i].name)));
        }
    }

    void check_run() {
        if (!s_.run.warmup.automatic && s_.run.warmup.stated >= s_.run.duration)
            wrong("run.warmup", fmt::format("{} leaves nothing of the {} that are simulated",
                                            print_duration(s_.run.warmup.stated), print_duration(s_.run.duration)));
        if (s_.run.replications.at_least > s_.run.replications.at_most && s_.run.replications.until)
            wrong("run.replications.at_least", "is above at_most");
    }

    // ---- endpoints that call themselves without end

    struct Target {
        std::size_t endpoint;
        double calls;  // expected, of one execution
        bool bounded;  // by max_depth
    };

    void add_targets(const std::vector<Step>& steps, double weight, std::vector<Target>& out) const {
        for (const auto& step : steps) {
            const double w = weight * step.probability.value;
            if (step.call) {
                const auto e = resolve_endpoint(s_, *step.call);
                out.push_back({index_.at(*e), w, step.max_depth.has_value()});
                const Policies with = resolve(s_, step.with);
                if (with.fallback && with.fallback->call)
                    out.push_back(
                        {index_.at(*resolve_endpoint(s_, *with.fallback->call)), w, step.max_depth.has_value()});
            }
            if (step.parallel) add_targets(step.parallel->branches, w * step.parallel->copies, out);
            if (step.repeat) add_targets(step.repeat->steps, w * step.repeat->times, out);
            if (step.cached) add_targets(step.cached->steps, w, out);
            if (step.one_of) add_targets(*step.one_of, w, out);
            if (step.steps) add_targets(*step.steps, w, out);
        }
    }

    // The expected number of executions of every endpoint that one call leads to, bounded calls left out: finite,
    // or the request may never end. Power iteration over the calls, which a cycle of certainty never lets die out.
    void check_endless_calls() {
        std::vector<std::vector<Target>> targets;
        std::vector<EndpointName> names;
        for (const auto& [service_name, service] : s_.services)
            for (const auto& [name, endpoint] : service.endpoints) {
                index_[{service_name, name}] = names.size();
                names.push_back({service_name, name});
            }
        for (const auto& n : names) {
            auto& out = targets.emplace_back();
            add_targets(find(find(s_.services, n.service)->endpoints, n.endpoint)->steps, 1.0, out);
        }
        std::vector<double> wave(names.size(), 1.0);
        double total = 0.0, size = static_cast<double>(names.size());
        const double start = size;
        for (int round = 0; round < 5000 && size > 1e-6; ++round) {
            std::vector<double> next(names.size(), 0.0);
            for (std::size_t e = 0; e < names.size(); ++e) {
                if (wave[e] == 0.0) continue;
                for (const Target& t : targets[e])
                    if (!t.bounded) next[t.endpoint] += wave[e] * t.calls;
            }
            wave = std::move(next);
            size = 0.0;
            for (const double x : wave) size += x;
            total += size;
            if (total > most_calls * start) break;
        }
        if (size <= 1e-6) return;
        const auto cycle = find_cycle(targets);
        if (cycle.empty()) {
            const auto busiest = static_cast<std::size_t>(std::ranges::max_element(wave) - wave.begin());
            wrong(fmt::format("services.{}.endpoints.{}", names[busiest].service, names[busiest].endpoint),
                  fmt::format("one request leads to more than {:.0f} calls", most_calls));
            return;
        }
        std::string way;
        for (const auto e : cycle) way += fmt::format("{}.{} -> ", names[e].service, names[e].endpoint);
        const auto& first = names[cycle.front()];
        wrong(fmt::format("services.{}.endpoints.{}", first.service, first.endpoint),
              fmt::format(
                  "calls itself without end: {}{}.{}; give one of these calls a max_depth, or a lower probability", way,
                  first.service, first.endpoint));
    }

    // A cycle of unbounded calls, shortest-first enough for a message; iterative, since chains may be long.
    [[nodiscard]] static std::vector<std::size_t> find_cycle(const std::vector<std::vector<Target>>& targets) {
        std::vector<int> state(targets.size(), 0);
        for (std::size_t root = 0; root < targets.size(); ++root) {
            if (state[root] != 0) continue;
            std::vector<std::pair<std::size_t, std::size_t>> stack{{root, 0}};
            state[root] = 1;
            while (!stack.empty()) {
                auto& [e, next] = stack.back();
                if (next == targets[e].size()) {
                    state[e] = 2;
                    stack.pop_back();
                    continue;
                }
                const Target& t = targets[e][next++];
                if (t.bounded || t.calls <= 0.0) continue;
                if (state[t.endpoint] == 1) {
                    std::vector<std::size_t> cycle;
                    bool inside = false;
                    for (const auto& [node, unused] : stack) {
                        inside = inside || node == t.endpoint;
                        if (inside) cycle.push_back(node);
                    }
                    return cycle;
                }
                if (state[t.endpoint] == 0) {
                    state[t.endpoint] = 1;
                    stack.emplace_back(t.endpoint, 0);
                }
            }
        }
        return {};
    }

    const Scenario& s_;
    bool sound_;
    Problems problems_;
    std::set<std::string, std::less<>> endpoints_;
    std::map<EndpointName, std::size_t> index_;
    std::map<std::pair<std::string, std::string>, std::pair<Bulkhead, std::string>> pools_;  // by caller and name
    std::uint64_t replicas_ = 0;
    bool too_many_ = false;
    std::uint64_t cache_keys_ = 0;
};

}  // namespace

Problems validate(const Scenario& s) {
    Problems found = database_name_problems(s);
    const bool named = found.empty();
    std::ranges::move(database_problems(s), std::back_inserter(found));
    if (!named) return found;
    const Scenario stated = with_data_services(s);
    Problems of_messages = validate_messages(stated);
    const bool sound = of_messages.empty();
    std::ranges::move(of_messages, std::back_inserter(found));
    // Brokers and databases are checked as services are; what asks where calls lead needs deliveries, and names that
    // are sound.
    const Scenario whole =
        with_brokers_as_services(stated, sound ? Deliveries::with_dead_letters : Deliveries::left_out);
    for (auto& p : Validator{whole, sound}.validate()) {
        p.path = database_path(s, path_of_author(stated, std::move(p.path)));
        found.push_back(std::move(p));
    }
    return found;
}

}  // namespace nines
