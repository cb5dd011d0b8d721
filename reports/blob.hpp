// Compact bytes for what the store keeps of a replication that plain SQL has no use for: histograms and series.
//
// A blob begins with its format's number. Integers are LEB128 (7 bits a byte, lowest first); floats are 4 bytes,
// little endian, every bit kept. What decode() cannot make sense of, whatever it is, is nothing, never a crash and
// never without bound in memory. The layouts are in docs/store.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/histogram.hpp"

namespace nines {

using Series = std::vector<std::vector<float>>;

[[nodiscard]] std::string encode_histograms(const std::vector<Histogram>& histograms);
[[nodiscard]] std::optional<std::vector<Histogram>> decode_histograms(std::string_view blob);

[[nodiscard]] std::string encode_series(const Series& series);
[[nodiscard]] std::optional<Series> decode_series(std::string_view blob);

}  // namespace nines
