// Progress of a run on standard error: a bar that is redrawn on a terminal, a plain line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#include "batch/experiment.hpp"
#include "cli/terminal.hpp"

namespace nines {

// One line without a newline, at most t.columns - 1 wide; the narrower the terminal, the less it says.
[[nodiscard]] std::string progress_line(const Progress& p, const std::string& name, const Terminal& t);

class ProgressBar {
public:
    using Clock = std::chrono::steady_clock;

    ProgressBar(std::FILE* out, Terminal terminal, std::string name);
    ~ProgressBar();  // leaves no half-drawn line behind
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(const Progress& p, Clock::time_point now = Clock::now());

private:
    std::FILE* out_;
    Terminal terminal_;
    std::string name_;
    Clock::time_point last_;
    bool drawn_ = false;
};

}  // namespace nines
