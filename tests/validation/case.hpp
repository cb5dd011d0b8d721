// A validation case: a model whose results are known exactly (or published), as plain data.
//
// A case has variants; a variant is a scenario, or an experiment on a part of the program, at its full length, with the
// quantities read from it. One unit of time of the model is one second of the simulator.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/measures.hpp"

namespace nines {
struct Model;
}

namespace nines::validation {

// How the expected value is known, and so how it is judged (judge.hpp).
enum class Kind : std::uint8_t {
    exact,          // a formula or a numerical solution
    approximation,  // a limit or a published approximation, off by less than the tolerance
    reference,      // from an independent simulation; the tolerance allows for both errors
    at_least,       // a bound that no replication may pass
    at_most,
    computed,  // nothing random: equal to floating-point accuracy
};

// What one replication measured.
struct Replication {
    const Catalogue& catalogue;
    const RunResult& result;
    // The program ends when there is no such figure: a case that asks for one is wrong itself.
    [[nodiscard]] double figure(Subject subject, std::string_view name, std::string_view metric) const;
};
using Reading = std::function<double(const Replication&)>;

struct Quantity {
    int number = 0;  // in the catalogue of cases
    std::string name;
    double expected = 0.0;
    double tolerance = 0.0;  // relative, at full length
    Kind kind = Kind::exact;
    Reading reading;                        // its mean over the replications is the estimate
    Reading over;                           // when given, the sum of the readings over the sum of these is
    double (*transform)(double) = nullptr;  // of the mean, increasing: a square root
};

// An experiment that needs no scenario: the values of all quantities, in their order, of one replication.
using Experiment = std::function<std::vector<double>(std::uint64_t seed, std::uint32_t replication)>;

struct Length {
    enum class Shortened : std::uint8_t { runs, replications };

    double measured = 0.0;  // seconds after the warm-up
    double warmup = 0.0;
    std::uint32_t replications = 30;
    Shortened shortened = Shortened::runs;  // what a shortened test takes less of
};

struct Variant {
    std::string name;
    std::string scenario;  // YAML without its run plan; or
    Experiment experiment;
    Length length;
    std::vector<Quantity> quantities;
    double least_scale = 0.0;  // shorter than this share of its length it would show nothing
};

// What is known but cannot be said in a scenario yet, or is not measured.
struct NotYet {
    std::string what;
    std::string why;
};

struct Case {
    std::string id;
    std::string title;
    std::vector<Variant> variants;
    std::vector<NotYet> not_yet;
    std::string note;  // how the model is put as a scenario, where that is not plain
};

// ---- for writing cases

// The model of a scenario without its run plan, for an experiment that watches a run.
[[nodiscard]] std::shared_ptr<const Model> model_of(const std::string& scenario, const std::string& where);

[[nodiscard]] Reading figure(Subject subject, std::string name, std::string metric);
[[nodiscard]] Reading client(std::string metric, std::string name = "c");
[[nodiscard]] Reading service(std::string name, std::string metric);
[[nodiscard]] Reading edge(std::string name, std::string metric);
[[nodiscard]] Reading square(Reading a);
[[nodiscard]] Reading complement(Reading share);  // 1 - share
[[nodiscard]] Reading sum(Reading a, Reading b);
[[nodiscard]] Reading times(double factor, Reading a);
// Waiting and in service: without those that wait for calls they made.
[[nodiscard]] Reading at_station(const std::string& service_name);

// Tolerances in percent, as the catalogue states them.
[[nodiscard]] Quantity exact(int number, std::string name, double expected, double percent, Reading reading,
                             Reading over = {});
[[nodiscard]] Quantity approximation(int number, std::string name, double expected, double percent, Reading reading);
[[nodiscard]] Quantity reference(int number, std::string name, double expected, double percent, Reading reading);
[[nodiscard]] Quantity computed(int number, std::string name, double expected, double tolerance = 1e-9);

// Lengths as the catalogue states them.
[[nodiscard]] Length customers(double measured, double warmup, double arrival_rate, std::uint32_t replications = 30);
[[nodiscard]] Length time_units(double measured, double warmup, std::uint32_t replications = 30);
// Independent samples: many short runs.
[[nodiscard]] Length samples(std::uint32_t count, double measured, double warmup = 0.0);

// ---- the cases, by section

[[nodiscard]] std::vector<Case> queue_cases();
[[nodiscard]] std::vector<Case> network_cases();
[[nodiscard]] std::vector<Case> balancing_cases();
[[nodiscard]] std::vector<Case> availability_cases();
[[nodiscard]] std::vector<Case> policy_cases();
[[nodiscard]] std::vector<Case> message_cases();
[[nodiscard]] std::vector<Case> data_cases();
[[nodiscard]] std::vector<Case> statistics_cases();
[[nodiscard]] std::vector<Case> all_cases();
// Cases of the catalogue that need models still to come.
[[nodiscard]] std::vector<NotYet> later_cases();

}  // namespace nines::validation
