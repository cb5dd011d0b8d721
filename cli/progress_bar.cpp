#include "cli/progress_bar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nines {

namespace {

std::string print_eta(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0.0) return "time left unknown";
    const auto s = static_cast<long>(std::min(std::ceil(seconds), 1e9));
    if (s < 60) return fmt::format("{} s left", s);
    if (s < 3600) return fmt::format("{}:{:02} min left", s / 60, s % 60);
    return fmt::format("{}:{:02} h left", s / 3600, s / 60 % 60);
}

std::string print_rate(double per_second) {
    if (!std::isfinite(per_second) || per_second <= 0.0) return {};
    if (per_second >= 1e6) return fmt::format("{:.1f} M events/s", per_second / 1e6);
    if (per_second >= 1e3) return fmt::format("{:.0f} k events/s", per_second / 1e3);
    return fmt::format("{:.0f} events/s", per_second);
}

std::string bar(double share, std::size_t width, bool unicode) {
    const auto full = static_cast<std::size_t>(std::lround(share * static_cast<double>(width)));
    std::string s;
    for (std::size_t i = 0; i < width; ++i) s += i < full ? (unicode ? "█" : "#") : (unicode ? "░" : ".");
    return s;
}

}  // namespace

std::string progress_line(const Progress& p, const std::string& name, const Terminal& t) {
    const double share = std::clamp(std::isfinite(p.simulated_share) ? p.simulated_share : 0.0, 0.0, 1.0);
    const auto columns = static_cast<std::size_t>(std::max(t.columns - 1, 10));
    const std::string percent = fmt::format("{:3.0f}%", std::floor(share * 100.0));

    // In the order in which they are given up when the line grows too long, last first.
    std::vector<std::string> parts = {fmt::format("{} of at most {} replications", p.done, p.at_most)};
    parts.push_back(print_eta(p.seconds_left));
    if (auto rate = print_rate(p.events_per_second); !rate.empty()) parts.push_back(std::move(rate));
    if (p.relative_error) parts.push_back(fmt::format("±{:.2g}%", *p.relative_error * 100.0));

    constexpr std::size_t bar_width = 20;
    std::string line = percent;
    std::size_t width = percent.size();
    const auto add = [&](const std::string& text, std::size_t text_width, bool in_front) {
        if (width + text_width + 2 > columns) return;
        line = in_front ? text + "  " + line : line + "  " + text;
        width += text_width + 2;
    };
    for (const auto& part : parts) add(part, part.size() - (part.starts_with("±") ? 1 : 0), false);
    if (t.interactive) add(bar(share, bar_width, t.unicode), bar_width, true);
    if (std::all_of(name.begin(), name.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7f; }))
        add(name, name.size(), true);
    return line;
}

ProgressBar::ProgressBar(std::FILE* out, Terminal terminal, std::string name)
    : out_(out), terminal_(terminal), name_(std::move(name)), last_(Clock::now()) {}

ProgressBar::~ProgressBar() {
    if (!drawn_) return;
    std::fputs("\r\x1b[K", out_);
    std::fflush(out_);
}

void ProgressBar::show(const Progress& p, Clock::time_point now) {
    using namespace std::chrono_literals;
    const Clock::duration pause = terminal_.interactive ? Clock::duration{100ms} : Clock::duration{10s};
    if (now - last_ < pause) return;
    last_ = now;
    const auto line = progress_line(p, name_, terminal_);
    if (terminal_.interactive) {
        fmt::print(out_, "\r{}\x1b[K", line);
        drawn_ = true;
    } else {
        fmt::print(out_, "{}\n", line);
    }
    std::fflush(out_);
}

}  // namespace nines
