#include "models/slo.hpp"

#include <fmt/format.h>

#include "models/text.hpp"

namespace nines {

const char* const Scalar<GoodEvent>::expects =
    "what counts as good: success, success or degraded, success and latency < 500ms, latency < 500ms";
const char* const Scalar<GoodEvent>::pattern =
    R"(^(success( or degraded)?( and latency < [0-9.a-z]+)?|latency < [0-9.a-z]+)$)";

std::string Scalar<GoodEvent>::parse(std::string_view text, const Bounds&, GoodEvent& value) {
    const auto wrong = [&] {
        return fmt::format(
            "{} is not understood; write success, success or degraded, success and latency < 500ms, or "
            "latency < 500ms",
            in_quotes(text));
    };
    GoodEvent read;
    auto rest = trimmed(text);
    if (rest.starts_with("success")) {
        rest = trimmed(rest.substr(7));
        if (rest.starts_with("or degraded")) {
            read.degraded_counts = true;
            rest = trimmed(rest.substr(11));
        }
        if (rest.empty()) {
            value = read;
            return {};
        }
        if (!rest.starts_with("and ")) return wrong();
        rest = trimmed(rest.substr(4));
    } else {
        read.degraded_counts = true;  // of any good answer
    }
    if (!rest.starts_with("latency")) return wrong();
    rest = trimmed(rest.substr(7));
    if (!rest.starts_with('<')) return wrong();
    Duration below{};
    if (auto problem = Scalar<Duration>::parse(trimmed(rest.substr(1)), above(0.0), below); !problem.empty())
        return problem;
    read.latency_below = below;
    value = read;
    return {};
}

std::string Scalar<GoodEvent>::print(const GoodEvent& value) {
    std::string out = value.degraded_counts ? "success or degraded" : "success";
    if (value.latency_below) out += fmt::format(" and latency < {}", print_duration(*value.latency_below));
    return out;
}

void describe(Describe& d, Slo& s) {
    d.help("A service level objective: what counts as good, and which share of it is promised.");
    d("name", s.name, required, "What it is called in results");
    d("of", s.of, refers_to("client"), "A client; empty: all clients together");
    d("good", s.good, "Which requests are good");
    d("objective", s.objective, "The promised share");
    d("window", s.window, above(0.0), "Over which the error budget is stated");
}

}  // namespace nines
