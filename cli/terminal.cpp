#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

namespace nines {

namespace {

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : std::string_view{value};
}

bool locale_is_utf8() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const auto value = variable(name);
        if (value.empty()) continue;
        for (const auto* suffix : {"UTF-8", "utf-8", "UTF8", "utf8"})
            if (value.find(suffix) != std::string_view::npos) return true;
        return false;
    }
    return false;
}

}  // namespace

Terminal terminal_of(int descriptor) {
    Terminal t;
    const bool tty = isatty(descriptor) == 1;
    const bool dumb = variable("TERM") == "dumb";
    t.interactive = tty && !dumb;
    t.colour = (t.interactive || !variable("FORCE_COLOR").empty()) && variable("NO_COLOR").empty();
    t.unicode = locale_is_utf8();
    winsize size = {};
    if (tty && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        t.columns = size.ws_col;
    } else if (const auto columns = variable("COLUMNS"); !columns.empty()) {
        t.columns = static_cast<int>(std::clamp(std::strtol(std::string{columns}.c_str(), nullptr, 10), 20L, 1000L));
    }
    return t;
}

}  // namespace nines
