// The report as rich text for the window and for paper: the words and tables of the HTML report, with the designer's
// charts in place of its SVG.
#pragma once

#include <QString>
#include <map>
#include <string>
#include <vector>

#include "gui/picture.hpp"
#include "gui/theme.hpp"
#include "reports/report.hpp"

class QTextDocument;

namespace nines::gui {

struct ReportText {
    QString html;
    std::map<QString, Drawing> pictures;  // by the name of their image; sizes in 96ths of an inch
};

// The parts of these ids (reports/html.hpp); all when none is named. Charts and the drawing are made only for paper.
[[nodiscard]] ReportText report_text(const Report& r, const std::vector<std::string>& parts, bool with_charts);

// Fills a document in the colours of a theme. The document draws the charts itself, as lines and not as pixels.
void fill(QTextDocument& document, const ReportText& text, const Theme& theme);

// Writes the report as PDF, A4. What went wrong, or nothing.
[[nodiscard]] QString write_pdf(const Report& r, const std::vector<std::string>& parts, const QString& file);

}  // namespace nines::gui
