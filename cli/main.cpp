// The nines command: parses its arguments, executes one command, and exits as DESIGN says (exit_status.hpp).
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "cli/commands.hpp"

namespace {

using namespace nines;

ExitStatus answer(const UsageErrors& errors) {
    for (const auto& m : errors.messages) fmt::print(stderr, "nines: {}\n", m);
    fmt::print(stderr, "Try \"{}\".\n", errors.help);
    return exit_input;
}

ExitStatus answer(const Answer& a) {
    std::fputs(a.text.c_str(), stdout);
    return exit_done;
}

ExitStatus answer(const Command& c) {
    return std::visit([](const auto& arguments) { return execute(arguments); }, c);
}

}  // namespace

int main(int argc, char** argv) {
    ExitStatus status = exit_impossible;
    try {
        const auto parsed = parse_arguments(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
        status = std::visit([](const auto& p) { return answer(p); }, parsed);
    } catch (const std::bad_alloc&) {
        std::fputs("nines: out of memory\n", stderr);
        return exit_impossible;
    } catch (const std::exception& e) {
        fmt::print(stderr, "nines: {}\n", e.what());
        return exit_impossible;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        std::perror("nines: standard output");
        return exit_impossible;
    }
    return status;
}
