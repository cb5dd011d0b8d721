// Stopping rule: whether the figures that matter are precise enough.
#pragma once

#include <string>
#include <vector>

#include "batch/experiment.hpp"

namespace nines {

// Looks at every client's failed share (1 - availability) and mean latency: precise when the half-width of the interval
// is at most the asked share of the estimate. A failed share of which no replication saw any counts as precise.
class StoppingRule {
public:
    StoppingRule(const Catalogue& c, const Precision& p);

    struct Finding {
        bool precise = false;
        double relative_error = 0.0;  // of the worst figure
        std::string detail;           // in words
    };
    [[nodiscard]] Finding look(const Summarizer& s) const;

private:
    std::vector<MeasureKey> keys_;
    std::vector<std::size_t> figures_;
    Precision wanted_;
};

}  // namespace nines
