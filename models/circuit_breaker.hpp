// Circuit breaker: stops calling a dependency that keeps failing, and tries it again later.
//
// States: closed -> open -> half-open -> closed or open. Always: at most `half_open_calls` probes are let through
// in one half-open episode until it is decided; a rejected call is never recorded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/outcome.hpp"
#include "models/scalars.hpp"

namespace nines {

// A window of the last calls ("100 calls") or of the last seconds ("10s").
struct Window {
    std::uint32_t calls = 100;         // 0: by time
    Duration span = Duration::zero();  // 0: by calls
    friend bool operator==(const Window&, const Window&) = default;
};
NINES_SCALAR(Window, "window");

// What there is one breaker for.
enum class BreakerPer : std::uint8_t {
    service,  // the callee
    replica,  // each replica of the callee
};
template <>
struct Choices<BreakerPer> {
    static constexpr std::array<std::string_view, 2> names = {"service", "replica"};
};

struct CircuitBreaker {
    static constexpr const char* type_name = "CircuitBreaker";
    std::string preset;
    Probability failure_rate{0.5};
    Window window;
    std::uint32_t minimum_calls = 100;                  // below it the rate is unknown
    std::optional<std::uint32_t> consecutive_failures;  // trips on these instead of on the rate
    Probability slow_call_rate{1.0};
    Duration slow_call = std::chrono::seconds{60};  // longer is slow
    Duration open_for = std::chrono::seconds{60};
    double open_factor = 1.0;  // growth of open_for from one opening to the next without closing in between
    Duration max_open_for = std::chrono::hours{24};
    std::uint32_t half_open_calls = 10;
    std::optional<Duration> max_half_open;  // opens again when the probes have not decided by then
    BreakerPer per = BreakerPer::service;
    bool shared = false;  // one breaker for all replicas of the caller; otherwise one in each
    friend bool operator==(const CircuitBreaker&, const CircuitBreaker&) = default;
};
void describe(Describe& d, CircuitBreaker& c);

}  // namespace nines
