// The pen of a line of a chart: colours repeat with another dash, so that no two lines differ by colour alone.
#pragma once

#include <QPen>
#include <array>
#include <iterator>

#include "gui/theme.hpp"

namespace nines::gui {

[[nodiscard]] inline QPen series_pen(const Theme& t, int style, double width) {
    constexpr Qt::PenStyle dashes[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
    const auto i = static_cast<std::size_t>(style);
    QPen pen{t.series[i % t.series.size()], width};
    pen.setStyle(dashes[i % std::size(dashes)]);
    return pen;
}

}  // namespace nines::gui
