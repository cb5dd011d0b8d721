#include "models/data_services.hpp"

namespace nines {

namespace {

[[nodiscard]] Endpoint endpoint(const Distribution& work, Step::Data data) {
    Step busy, stored;
    busy.work = work;
    stored.data = data;
    Endpoint e;
    e.steps = {busy, stored};
    return e;
}

// Every row is touched, worked on, and all are committed together.
[[nodiscard]] Endpoint endpoint(const Transaction& t) {
    Endpoint e;
    for (std::uint32_t row = 0; row < t.reads + t.writes; ++row) {
        Step touched, busy;
        touched.data = row < t.reads ? Step::Data::read_row : Step::Data::write_row;
        touched.row = row;
        busy.work = t.work;
        e.steps.push_back(touched);
        e.steps.push_back(busy);
    }
    Step committed;
    committed.data = Step::Data::commit;
    e.steps.push_back(committed);
    return e;
}

[[nodiscard]] Service service_of(const Database& b) {
    Service s;
    s.replicas = b.replicas;
    s.replicas.count *= b.shard_count();
    s.replica_failure = b.replica_failure;
    s.health_check = b.health_check;
    s.endpoints.emplace_back("read", endpoint(b.read, Step::Data::read));
    s.endpoints.emplace_back("write", endpoint(b.write, Step::Data::write));
    for (const auto& [name, transaction] : b.transactions) s.endpoints.emplace_back(name, endpoint(transaction));
    return s;
}

}  // namespace

Scenario with_data_services(const Scenario& s) {
    Scenario out = s;
    for (const auto& [name, database] : s.databases) out.services.emplace_back(name, service_of(database));
    return out;
}

bool is_database(const Scenario& s, std::string_view service) { return find(s.databases, service) != nullptr; }

}  // namespace nines
