// What the store keeps as text, so that plain SQL can read it: JSON arrays. Everything reads back with the same bits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/measures.hpp"

namespace nines {

// Path and value, as in set_parameter().
using Changes = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] std::string_view name_of(Subject s);
[[nodiscard]] std::optional<Subject> subject_of(std::string_view name);

// [0.5,null,12]: null is "cannot say" (NaN), 1e999 infinity.
[[nodiscard]] std::string encode_figures(const std::vector<double>& figures);
[[nodiscard]] std::optional<std::vector<double>> decode_figures(std::string_view text);

// [[12.5,"service","gateway","replica down",""],...]
[[nodiscard]] std::string encode_timeline(const std::vector<TimelineEvent>& events);
[[nodiscard]] std::optional<std::vector<TimelineEvent>> decode_timeline(std::string_view text);

// [["run.seed","7"],...]
[[nodiscard]] std::string encode_changes(const Changes& changes);
[[nodiscard]] Changes decode_changes(std::string_view text);  // none when damaged

}  // namespace nines
