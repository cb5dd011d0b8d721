// Import draft: what an importer has found, before it becomes a scenario. Shared by all of them, so that the same
// assumption is made, and said, in the same words.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario.hpp"
#include "scenarios/document.hpp"
#include "scenarios/import.hpp"

namespace nines {

struct DraftCall {
    std::string target;
    std::string note;  // where it was found
};

struct DraftService {
    std::string name;  // as in the file
    std::uint32_t replicas = 1;
    std::string replicas_note;
    std::optional<double> cores;
    std::string cores_note;
    std::optional<HealthCheck> check;
    std::string check_note;
    std::string note;        // about the service itself
    bool entry = false;      // clients call it
    bool generator = false;  // it is the client
    bool store = false;      // a database, cache or broker: no client calls it, whoever else may
    double error_rate = 0.0;
    Size request_size, response_size;
    std::vector<DraftCall> calls;
    std::optional<std::vector<Step>> script;  // when the file states what it does; calls name services as in the file
};

struct Draft {
    std::string name;
    std::vector<DraftService> services;
    std::vector<std::string> remarks;

    [[nodiscard]] DraftService* find(std::string_view service);
    // Each once.
    void remark(std::string text);
};

// Programs that watch or are told, and are no part of a request's path.
[[nodiscard]] bool is_telemetry(std::string_view name, std::string_view image);
[[nodiscard]] bool is_load_generator(std::string_view name, std::string_view image);
// "a database" and the like, by the image; empty when it is none that is known.
[[nodiscard]] std::string kind_of_store(std::string_view image);

// Names of hosts in a value such as "cart:7070", "http://cart.shop.svc/api" or "a:1,b:2": the first label of each.
[[nodiscard]] std::vector<std::string> hosts_in(std::string_view value);

// Cores from "200m", "0.5" or "2"; nothing when it is neither.
[[nodiscard]] std::optional<double> parse_cores(std::string_view text);

[[nodiscard]] Problem problem_at(const Node& n, const std::string& file, std::string path, std::string message);

[[nodiscard]] Imported finish(Draft draft, const std::string& kind);

}  // namespace nines
