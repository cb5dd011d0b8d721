#include "models/consumption.hpp"

namespace nines {

void describe(Describe& d, Consumption& c) {
    d.help("How a service takes messages from a channel. Its replicas are the consumers of the group.");
    d("from", c.from, required, refers_to("channel"), "broker.channel, or broker when it has only one");
    d("run", c.run, "The endpoint that is run for each message; empty: the service's only one");
    d("group", c.group, "Every group gets every message; empty: the service's name");
    d("acknowledge", c.acknowledge,
      "When a consumer says that it is done with a message: before (as soon as it has it: at most once) or after its "
      "work (at least once)");
    d("effect", c.effect,
      "What the end of the work does for a message that was processed before: every_time (it is done again), once (its "
      "identity is kept with the effect: an idempotent consumer). Endpoints with an effect step say it there");
    d("prefetch", c.prefetch, range(1, 1'000'000'000),
      "Messages that a consumer may hold unacknowledged; of a log: fetched at a time; unset: the broker's");
    d("commit_interval", c.commit_interval,
      "Of a log: the position is remembered at the first end of a batch after this long; 0: of every batch",
      source("Kafka auto.commit.interval.ms: 5 s"));
    d("transactional", c.transactional,
      "Messages published for a message become visible when that one is acknowledged, and not at all when it is not");
}

}  // namespace nines
