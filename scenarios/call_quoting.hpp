// Call quoting: a scenario may write `work: lognormal(median: 3ms, p99: 20ms)` although plain YAML would take the colon
// for a mapping and the comma, within braces, for the end. Here such scalars get the quotes that YAML wants.
//
// Always: text that is valid YAML means the same afterwards; only name(...) that stands where a value begins and holds
// ": " or "," is touched, outside quotes and comments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/document.hpp"

namespace nines {

struct QuotedCalls {
    std::string text;
    struct Insertion {
        int line;
        int column;  // in the new text
    };
    std::vector<Insertion> insertions;  // of one quote each, in order

    // The place in the text as it was written.
    [[nodiscard]] Mark original(Mark m) const;
};

[[nodiscard]] QuotedCalls quote_calls(std::string_view text);

}  // namespace nines
