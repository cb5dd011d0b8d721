#include "models/failover.hpp"

namespace nines {

double Failover::dormancy() const {
    if (standby_failures) return standby_failures->value;
    return standby == Standby::hot ? 1.0 : standby == Standby::warm ? 0.5 : 0.0;
}

void describe(Describe& d, Failover& f) {
    d.help(
        "Some replicas serve, the others stand by and take over when one stops serving. Without it all replicas are "
        "active.");
    d("active", f.active, range(1, 1'000'000), "Replicas that serve; the others stand by");
    d("standby", f.standby, "hot: fails like an active one; warm: at half the rate; cold: not while it stands by");
    d("standby_failures", f.standby_failures,
      "Instead: the rate at which a standby fails, as a share of an active one's");
    d("detection", f.detection, "Until the failure is known");
    d("switchover", f.switchover, "From then until the standby is active, with the start of a cold one",
      source("AWS RDS Multi-AZ: 60 to 120 s in all"));
    d("coverage", f.coverage, "Share of failovers that work; the others wait for recovery by hand");
    d("recovery", f.recovery, "By hand, when the failover does not work; unset: 30 minutes");
    d("failback", f.failback, "The first replicas are active again once they are repaired, without a break");
}

}  // namespace nines
