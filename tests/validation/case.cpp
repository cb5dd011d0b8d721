#include "tests/validation/case.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "models/compile.hpp"
#include "scenarios/reader.hpp"

namespace nines::validation {

std::shared_ptr<const Model> model_of(const std::string& scenario, const std::string& where) {
    auto loaded = read_scenario("nines: 1\n" + scenario, where);
    if (loaded) return compile(loaded->scenario);
    fmt::print(stderr, "{}", print_problems(loaded.problems()));
    std::abort();  // the case itself is wrong
}

double Replication::figure(Subject subject, std::string_view name, std::string_view metric) const {
    const auto i = index_of(catalogue.figures, subject, name, metric);
    if (i < result.figures.size()) return result.figures[i];
    fmt::print(stderr, "there is no figure {} of {}\n", metric, name);
    std::abort();
}

Reading figure(Subject subject, std::string name, std::string metric) {
    return [subject, name = std::move(name), metric = std::move(metric)](const Replication& r) {
        return r.figure(subject, name, metric);
    };
}
Reading client(std::string metric, std::string name) {
    return figure(Subject::client, std::move(name), std::move(metric));
}
Reading service(std::string name, std::string metric) {
    return figure(Subject::service, std::move(name), std::move(metric));
}
Reading edge(std::string name, std::string metric) { return figure(Subject::edge, std::move(name), std::move(metric)); }

Reading square(Reading a) {
    return [a = std::move(a)](const Replication& r) { return a(r) * a(r); };
}
Reading complement(Reading share) {
    return [share = std::move(share)](const Replication& r) { return 1.0 - share(r); };
}
Reading sum(Reading a, Reading b) {
    return [a = std::move(a), b = std::move(b)](const Replication& r) { return a(r) + b(r); };
}
Reading times(double factor, Reading a) {
    return [factor, a = std::move(a)](const Replication& r) { return factor * a(r); };
}
Reading at_station(const std::string& name) { return sum(service(name, "queue.mean"), service(name, "busy.mean")); }

Quantity exact(int number, std::string name, double expected, double percent, Reading reading, Reading over) {
    return {number, std::move(name), expected, percent / 100.0, Kind::exact, std::move(reading), std::move(over)};
}
Quantity approximation(int number, std::string name, double expected, double percent, Reading reading) {
    return {number, std::move(name), expected, percent / 100.0, Kind::approximation, std::move(reading), {}};
}
Quantity reference(int number, std::string name, double expected, double percent, Reading reading) {
    return {number, std::move(name), expected, percent / 100.0, Kind::reference, std::move(reading), {}};
}
Quantity computed(int number, std::string name, double expected, double tolerance) {
    return {number, std::move(name), expected, tolerance, Kind::computed, {}, {}};
}

Length customers(double measured, double warmup, double arrival_rate, std::uint32_t replications) {
    return {measured / arrival_rate, warmup / arrival_rate, replications, Length::Shortened::runs};
}
Length time_units(double measured, double warmup, std::uint32_t replications) {
    return {measured, warmup, replications, Length::Shortened::runs};
}
Length samples(std::uint32_t count, double measured, double warmup) {
    return {measured, warmup, count, Length::Shortened::replications};
}

std::vector<Case> all_cases() {
    std::vector<Case> out;
    for (auto* const section : {queue_cases, network_cases, balancing_cases, availability_cases, policy_cases,
                                message_cases, data_cases, statistics_cases})
        for (auto& c : section()) out.push_back(std::move(c));
    return out;
}

}  // namespace nines::validation
