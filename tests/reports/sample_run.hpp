// Results made up for tests: what a run of a small shop could have measured, the same bits every time.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "models/measures.hpp"
#include "models/outcome.hpp"
#include "sim/time.hpp"
#include "tests/same_bits.hpp"

namespace nines {

// A number between 0 and 1 from two integers.
[[nodiscard]] inline double scatter(std::uint64_t a, std::uint64_t b) {
    std::uint64_t x = a * 0x9E3779B97F4A7C15ULL + b * 0xBF58476D1CE4E5B9ULL + 0x94D049BB133111EBULL;
    x ^= x >> 30;
    x *= 0xBF58476D1CE4E5B9ULL;
    x ^= x >> 27;
    x *= 0x94D049BB133111EBULL;
    x ^= x >> 31;
    return static_cast<double>(x >> 11) * 0x1p-53;
}

[[nodiscard]] inline Catalogue sample_catalogue(std::size_t figures = 12) {
    Catalogue c;
    c.figures = {{Subject::client, "shoppers", "availability", "share"},
                 {Subject::client, "shoppers", "latency.mean", "seconds"},
                 {Subject::service, "gateway", "utilization", "share"}};
    while (c.figures.size() < figures)
        c.figures.push_back({Subject::system, "", "unheard.of." + std::to_string(c.figures.size()), "count"});
    c.histograms = {{Subject::client, "shoppers", "latency", "seconds"},
                    {Subject::service, "gateway", "wait", "seconds"}};
    c.series = {{Subject::client, "shoppers", "arrivals", "per_second"},
                {Subject::service, "gateway", "queue", "count"}};
    return c;
}

[[nodiscard]] inline RunResult sample_result(std::uint32_t replication, const Catalogue& c = sample_catalogue()) {
    RunResult r;
    for (std::size_t i = 0; i < c.figures.size(); ++i) r.figures.push_back(scatter(replication, i) / 3.0);
    r.figures.back() = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t h = 0; h < c.histograms.size(); ++h) {
        Histogram histogram;
        for (std::uint64_t i = 0; i < 500; ++i)
            histogram.record(Duration{static_cast<std::int64_t>(1e6 * std::exp(6.0 * scatter(replication + h, i)))});
        r.histograms.push_back(std::move(histogram));
    }
    for (std::size_t s = 0; s < c.series.size(); ++s) {
        auto& values = r.series.emplace_back();
        for (std::size_t i = 0; i < series_intervals; ++i)
            values.push_back(i % 7 == 0 ? 1.0F : static_cast<float>(scatter(replication + s, i)));
    }
    r.interval_seconds = 2.5;
    r.warmup_seconds = 60.0;
    r.end_seconds = 600.0;
    r.events = 123'456 + replication;
    r.requests = 10'000 + replication;
    r.timeline = {{100.25, Subject::service, "gateway", "replica down", "\"two\" </script> \xE2\x80\xAE"},
                  {101.0 / 3.0, Subject::edge, "gateway -> cart", "breaker open", ""}};
    r.timeline_dropped = 3;
    return r;
}

}  // namespace nines
