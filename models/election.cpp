#include "models/election.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Election& e) {
    d.help(
        "The nodes choose their primary by votes, as in Raft: a write is acknowledged by most nodes, and only a node "
        "that has all of these is elected. There is no arbiter, and no time for detection or promotion but the "
        "votes'.");
    d.preset_name(e.preset);
    d("timeout", e.timeout, "Of a follower that hears from no leader, drawn anew every time",
      source("Raft paper: 150 to 300 ms"));
    d("heartbeat", e.heartbeat, range(Duration{1ms}, Duration{1h}), "Between two of a leader");
    const auto election = [](double low, double high, Duration heartbeat) {
        Election x;
        x.timeout = Distribution::uniform(low, high);
        x.heartbeat = heartbeat;
        return x;
    };
    d.preset("raft", "Raft paper: 150 to 300 ms", Election{});
    d.preset("etcd", "etcd: heartbeat 100 ms, election timeout 1 s, drawn from once to twice that",
             election(1.0, 2.0, 100ms));
    d.preset("hashicorp", "HashiCorp raft: heartbeat and election timeout 1 s, drawn from once to twice that",
             election(1.0, 2.0, 100ms));
    d.preset("consul", "Consul: raft_multiplier 5", election(5.0, 10.0, 500ms));
    d.preset("nats", "NATS JetStream: election 4 to 9 s, heartbeat 1 s", election(4.0, 9.0, 1s));
}

}  // namespace nines
