// Runs side by side: figures with intervals, their differences from the first run, and what their scenarios differ in.
// Plain values.
#pragma once

#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "reports/report.hpp"

namespace nines::gui {

enum class Tendency { unknown, same, higher, lower };

struct ComparedFigure {
    MeasureKey key;
    std::vector<Estimate> values;       // by run; NaN where the run has no such figure
    std::vector<Estimate> differences;  // to the first; the first one's is empty
    [[nodiscard]] Tendency tendency(std::size_t run) const;
    // Whether higher is better: 1, lower: -1, neither: 0.
    [[nodiscard]] int direction() const;
};

struct ComparisonView {
    std::vector<QString> runs;  // "12: Web shop"
    bool paired = false;
    QString how;  // in words
    std::vector<ComparedFigure> figures;
    [[nodiscard]] std::string csv() const;
};

// REQUIRES: at least one report.
[[nodiscard]] ComparisonView compare(const std::vector<std::shared_ptr<const Report>>& reports);

struct DiffLine {
    enum class Kind { same, removed, added, gap };
    Kind kind = Kind::same;
    QString text;
};
// Lines of one text that are not in the other, with a few lines around them. Myers (1986).
[[nodiscard]] std::vector<DiffLine> difference_of_texts(const std::string& before, const std::string& after,
                                                        std::size_t around = 3);

}  // namespace nines::gui
