#include "models/multi_primary.hpp"

namespace nines {

void describe(Describe& d, MultiPrimary& m) {
    d.help(
        "Every node takes writes and sends them to the others afterwards (replication.transfer, ordered, apply). "
        "Writes "
        "to the same row that did not know of each other are reconciled. A bare word is the resolution.");
    d.shorthand("resolution");
    d.preset_name(m.preset);
    d("resolution", m.resolution,
      "last_write_wins (the later timestamp stays), siblings (both stay until a write that knows them), counter (both "
      "count), set (a row is one element: an add stays unless the remove knew of it)");
    d("clock", m.clock,
      "Of timestamps: physical (the node's own) or hybrid (never behind a timestamp that the node has seen)",
      source("Cassandra: the clock of the coordinator or the client"));
    d("clock_error", m.clock_error,
      "How far the clock of each node is from the true time, either way; drawn once a run, 0 is perfect");
    d("removes", m.removes, "Of set: share of the writes that remove the element");
    d("cut_off", m.cut_off,
      "A node that cannot talk to most of the nodes accepts writes, to be reconciled later (AP), or refuses them (CP)");
    d("nearest", m.nearest,
      "Callers go to a node of their zone, or else of their region, or else to any; otherwise to all of them in turn");
    MultiPrimary cassandra;
    d.preset("cassandra", "Cassandra: last write wins by the timestamps of physical clocks", cassandra);
    d.preset("dynamodb-global-tables", "DynamoDB global tables: last writer wins between regions", cassandra);
    MultiPrimary couchbase;
    couchbase.clock = WriteClock::hybrid;
    d.preset("couchbase-xdcr", "Couchbase XDCR with timestamp-based resolution: hybrid logical clocks", couchbase);
    MultiPrimary riak;
    riak.resolution = Resolution::siblings;
    d.preset("riak", "Riak with allow_mult: siblings, by dotted version vectors", riak);
}

}  // namespace nines
