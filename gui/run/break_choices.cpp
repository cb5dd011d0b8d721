#include "gui/run/break_choices.hpp"

#include "gui/tr.hpp"
#include "models/names.hpp"

namespace nines::gui {

namespace {

constexpr std::uint32_t most_replicas = 12;  // offered one by one

}  // namespace

std::vector<BreakChoice> break_choices(const Scenario& s, const std::optional<NodeId>& node, Duration lasting) {
    std::vector<BreakChoice> out;
    const auto add = [&](const QString& group, const QString& label, Fault fault) {
        out.push_back({group, label, std::move(fault)});
    };
    const auto outage = [&](FailureMode mode) {
        Fault f;
        f.outage = lasting;
        f.mode = mode;
        return f;
    };
    if (node && node->kind != "clients") {
        const auto name = node->name;
        const auto at_service = [&](Fault f) {
            f.service = name;
            return f;
        };
        add(tr("Kill"), tr("All replicas: refuse connections"), at_service(outage(FailureMode::refuse)));
        add(tr("Kill"), tr("All replicas: fall silent"), at_service(outage(FailureMode::silent)));
        std::uint32_t replicas = 0;
        while (replicas < most_replicas && is_replica(s, name + "/" + std::to_string(replicas))) ++replicas;
        for (std::uint32_t i = 0; i < replicas && replicas > 1; ++i) {
            Fault f = outage(FailureMode::refuse);
            f.replica = name + "/" + std::to_string(i);
            add(tr("Kill one replica"), QString::fromStdString(*f.replica), std::move(f));
        }
        add(tr("Freeze"), tr("All replicas stand still"), at_service(outage(FailureMode::pause)));
        for (const double factor : {2.0, 10.0, 100.0}) {
            Fault f;
            f.slow = Slowness{Factor{factor}, lasting};
            add(tr("Slow down"), tr("%1 times slower").arg(factor), at_service(std::move(f)));
        }
        for (const double share : {0.1, 0.5, 1.0}) {
            Fault f;
            f.errors = Erroneous{Probability{share}, lasting};
            add(tr("Fail calls"), tr("%1% of the calls").arg(100.0 * share), at_service(std::move(f)));
        }
    }
    const auto zones = zone_names(s);
    for (const auto& zone : zones) {
        const auto label = QString::fromStdString(zone);
        Fault lost = outage(FailureMode::silent);
        lost.zone = zone;
        add(tr("Lose a zone"), label, std::move(lost));
        Partition cut;
        cut.from = {zone};
        for (const auto& other : zones)
            if (other != zone) cut.to.push_back(other);
        cut.to.emplace_back("clients");
        Fault partition;
        partition.between = cut;
        partition.outage = lasting;
        add(tr("Cut off a zone"), label, std::move(partition));
        Fault loses;
        loses.between = cut;
        loses.loss = AddedLoss{Probability{0.1}, lasting};
        add(tr("Lose 10% of a zone's messages"), label, std::move(loses));
    }
    return out;
}

}  // namespace nines::gui
