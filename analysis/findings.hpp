// Findings: what an analysis has to say about a scenario, in the order in which it found it.
#pragma once

#include <utility>

#include "models/problem.hpp"

namespace nines {

struct Findings {
    Problems all;

    void warn(std::string path, std::string message) {
        add(Problem::Severity::warning, std::move(path), std::move(message));
    }
    void remark(std::string path, std::string message) {
        add(Problem::Severity::note, std::move(path), std::move(message));
    }

private:
    void add(Problem::Severity severity, std::string path, std::string message) {
        Problem p;
        p.severity = severity;
        p.path = std::move(path);
        p.message = std::move(message);
        all.push_back(std::move(p));
    }
};

}  // namespace nines
