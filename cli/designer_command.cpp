// `nines designer`: becomes the designer's program, which stands beside this one.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/output.hpp"

namespace nines {

ExitStatus execute(const DesignerArguments& a) {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto program = error ? std::filesystem::path{"nines-designer"} : self.parent_path() / "nines-designer";
    const auto name = program.string();
    const char* file = a.files.empty() ? nullptr : a.files.front().c_str();
    if (error)
        ::execlp(name.c_str(), "nines-designer", file, nullptr);
    else
        ::execl(name.c_str(), "nines-designer", file, nullptr);
    complain(fmt::format("the designer could not be started: {}: {}", name, std::strerror(errno)));
    return exit_impossible;
}

}  // namespace nines
