#include "reports/cost_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/number.hpp"
#include "reports/text_layout.hpp"

namespace nines {

std::string cost_words(const ReportIndex& index) {
    if (!index.has(Subject::system, "", "cost")) return {};
    std::vector<std::pair<double, std::string>> parts;
    const auto add = [&](Subject subject, const std::string& name, const char* metric, const std::string& what) {
        if (!index.has(subject, name, metric)) return;
        const auto& cost = index.figure(subject, name, metric);
        parts.emplace_back(cost.estimate, what + printable(name) + " " + show(cost, "count").text());
    };
    for (const auto& name : index.names(Subject::service)) add(Subject::service, name, "cost", "");
    for (const auto& name : index.names(Subject::database)) add(Subject::database, name, "backups.cost", "backups of ");
    std::ranges::stable_sort(parts, std::greater<>{}, [](const auto& p) { return p.first; });
    std::string out = "It costs " + show(index.figure(Subject::system, "", "cost"), "count").text() + " an hour";
    constexpr std::size_t most_parts = 6;
    for (std::size_t i = 0; i < parts.size() && i < most_parts; ++i) out += (i == 0 ? ": " : ", ") + parts[i].second;
    if (parts.size() > most_parts) out += fmt::format(" and {} more", parts.size() - most_parts);
    return out + ".";
}

}  // namespace nines
