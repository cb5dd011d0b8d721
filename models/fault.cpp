#include "models/fault.hpp"

namespace nines {

void describe(Describe& d, Partition& p) {
    d.help("The network between two sets of places.");
    d("from", p.from, required, refers_to("side"), "Regions or zones; \"clients\" for clients outside every place");
    d("to", p.to, required, refers_to("side"), "The other side");
    d("one_way", p.one_way, "Only messages from the one to the other are hit");
}

void describe(Describe& d, Slowness& s) {
    d.help("Every work step takes longer.");
    d("factor", s.factor, range(1.0, 1e6), "How much longer");
    d("lasting", s.lasting, above(0.0), "For how long");
}

void describe(Describe& d, Erroneous& e) {
    d.help("A share of the calls fails at once.");
    d("share", e.share, "Which");
    d("lasting", e.lasting, above(0.0), "For how long");
}

void describe(Describe& d, AddedLatency& a) {
    d.help("Messages take longer.");
    d("add", a.add, required, "On top of the usual, each way");
    d("lasting", a.lasting, above(0.0), "For how long");
}

void describe(Describe& d, AddedLoss& a) {
    d.help("Messages vanish.");
    d("share", a.share, "Of each, on top of the usual");
    d("lasting", a.lasting, above(0.0), "For how long");
}

void describe(Describe& d, Drain& x) {
    d.help(
        "Maintenance of a host, zone or region: its replicas are evicted as far as the disruption budgets of their "
        "services "
        "allow (what may not go is tried again every 5 s, as kubectl drain does), started elsewhere, and none starts "
        "here.");
    d("lasting", x.lasting, above(0.0), "For how long");
}

void describe(Describe& d, Fault& f) {
    d.help("A failure that comes when the scenario says: one target, one effect.");
    d("at", f.at, at_least(0.0), required, "When it begins");
    d("service", f.service, refers_to("service"), "All replicas of a service");
    d("replica", f.replica, refers_to("replica"), "One replica, as service/0");
    d("primary", f.primary, refers_to("database"), 
      "The node of a database that is its primary when the fault begins; of a sharded one orders/2 is that of the third "
      "shard, orders that of the first");
    d("database", f.database, refers_to("database"), "A database, of damage to its data");
    d("host", f.host, refers_to("place"), "A host, as region/zone/0");
    d("zone", f.zone, refers_to("place"), "A zone, as region/zone");
    d("region", f.region, refers_to("place"), "A region");
    d("between", f.between, "The network between places");
    d("cache", f.cache, refers_to("cache"), "A cache, as service.cache");
    d("outage", f.outage, above(0.0), "Down for this long; between places: messages vanish");
    d("slow", f.slow, "Works, but slowly");
    d("errors", f.errors, "Works, but a share of the calls fails");
    d("latency", f.latency, "Of the network between places");
    d("loss", f.loss, "Of the network between places");
    d("flush", f.flush, "Of a cache: true; it is empty at once, in every replica");
    d("drain", f.drain, "Of a host, zone or region");
    d("damage", f.damage, "To the data of a database: on every node, and for good");
    d("mode", f.mode, "Of an outage: refuse, silent or pause; unset: services and replicas refuse, places are silent");
    d.exactly_one_of({"service", "replica", "primary", "database", "host", "zone", "region", "between", "cache"});
    d.exactly_one_of({"outage", "slow", "errors", "latency", "loss", "flush", "drain", "damage"});
}

}  // namespace nines
