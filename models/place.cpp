#include "models/place.hpp"

namespace nines {

void describe(Describe& d, Region& r) {
    d.help("A region: zones that hold hosts that hold replicas. A bare list is the zones.");
    d.shorthand("zones");
    d("zones", r.zones, "Names of its zones");
    d("hosts_per_zone", r.hosts_per_zone, range(1, 100'000), "Hosts in each zone, numbered from 0");
    d("region_failure", r.region_failure, "Of the region as a whole");
    d("zone_failure", r.zone_failure, "Of each zone by itself");
    d("host_failure", r.host_failure, "Of each host by itself");
}

}  // namespace nines
