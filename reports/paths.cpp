#include "reports/paths.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace nines {

namespace {

namespace fs = std::filesystem;

// An absolute folder that an environment variable names, as the XDG specification wants it.
fs::path folder_of(const char* variable) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value != '/') return {};
    return value;
}

std::string reason(int error) { return std::strerror(error); }

}  // namespace

fs::path default_store() {
    if (const auto data = folder_of("XDG_DATA_HOME"); !data.empty()) return data / "nines" / "nines.db";
    if (const auto home = folder_of("HOME"); !home.empty()) return home / ".local/share/nines/nines.db";
    return "nines.db";
}

fs::path default_report(std::string_view scenario_file, std::uint64_t run, std::string_view extension) {
    std::string name;
    for (const char c : fs::path{scenario_file}.stem().string()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        name += plain ? c : '-';
    }
    constexpr std::size_t longest = 100;  // file systems allow 255
    name.resize(std::min(name.size(), longest));
    if (name.empty() || name == "-") name = "scenario";
    return fs::path{"nines-reports"} / fmt::format("{}-{}.{}", name, run, extension);
}

std::string make_folders_for(const fs::path& file) {
    const auto folder = file.parent_path();
    if (folder.empty()) return {};
    std::error_code error;
    fs::create_directories(folder, error);
    return error ? fmt::format("{}: cannot be made: {}", folder.string(), error.message()) : std::string{};
}

std::string write_whole(const fs::path& file, std::string_view text) {
    std::error_code ignored;
    // What is not a plain file (/dev/stdout, a pipe) is written to as it is.
    const bool plain = !fs::exists(file, ignored) || fs::is_regular_file(file, ignored);
    const auto target = fs::is_symlink(file, ignored) ? fs::canonical(file, ignored) : file;
    const std::string path = plain ? fmt::format("{}.{}.part", target.string(), getpid()) : file.string();
    auto* f = std::fopen(path.c_str(), "wb");
    if (f == nullptr) return fmt::format("{}: cannot be written: {}", file.string(), reason(errno));
    bool good = std::fwrite(text.data(), 1, text.size(), f) == text.size();
    int error = errno;
    if (std::fclose(f) != 0 && good) {
        good = false;
        error = errno;
    }
    if (good && plain && std::rename(path.c_str(), target.c_str()) != 0) {
        good = false;
        error = errno;
    }
    if (good) return {};
    if (plain) std::remove(path.c_str());
    return fmt::format("{}: cannot be written: {}", file.string(), reason(error));
}

}  // namespace nines
