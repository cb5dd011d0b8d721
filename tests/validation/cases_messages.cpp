// R12: deliveries at least once.
#include <cmath>

#include "tests/validation/case.hpp"

namespace nines::validation {

namespace {

[[nodiscard]] Reading consumer(std::string metric) { return figure(Subject::consumer, "b.q -> w", std::move(metric)); }

[[nodiscard]] Case at_least_once() {
    const double v = 30.0, mean = 15.0, q = std::exp(-v / mean), loss = 0.02;
    double any = 0.0, none_in_time = 1.0;
    for (int n = 1; n < 100; ++n) {
        any += none_in_time;
        none_in_time *= std::exp(-n * v / mean);
    }
    const auto text = [](const std::string& delivery, const std::string& work, const std::string& rest) {
        return "places: { r: { zones: [consumers, broker] } }\nbrokers: { b: { nodes: { in: [r/broker] }, delivery: "
               "{ " +
               delivery +
               " }, channels: { q: {} } } }\nservices: { w: { replicas: { in: [r/consumers], concurrency: unlimited "
               "}, endpoints: { e: [ { work: " +
               work +
               " } ] }, consumes: [ { from: b.q } ] } }\nclients: { c: { arrivals: poisson(100/s), call: b.q } }\n" +
               rest;
    };
    return {
        "R12",
        "At-least-once delivery: visibility time-out and lost acknowledgements",
        {{"i",
          text("visibility_timeout: 30s, late_acks: any", "exponential(15s)", ""),
          {},
          customers(1e5, 3e4, 100.0),
          {exact(1, "(i) mean deliveries per message", any, 0.1, consumer("deliveries_per_message")),
           exact(2, "(i) P(duplicate delivery)", q, 0.7, consumer("delivered_again_share"))},
          0.3},
         {"ii",
          text("visibility_timeout: 30s, late_acks: latest", "exponential(15s)", ""),
          {},
          customers(1e5, 3e4, 100.0),
          {exact(3, "(ii) mean deliveries per message", 1.0 / (1.0 - q), 0.1, consumer("deliveries_per_message"))},
          0.3},
         {"iii",
          text("visibility_timeout: 5s", "exponential(50ms)",
               "faults: [ { at: 0s, between: { from: [r/consumers], to: [r/broker], one_way: true }, loss: { share: "
               "2%, lasting: 365d } } ]\n"),
          {},
          customers(1e5, 1e3, 100.0),
          {exact(4, "(iii) mean deliveries per message", 1.0 / (1.0 - loss), 0.2, consumer("deliveries_per_message"))},
          0.3}},
        {},
        "A lost acknowledgement shows after a time-out that no processing takes as long as."};
}

}  // namespace

std::vector<Case> message_cases() { return {at_least_once()}; }

}  // namespace nines::validation
