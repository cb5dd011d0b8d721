// Measures: what a run reports, as flat arrays under a catalogue of keys.
//
// The catalogue is made once, when a scenario is compiled, and belongs to the Model; every replication fills arrays of
// the same order. Whoever estimates, stores or shows results needs only the keys, so that a model that measures
// something new tells nobody.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "models/describe.hpp"
#include "sim/histogram.hpp"

namespace nines {

// What a measure is about.
enum class Subject : std::uint8_t {
    system,    // the whole; name ""
    client,    // "shoppers"
    edge,      // a caller's edge "gateway.checkout -> cart.get", "shoppers -> gateway.checkout"
    service,   // "gateway"
    endpoint,  // "gateway.checkout"
    slo,       // "checkout works"
    cache,     // "gateway.products"
    pool,      // a bulkhead, by caller and callee or name: "gateway / cart"
    channel,   // of a broker: "orders.payments"
    consumer,  // a group of them: "orders.payments -> charger"
    database,  // "orders"; its nodes are measured as the service of that name
};
template <>
struct Choices<Subject> {
    static constexpr std::array<std::string_view, 11> names = {
        "system", "client", "edge", "service", "endpoint", "slo", "cache", "pool", "channel", "consumer", "database"};
};

// "share": 0 to 1; "seconds"; "per_second"; "count"; "ratio".
struct MeasureKey {
    Subject subject = Subject::system;
    std::string name;
    std::string metric;  // "availability", "latency.p99", "outcome.timeout", "utilization", ...; see docs
    std::string unit;
    friend bool operator==(const MeasureKey&, const MeasureKey&) = default;
};

struct Catalogue {
    std::vector<MeasureKey> figures;
    std::vector<MeasureKey> histograms;
    std::vector<MeasureKey> series;
    friend bool operator==(const Catalogue&, const Catalogue&) = default;
};

[[nodiscard]] std::size_t index_of(const std::vector<MeasureKey>& keys, Subject s, std::string_view name,
                                   std::string_view metric);  // keys.size() when there is none

// Something that happened once and is worth a mark on a time line.
struct TimelineEvent {
    double seconds = 0.0;
    Subject subject = Subject::system;
    std::string name;
    std::string what;  // "replica down", "replica up", "breaker open", "breaker half-open", "breaker closed",
                       // "fault begins", "fault ends", "out of rotation", "in rotation", "service down", "service up",
                       // "scaled up", "scaled down", "replica ready", "replica drains", "replica gone"
    std::string detail;
    friend bool operator==(const TimelineEvent&, const TimelineEvent&) = default;
};

// What one replication measured, after its warm-up.
struct RunResult {
    std::vector<double> figures;  // NaN: this run cannot say
    std::vector<Histogram> histograms;
    std::vector<std::vector<float>> series;  // from time 0, the warm-up included; NaN: nothing happened
    double interval_seconds = 0.0;           // width of a series' interval
    double warmup_seconds = 0.0;
    double end_seconds = 0.0;  // simulated
    std::uint64_t events = 0;
    std::uint64_t requests = 0;           // that ended after the warm-up
    std::vector<TimelineEvent> timeline;  // the first `timeline_limit` of them
    std::uint64_t timeline_dropped = 0;   // those after
    std::uint32_t injected = 0;           // faults, by hand: then it is no run of the scenario alone
    friend bool operator==(const RunResult&, const RunResult&) = default;
};

inline constexpr std::size_t timeline_limit = 2000;
inline constexpr std::size_t series_intervals = 240;

}  // namespace nines
