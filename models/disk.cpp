#include "models/disk.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, DiskCleaner& c) {
    d.help("What makes room on a disk: log rotation, garbage collection, a cron job.");
    d("interval", c.interval, range(Duration{1s}, Duration{24h * 365}), "Between two looks",
      source("Kubernetes kubelet: image garbage collection every 5 min"));
    d("above", c.above, "It does something only when more of the disk is used",
      source("Kubernetes kubelet: imageGCHighThresholdPercent 85"));
    d("down_to", c.down_to, "What is used afterwards", source("Kubernetes kubelet: imageGCLowThresholdPercent 80"));
}

void describe(Describe& d, Disk& x) {
    d.help("Disk of a replica, on which the requests of endpoints with `writes` leave something.");
    d("size", x.size, required, at_least(1.0), "Of the disk");
    d("used", x.used, "At the start");
    d("when_full", x.when_full,
      "fail: a request that writes ends in an error; stop: the replica refuses everything until there is room");
    d("cleaner", x.cleaner, "What makes room; unset: nothing does");
}

}  // namespace nines
