#include "models/circuit_breaker.hpp"

#include <fmt/format.h>

#include "models/distribution_text.hpp"
#include "models/text.hpp"

namespace nines {

using namespace std::chrono_literals;

const char* const Scalar<Window>::expects = "a window such as 100 calls or 10s";
const char* const Scalar<Window>::pattern = R"(^([1-9][0-9]* calls|[0-9]+(\.[0-9]+)?(ms|s|min|h))$)";
std::string Scalar<Window>::parse(std::string_view text, const Bounds&, Window& value) {
    if (text.ends_with(" calls")) {
        std::uint32_t calls = 0;
        if (auto wrong =
                Scalar<std::uint32_t>::parse(trimmed(text.substr(0, text.size() - 6)), range(1, 1'000'000), calls);
            !wrong.empty())
            return wrong;
        value = {calls, Duration::zero()};
        return {};
    }
    Duration span{};
    if (auto wrong = Scalar<Duration>::parse(text, range(Duration{1s}, Duration{24h}), span); !wrong.empty())
        return fmt::format("{} is not a window; write 100 calls, or a time from 1s to 1d", in_quotes(text));
    value = {0, span};
    return {};
}
std::string Scalar<Window>::print(const Window& value) {
    return value.calls > 0 ? fmt::format("{} calls", value.calls) : print_duration(value.span);
}

void describe(Describe& d, CircuitBreaker& c) {
    d.help(
        "Stops calling a dependency that keeps failing, and tries it again later. Every outcome but success and "
        "degraded counts as a failure; a rejected call is not recorded.");
    d.preset_name(c.preset);
    d("failure_rate", c.failure_rate, above(0.0), "Opens at this share of failures in the window",
      source("resilience4j: 50%"));
    d("window", c.window, "The calls that the rate is taken over, by number or by time",
      source("resilience4j: 100 calls"));
    d("minimum_calls", c.minimum_calls, range(1, 1'000'000), "Below this many calls in the window the rate is unknown",
      source("resilience4j: 100"));
    d("consecutive_failures", c.consecutive_failures, range(1, 1'000'000),
      "Opens after this many failures in a row instead of by the rate; half-open then closes after half_open_calls "
      "successes in a row and opens again at the first failure",
      source("gobreaker: more than 5"));
    d("slow_call_rate", c.slow_call_rate, above(0.0), "Opens also at this share of slow calls in the window",
      source("resilience4j: 100%"));
    d("slow_call", c.slow_call, above(0.0),
      "An attempt that takes longer is slow, whatever its outcome; of a retry, from its arrival at the callee",
      source("resilience4j: 60 s"));
    d("open_for", c.open_for, above(0.0), "How long it rejects before it lets probes through",
      source("resilience4j: 60 s"));
    d("open_factor", c.open_factor, range(1.0, 100.0),
      "Growth of open_for from one opening to the next, until it closes", source("resilience4j: 1"));
    d("max_open_for", c.max_open_for, above(0.0), "No opening lasts longer");
    d("half_open_calls", c.half_open_calls, range(1, 1'000'000), "Probes in a half-open episode",
      source("resilience4j: 10"));
    d("max_half_open", c.max_half_open, above(0.0),
      "Opens again when the probes have not decided by then, seen at the next call", source("resilience4j: unset"));
    d("per", c.per,
      "One for the callee (service), or one for each of its replicas (replica): the balancer then chooses again, up to "
      "5 "
      "times, while that of the chosen one is open",
      source("resilience4j, Hystrix: per service; Finagle: per replica"));
    d("shared", c.shared, "One breaker for all replicas of the caller; otherwise each has its own, as libraries do");
    const auto by_rate = [](double rate, Window window, std::uint32_t minimum, Duration open_for,
                            std::uint32_t probes) {
        CircuitBreaker b;
        b.failure_rate = {rate};
        b.window = window;
        b.minimum_calls = minimum;
        b.open_for = open_for;
        b.half_open_calls = probes;
        return b;
    };
    d.preset("resilience4j", "resilience4j CircuitBreakerConfig defaults", CircuitBreaker{});
    d.preset("polly", "Polly v8 defaults; its window slides by a tenth of it, here by whole seconds",
             by_rate(0.1, {0, 30s}, 100, 5s, 1));
    d.preset("hystrix", "Hystrix defaults; there the rate is looked at every 500 ms, here at every call",
             by_rate(0.5, {0, 10s}, 20, 5s, 1));
    CircuitBreaker gobreaker;
    gobreaker.consecutive_failures = 6;
    gobreaker.half_open_calls = 1;
    d.preset(
        "gobreaker",
        "gobreaker v2 defaults: opens at the 6th failure in a row; results of an older state count here, there not",
        gobreaker);
}

}  // namespace nines
