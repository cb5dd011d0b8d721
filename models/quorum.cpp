#include "models/quorum.hpp"

namespace nines {

void describe(Describe& d, QuorumMessages& m) {
    d.help("The four delays of a quorum, instead of the latencies of the network.");
    d("write", m.write, "W: a write on its way to a node");
    d("acknowledge", m.acknowledge, "A: its answer");
    d("read", m.read, "R: a read on its way to a node");
    d("reply", m.reply, "S: its answer");
}

void describe(Describe& d, Quorum& q) {
    d.help(
        "No primary: any node coordinates. A write is acknowledged once `write` nodes have it, a read takes the newest "
        "of `read` answers; read + write above the number of nodes makes every read meet the newest write.");
    d("read", q.read, range(1, 100), "Answers that a read waits for (R)", source("Dynamo: N, R, W of 3, 2, 2"));
    d("write", q.write, range(1, 100), "Answers that a write waits for (W)", source("Dynamo: N, R, W of 3, 2, 2"));
    d("ask_all", q.ask_all,
      "Every node is asked and the first answers count; otherwise only as many as are needed, chosen at random");
    d("sloppy", q.sloppy, "A hint kept for a node that is down counts as its answer", source("Dynamo: sloppy quorum"));
    d("hinted_handoff", q.hinted_handoff, "What a node misses while it is down is kept for it",
      source("Cassandra: on"));
    d("hint_window", q.hint_window, above(0.0), "No hints are kept for a node that has been down for longer",
      source("Cassandra: max_hint_window 3 h"));
    d("hint_delay", q.hint_delay, at_least(0.0), "From the return of a node until it has what was kept for it",
      source("Cassandra: hints are flushed every 10 s"));
    d("read_repair", q.read_repair, "Nodes that a read finds behind are sent what they lack");
    d("anti_entropy", q.anti_entropy, above(0.0), "How often all nodes that can be reached are made the same");
    d("timeout", q.timeout, above(0.0), "After which the coordinator answers with an error",
      source("Cassandra: write_request_timeout 2 s"));
    d("messages", q.messages, "The delays of its messages, instead of those of the network");
}

}  // namespace nines
