#include "models/network.hpp"

namespace nines {

void describe(Describe& d, Link& l) {
    d.help("A connection between two sets of places that differs from the rest, or fails.");
    d("between", l.between, required, refers_to("side"),
      "One side: regions or zones; \"clients\" for clients outside every place");
    d("and", l.and_, required, refers_to("side"), "The other side");
    d("latency", l.latency, "One way; unset: as elsewhere");
    d("loss", l.loss, "Of each message; unset: as elsewhere");
    d("bandwidth", l.bandwidth, above(0.0), "A second, of each message by itself; unset: as elsewhere");
    d("failure", l.failure, "While down, messages both ways vanish");
}

void describe(Describe& d, Network& n) {
    d.help("What a message takes, one way, by how far apart caller and callee are.");
    d("same_host", n.same_host, "On one host");
    d("same_zone", n.same_zone, "Between hosts of a zone");
    d("cross_zone", n.cross_zone, "Between zones of a region");
    d("cross_region", n.cross_region, "Between regions");
    d("clients", n.clients, "Between a client outside every place and any service");
    d("loss", n.loss, "Share of messages that vanish, each way");
    d("bandwidth", n.bandwidth, above(0.0),
      "A second, of each message by itself: requests and answers with a size take that much longer; unset: no longer");
    d("send_buffer", n.send_buffer, at_least(0.0), "Of a request so much is off the caller's hands at once",
      source("Linux tcp_wmem: 16 KiB to begin with"));
    d("links", n.links, "Connections that differ");
}

}  // namespace nines
