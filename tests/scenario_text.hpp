// Scenarios and runs for tests, from their text.
#pragma once

#include <QTest>
#include <string>

#include "models/model.hpp"
#include "models/simulation.hpp"
#include "scenarios/reader.hpp"

namespace nines::tests {

// The scenario of a text that must be valid.
[[nodiscard]] inline Scenario scenario(const std::string& text) {
    auto loaded = read_scenario("nines: 1\n" + text, "test.yaml");
    if (loaded) return loaded->scenario;
    qFatal("%s", print_problems(loaded.problems()).c_str());
}

// One replication, and its figures by name.
class Ran {
public:
    explicit Ran(const Scenario& s, std::uint64_t seed = 1, Duration warmup = {}) : model_(compile(s)) {
        result_ = *simulate(*model_, {.seed = seed, .warmup = warmup, .duration = s.run.duration});
    }
    [[nodiscard]] double figure(Subject subject, std::string_view name, std::string_view metric) const {
        const auto i = index_of(model_->catalogue.figures, subject, name, metric);
        if (i == result_.figures.size())
            qFatal("no figure %s %s", std::string{name}.c_str(), std::string{metric}.c_str());
        return result_.figures[i];
    }
    [[nodiscard]] double client(std::string_view metric) const {
        return figure(Subject::client, model_->client_names[0], metric);
    }
    [[nodiscard]] double service(std::string_view name, std::string_view metric) const {
        return figure(Subject::service, name, metric);
    }
    [[nodiscard]] double edge(std::string_view name, std::string_view metric) const {
        return figure(Subject::edge, name, metric);
    }
    [[nodiscard]] double pool(std::string_view name, std::string_view metric) const {
        return figure(Subject::pool, name, metric);
    }
    [[nodiscard]] const RunResult& result() const { return result_; }

private:
    std::shared_ptr<const Model> model_;
    RunResult result_;
};

}  // namespace nines::tests
