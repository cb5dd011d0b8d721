#include "models/injection.hpp"

#include "models/compile.hpp"
#include "models/prepared_injection.hpp"

namespace nines {

// The scenario is compiled with the fault at its end: its components and pairs of zones have the numbers that they have
// without it, and whatever a fault can hit can be hit by hand.
Expected<std::shared_ptr<const Injection>> prepare(const Scenario& s, Fault fault) {
    fault.at = Duration::zero();
    Scenario with = s;
    with.faults.push_back(std::move(fault));
    Problems errors;
    for (auto& p : validate(with))
        if (p.severity == Problem::Severity::error) errors.push_back(std::move(p));
    if (!errors.empty()) return errors;
    const auto model = compile(with);
    auto out = std::make_shared<Injection>();
    out->fault = model->faults.back();
    out->lasting = out->fault.end - out->fault.begin;
    if (out->fault.disturbance != none) {
        out->disturbance = model->disturbances[out->fault.disturbance];
        if (out->disturbance.latency != none) out->added_latency = model->samplers[out->disturbance.latency];
    }
    return std::shared_ptr<const Injection>{std::move(out)};
}

}  // namespace nines
