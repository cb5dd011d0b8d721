#include "gui/run/live_overlay.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "gui/tr.hpp"
#include "reports/number.hpp"

namespace nines::gui {

namespace {

[[nodiscard]] QString in_words(double value, const char* unit) { return QString::fromStdString(show(value, unit)); }

[[nodiscard]] Health health_by_failures(double share) {
    if (std::isnan(share) || share <= few_failures) return Health::good;
    return share > many_failures ? Health::bad : Health::degraded;
}

[[nodiscard]] QString traffic_note(const Flow& f) {
    QString note = in_words(f.per_second, "per_second");
    if (f.failed_share > few_failures) note += tr(" · %1 failed").arg(in_words(f.failed_share, "share"));
    return note;
}

[[nodiscard]] NodeState client_state(const Flow& lately) {
    NodeState s;
    s.health = health_by_failures(lately.failed_share);
    s.note = traffic_note(lately);
    return s;
}

[[nodiscard]] NodeState service_state(const LiveService& service, const Flow& lately) {
    NodeState s;
    s.replicas = service.replicas;
    s.failed = service.failed;
    if (service.workers != no_limit && service.workers > 0)
        s.load = std::min(1.0, static_cast<double>(service.busy) / static_cast<double>(service.workers));
    if (service.room == no_limit)
        s.queued = static_cast<double>(service.queued);
    else if (service.room > 0)
        s.queue_fill = std::min(1.0, static_cast<double>(service.queued) / static_cast<double>(service.room));
    s.health = health_by_failures(lately.failed_share);
    const bool strained =
        service.failed > 0 || service.passive > 0 || service.impaired > 0 || s.queue_fill > nearly_full;
    if (strained && s.health == Health::good) s.health = Health::degraded;
    if (service.down || service.up == 0) s.health = Health::down;

    QStringList notes;
    if (service.failed > 0) notes << tr("%1 of %2 down").arg(service.failed).arg(service.replicas);
    if (service.impaired > 0) notes << tr("%1 impaired").arg(service.impaired);
    if (service.passive > 0) notes << tr("%1 out of rotation").arg(service.passive);
    if (service.queued > 0) notes << tr("%1 queued").arg(service.queued);
    s.note = notes.empty() ? traffic_note(lately) : notes.join(QStringLiteral(" · "));
    return s;
}

[[nodiscard]] BreakerState breaker_of(std::uint32_t closed, std::uint32_t half_open, std::uint32_t open) {
    if (open > 0) return BreakerState::open;
    if (half_open > 0) return BreakerState::half_open;
    return closed > 0 ? BreakerState::closed : BreakerState::none;
}

}  // namespace

LiveOverlay::LiveOverlay(const Topology& topology, const LiveNames& names) {
    std::map<std::string, std::uint32_t> services, clients;
    for (std::uint32_t i = 0; i < names.services.size(); ++i) services[names.services[i]] = i;
    for (std::uint32_t i = 0; i < names.clients.size(); ++i) clients[names.clients[i]] = i;
    const auto find = [](const auto& map, const std::string& name) {
        const auto it = map.find(name);
        return it == map.end() ? none : it->second;
    };
    for (const auto& node : topology.nodes) {
        NodeSource source;
        if (node.id.kind == "clients")
            source.client = find(clients, node.id.name);
        else
            source.service = find(services, node.id.name);
        nodes_.push_back(source);
    }
    std::map<std::pair<std::string, std::string>, std::vector<std::uint32_t>> calls;
    for (std::uint32_t i = 0; i < names.edges.size(); ++i)
        calls[{(names.edges[i].from_client ? "client " : "") + names.edges[i].caller, names.edges[i].callee}].push_back(
            i);
    for (const auto& edge : topology.edges) {
        const auto& from = topology.nodes[edge.from].id;
        const auto it =
            calls.find({(from.kind == "clients" ? "client " : "") + from.name, topology.nodes[edge.to].id.name});
        edges_.push_back(it == calls.end() ? std::vector<std::uint32_t>{} : it->second);
    }
}

Overlay LiveOverlay::show(const LiveState& state, const LiveRates& lately) const {
    Overlay out;
    out.nodes.resize(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        if (nodes_[i].client < state.clients.size())
            out.nodes[i] = client_state(lately.clients[nodes_[i].client]);
        else if (nodes_[i].service < state.services.size())
            out.nodes[i] = service_state(state.services[nodes_[i].service], lately.services[nodes_[i].service]);
    }
    double busiest = 0.0;
    for (const auto& calls : edges_) {
        EdgeState& edge = out.edges.emplace_back();
        double attempts = 0.0, failed = 0.0, retries = 0.0;
        std::uint32_t closed = 0, half_open = 0, open = 0;
        for (const auto e : calls) {
            if (e >= state.edges.size()) continue;
            const Flow& f = lately.edges[e];
            attempts += f.per_second;
            if (!std::isnan(f.failed_share)) failed += f.failed_share * f.per_second;
            if (!std::isnan(f.retry_share)) retries += f.retry_share * f.per_second;
            closed += state.edges[e].closed;
            half_open += state.edges[e].half_open;
            open += state.edges[e].open;
        }
        if (calls.empty()) continue;
        edge.traffic = attempts;
        if (attempts > 0.0) edge.failed = failed / attempts;
        edge.breaker = breaker_of(closed, half_open, open);
        QStringList notes{in_words(attempts, "per_second")};
        if (edge.failed > few_failures) notes << tr("%1 failed").arg(in_words(edge.failed, "share"));
        if (attempts > 0.0 && retries / attempts > few_failures)
            notes << tr("%1 retries").arg(in_words(retries / attempts, "share"));
        if (open > 0)
            notes << tr("breaker open");
        else if (half_open > 0)
            notes << tr("breaker half-open");
        edge.note = notes.join(QStringLiteral(" · "));
        busiest = std::max(busiest, attempts);
    }
    for (auto& edge : out.edges)
        if (busiest > 0.0 && !std::isnan(edge.traffic)) edge.share = edge.traffic / busiest;
    return out;
}

std::vector<LegendEntry> legend() {
    return {{QStringLiteral("good"), tr("Works")},
            {QStringLiteral("degraded"), tr("Degraded: a replica out, a queue nearly full, some failures")},
            {QStringLiteral("bad"), tr("More than one request in twenty fails")},
            {QStringLiteral("down"), tr("Down: too few replicas serve")},
            {QStringLiteral("load"), tr("Share of the workers that are busy")},
            {QStringLiteral("queue"), tr("How full the queue is")},
            {QStringLiteral("breaker"), tr("Circuit breaker: closed, half-open, open")},
            {QStringLiteral("traffic"), tr("Attempts a second: the thicker, the more")},
            {QStringLiteral("marks"), tr("Attempts: the closer, the more; squares fail")}};
}

}  // namespace nines::gui
