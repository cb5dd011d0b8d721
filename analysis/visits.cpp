#include "analysis/visits.hpp"

#include <map>

#include "analysis/caching.hpp"
#include "models/broker_expansion.hpp"
#include "models/names.hpp"
#include "models/popularity.hpp"

namespace nines {

namespace {

struct Cost {
    std::map<std::size_t, double> calls;  // endpoint: expected calls of one execution
    double work = 0.0;                    // expected seconds
    double delay = 0.0;
};

class Costs {
public:
    explicit Costs(const Scenario& s) : s_(s) {
        for (const auto& [service_name, service] : s.services)
            for (const auto& [name, endpoint] : service.endpoints) index_[{service_name, name}] = index_.size();
    }
    [[nodiscard]] std::size_t index(std::string_view name) const { return index_.at(*resolve_endpoint(s_, name)); }
    [[nodiscard]] std::size_t size() const { return index_.size(); }

    // What a cache lets through: what its keys are asked for again and again is there, unless it is too small for them.
    [[nodiscard]] static double misses(const Service& service, const Cached& cached) {
        const Cache& cache = *find(service.caches, cached.in);
        if (cache.hit_ratio) return 1.0 - cache.hit_ratio->value;
        return 1.0 - lru_hit_ratio(zipf_shares(*cache.keys, cache.skew), cache.size.value_or(*cache.keys));
    }

    void add(const Service& service, const std::vector<Step>& steps, double weight, Cost& out) const {
        for (const auto& step : steps) {
            const double w = weight * step.probability.value;
            if (step.work) out.work += w * step.work->mean();
            if (step.delay) out.delay += w * step.delay->mean();
            if (step.call) out.calls[index(*step.call)] += w;
            if (step.cached) add(service, step.cached->steps, w * misses(service, *step.cached), out);
            if (step.parallel) add(service, step.parallel->branches, w * step.parallel->copies, out);
            if (step.repeat) add(service, step.repeat->steps, w * step.repeat->times, out);
            if (step.one_of) add(service, *step.one_of, w, out);
            if (step.steps) add(service, *step.steps, w, out);
        }
    }

private:
    const Scenario& s_;
    std::map<EndpointName, std::size_t> index_;
};

}  // namespace

Load offered_load(const Scenario& stated) {
    const Scenario s = with_brokers_as_services(stated, Deliveries::with_dead_letters);
    const Costs costs{s};
    std::vector<Cost> cost;
    std::vector<std::size_t> service_of;
    for (std::size_t i = 0; i < s.services.size(); ++i)
        for (const auto& [name, endpoint] : s.services[i].second.endpoints) {
            service_of.push_back(i);
            costs.add(s.services[i].second, endpoint.steps, 1.0, cost.emplace_back());
        }
    Load out;
    for (const auto& c : cost) out.seconds.push_back(c.work + c.delay);
    std::vector<double> rate(costs.size(), 0.0);
    for (const auto& [name, client] : s.clients) {
        std::vector<std::pair<std::size_t, double>> mix;
        double total = 0.0;
        if (client.call) mix.emplace_back(costs.index(*client.call), total = 1.0);
        if (client.mix)
            for (const auto& entry : *client.mix) {
                mix.emplace_back(costs.index(entry.call), entry.weight);
                total += entry.weight;
            }
        double requests = client.arrivals ? client.arrivals->mean_rate() : 0.0;
        if (client.users) {
            double alone = client.think.mean();
            for (const auto& [e, weight] : mix) alone += weight / total * (cost[e].work + cost[e].delay);
            requests = alone > 0.0 ? *client.users / alone : 0.0;
        }
        out.request_rate.push_back(requests);
        for (const auto& [e, weight] : mix) rate[e] += requests * weight / total;
    }
    // Waves of calls; a recursion that is bounded only by its depth is followed for a thousand waves.
    std::vector<double> wave = rate;
    for (int round = 0; round < 1000; ++round) {
        std::vector<double> next(rate.size(), 0.0);
        double size = 0.0;
        for (std::size_t e = 0; e < wave.size(); ++e)
            for (const auto& [target, calls] : cost[e].calls) next[target] += wave[e] * calls;
        for (std::size_t e = 0; e < next.size(); ++e) {
            rate[e] += next[e];
            size += next[e];
        }
        wave = std::move(next);
        if (size < 1e-9) break;
    }
    out.calls.assign(s.services.size(), 0.0);
    out.work.assign(s.services.size(), 0.0);
    for (std::size_t e = 0; e < rate.size(); ++e) {
        out.calls[service_of[e]] += rate[e];
        out.work[service_of[e]] += rate[e] * cost[e].work;
    }
    for (std::size_t i = 0; i < s.services.size(); ++i) {
        const auto& r = s.services[i].second.replicas;
        out.workers.push_back(static_cast<double>(r.concurrency.count) * most_replicas(s.services[i].second));
        out.utilization.push_back(r.concurrency.unlimited() ? 0.0 : out.work[i] / out.workers.back());
    }
    return out;
}

}  // namespace nines
