// Concurrency limit: how many requests a replica lets in at once, fixed or found by watching its latency.
//
//   fixed      `initial`.
//   aimd       Netflix concurrency-limits: one more while it is used, times `backoff` after a drop or a slow one.
//   vegas      likewise: the queue is estimated from the latency of an idle replica.
//   gradient2  likewise: the ratio of a long and a short mean of the latency.
//   gradient   Envoy adaptive concurrency: the ratio of the latency measured with few requests to that of now.
// A drop is a request whose caller gave up, or that was turned away further down.
#pragma once

#include <string>
#include <vector>

#include "models/scalars.hpp"
#include "sim/random.hpp"

namespace nines {

enum class LimitAlgorithm : std::uint8_t { fixed, aimd, vegas, gradient2, gradient };
template <>
struct Choices<LimitAlgorithm> {
    static constexpr std::array<std::string_view, 5> names = {"fixed", "aimd", "vegas", "gradient2", "gradient"};
};

struct ConcurrencyLimit {
    static constexpr const char* type_name = "ConcurrencyLimit";
    std::string preset;
    LimitAlgorithm algorithm = LimitAlgorithm::fixed;
    std::uint32_t initial = 20;
    std::uint32_t minimum = 1;
    std::uint32_t maximum = 1000;
    Probability priority_reserve;                      // of the limit, kept free by each lower priority
    double backoff = 0.9;                              // aimd
    Duration slow = std::chrono::seconds{5};           // aimd
    double smoothing = 0.2;                            // gradient2
    double tolerance = 1.5;                            // gradient2: of the long mean; gradient: 1 + Envoy's buffer
    std::uint32_t queue = 4;                           // gradient2
    Duration update = std::chrono::milliseconds{100};  // gradient
    Duration remeasure = std::chrono::seconds{60};     // gradient
    std::uint32_t measured = 50;                       // gradient: requests that measure the least latency
    friend bool operator==(const ConcurrencyLimit&, const ConcurrencyLimit&) = default;
};
void describe(Describe& d, ConcurrencyLimit& c);

class ConcurrencyLimitState {
public:
    explicit ConcurrencyLimitState(const ConcurrencyLimit& p);

    [[nodiscard]] std::uint32_t limit() const noexcept { return static_cast<std::uint32_t>(limit_); }
    // A request that began at `begun`, when `in_flight` were in, itself included, has ended.
    void sample(const ConcurrencyLimit& p, Instant begun, Instant now, std::uint32_t in_flight, bool dropped,
                Random& random);

private:
    void aimd(const ConcurrencyLimit& p, Duration rtt, std::uint32_t in_flight, bool dropped);
    void vegas(const ConcurrencyLimit& p, double rtt, std::uint32_t in_flight, bool dropped, Random& random);
    void gradient2(const ConcurrencyLimit& p, double rtt, std::uint32_t in_flight);
    void gradient(const ConcurrencyLimit& p, Instant begun, Instant now, Random& random);
    void start_measuring(const ConcurrencyLimit& p, Instant now);
    [[nodiscard]] double median_of_samples();

    double limit_;
    double least_ = 0.0;  // latency in seconds of an idle replica, as far as it is known
    double long_ = 0.0;   // gradient2: the long mean
    std::uint64_t count_ = 0;
    double jitter_ = 1.0;          // vegas
    std::vector<double> samples_;  // gradient
    bool measuring_ = false;
    double deferred_ = 0.0;  // the limit before measuring
    Instant since_{}, remeasure_at_{}, update_at_{};
    std::uint32_t at_minimum_ = 0;  // updates in a row
};

}  // namespace nines
