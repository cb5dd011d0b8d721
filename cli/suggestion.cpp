#include "cli/suggestion.hpp"

#include <algorithm>
#include <cstddef>

namespace nines {

namespace {

// Optimal string alignment.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    constexpr std::size_t longest = 64;  // nobody misspells a name of this length
    if (word.empty() || word.size() > longest) return {};
    std::size_t best = word.size() / 3 + 2;  // farther than this is another word
    std::string found;
    for (const auto& c : candidates) {
        const bool begins = word.size() >= 3 && c.starts_with(word);
        const std::size_t d = begins ? 1 : distance(word, c);
        if (d < best && d < c.size()) {
            best = d;
            found = c;
        }
    }
    return found;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    const auto found = nearest(word, candidates);
    return found.empty() ? std::string{} : "; did you mean \"" + found + "\"?";
}

}  // namespace nines
